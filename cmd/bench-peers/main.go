// Bench-peers runs an iteration of gradient descent in Surefoot and, in turn, on the
// same data, in hand-written C, NumPy, PyTorch, Gorgonia and gonum.
package main

import (
	"embed"
	"os"

	"surefoot/cmd/bench-peers/internal/peers"
)

//go:embed *.py yardstick
var programs embed.FS

func main() { os.Exit(peers.Main(programs)) }
