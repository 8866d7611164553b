// Package interop tests Surefoot against programs that others wrote: Graphviz
// draws its graphs, NumPy repeats its training, PyTorch checks gradients by
// differences beside it. The tests have the build tag
// interop; `make interop` installs the programs and runs them.
package interop
