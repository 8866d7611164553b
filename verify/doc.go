// Package verify checks gradients before they are used.
//
// The expected side of every check is the model's hand-derived formulas
// (graph.Model.ByHand), evaluated from the inputs alone; the claimed side is the
// gradient graph that Gorgonia derived, or the numbers that an engine computed
// with it. The two sides share +, −, ×, ÷ and the Go library's log1p, and neither a
// derivative nor a kernel.
//
//   - [Formulas] asks whether a graph's derivatives are the formulas, node by
//     node, at given inputs.
//   - [Start] asks, before a training run, whether the document graph, the
//     training graph and the engine are one function with one gradient: at zero,
//     at random parameters with random labels and weights, and where training
//     starts, on a first block of examples.
//   - [Gate] asks before every step whether this step's numbers are the formulas'.
//
// A check ends in [Pass], [Fail] with a witness, or [Inconclusive] with a reason.
// Tolerances are bounds on rounding error, computed beside the numbers that they
// apply to (arith.Bound). That bound is to first order exact where a kernel is
// monotone, and where it turns right to second order.
//
// What these checks cannot see: an error that shows only at inputs that were not
// evaluated; an error in the hand-derived formulas that the graph shares; an
// error smaller than the rounding of the computation.
package verify
