// Surefoot trains logistic regression as a Gorgonia expression graph and takes
// no step before its gradient has been checked.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"surefoot/cmd/surefoot/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
