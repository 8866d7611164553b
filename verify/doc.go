// Package verify checks gradients before they are used.
//
// # For any Gorgonia graph
//
// A [Claim] is that one node is the gradient of another: [Claims] lets Gorgonia
// derive them, [Check] checks them, and package verify/verifytest does both in a
// test. [CheckOp] checks the dossier of a single op, and [PrecisionOf] its
// kernels.
//
// The identity check evaluates the cost in forward mode, and the claimed gradient,
// over the integers modulo a random prime, where two sides are equal or they are
// not: there is no step, no rounding and no tolerance. Each draw takes two
// evaluations of the graph, whatever the number of parameters. The inputs are drawn
// at random (not only those that the gradient is by), and eᵘ, log u and the like are
// random numbers that depend on u alone.
//
//   - It sees a gradient graph that is not the derivative of its cost, however
//     little it differs, where both have a value: a factor of 1 + 2⁻⁵² is as plain as a
//     wrong sign. What it accuses, it shows: a FAIL has a witness, an entry with both
//     values in high precision at real inputs, and what kind of mistake it looks like.
//   - It does not see kernels and hardware: it is about what a graph means. Nor a
//     wrong meaning that cost and gradient share.
//   - It is randomised. [Report.Identity] gives the primes, a bound on the degree of
//     the difference in inputs and atoms with denominators multiplied out, and the
//     probability that follows for a wrong gradient to pass (Schwartz and Zippel;
//     two atoms that fall together and primes that divide all coefficients
//     included). It says "checked", not "proved". The random numbers come from a
//     generator that was not made to withstand an adversary.
//   - Piecewise ops (relu, max, |x|) take their branches from real numbers that
//     accompany the residues: those bound to the inputs, and random ones of several
//     sizes. More are drawn while a choice has gone one way only. The verdict holds for
//     the branches drawn: a branch that none of them takes is not looked at, and the
//     report counts the choices that always went the same way. Exactly at a kink a derivative is a convention; where the inputs'
//     own numbers lie on one and the two sides differ, numbers nearby are judged instead,
//     and the report counts the ties.
//   - A field has no domain and its roots have no sign. A gradient with square roots,
//     or with logarithms that its cost has not, is therefore evaluated in high precision
//     too, at real numbers of several kinds; one that has no value where its cost has a
//     derivative does not pass.
//   - A constant that is the float nearest to p/q with q ≤ 2²⁰ is read as p/q, and the
//     report lists those; any other is the dyadic number that it is. What the rounding
//     of a constant explains is [Inconclusive].
//   - What the atoms cannot tell (e^(2u) beside (eᵘ)², a root that no residue has)
//     is decided in high precision, and the finding says to how many bits the two
//     sides agree; to how many both are 0, where all of a derivative cancels, as of
//     Σ softmax.
//
// The numeric check is for ops that no dossier explains: they are run, by their own
// Do, and the cost is differenced along random directions by Richardson's
// extrapolation, with its own estimate of its error. It sees errors down to some
// 2⁻³⁰ of the derivative along a direction, near the inputs' own numbers; smaller
// ones it cannot.
//
// # For a model
//
// The expected side is the model's hand-derived formulas (graph.Model.ByHand),
// evaluated from the inputs alone; the claimed side is the gradient graph that
// Gorgonia derived, or the numbers that an engine computed with it. The two sides
// share +, −, ×, ÷ and the Go library's log1p, and neither a derivative nor a
// kernel.
//
//   - [Formulas] asks whether a graph's derivatives are the formulas, node by node,
//     at given inputs; [Document] does so at random ones, and as identities.
//   - [Start] asks, before a training run, whether the document graph, the training
//     graph and the engine are one function with one gradient: as identities over
//     random primes, and in numbers at zero, at random parameters with random labels
//     and weights, and where training starts, on a first block of examples.
//   - [Gate] asks before a step whether all of this step's numbers are the formulas'.
//   - [Projection] asks it of every step, by products with random vectors, in much less
//     work than the step itself took.
//
// Tolerances on numbers are bounds on rounding error, computed beside the numbers
// that they apply to (arith.Bound). That bound is to first order exact where a
// kernel is monotone, and where it turns right to second order.
//
// An engine in float32 ([GateOptions], [Subject].Single) is judged on the float32 numbers
// nearest to the inputs, by what rounding to float32 may make of each step and each sum.
// That hides more: some 10⁻⁶ of a derivative by z, and of a sum over m examples of n
// features up to some (m + n)·2⁻²⁴ of the size of its terms, m being those of one block.
//
// Projections are the exception: their thresholds are a multiple of the noise that is
// expected of rounding, and what they find is for the gate to judge. They see neither the
// cost, from which no step is made, nor errors that cancel in a random product, nor those
// below the threshold, which [Projected] engines name.
//
// What the checks on numbers cannot see: an error that shows only at inputs that
// were not evaluated; one smaller than the rounding of the computation; and, like
// all of them, an error in the hand-derived formulas that the graph shares.
//
// # Precision
//
// [PrecisionOf] and [Nodes] measure kernels against high precision, in units of the
// last place, beside the bound that an op declares. They judge computation, never a
// gradient: a right gradient is not accused because a kernel is 1e-7 off, and a
// report's verdict does not include them.
//
// A check ends in [Pass], [Fail] with a witness, or [Inconclusive] with a reason.
package verify
