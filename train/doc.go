// Package train descends the cost of a model, one checked step at a time.
//
// [Fit] asks the verifier before the first step whether the graphs and the engine
// are what the derivation says, and before every step whether this step's
// gradient is; a step that is refused is not taken. A [Solver] turns a gradient
// into a step, an [engine] computes it, and a [ModelFile] keeps what was trained
// with all that a prediction needs.
//
// [engine]: EngineNames
package train
