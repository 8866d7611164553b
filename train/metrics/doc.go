// Package metrics says how well a two-class model's predictions agree with the
// labels.
//
// Everything is computed from logits z = wᵀx + b rather than from
// probabilities a = σ(z), which round to 0 and 1 long before the loss ends to
// matter.
package metrics
