// Surefoot trains logistic regression as a Gorgonia expression graph and takes
// no step before its gradient has been checked.
package main

import (
	"os"

	"surefoot/cmd/surefoot/internal/cli"
)

func main() { os.Exit(cli.Main()) }
