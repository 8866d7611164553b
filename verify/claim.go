package verify

import "gorgonia.org/gorgonia"

// Claim says that Gradient is ∂Cost/∂Wrt.
type Claim struct{ Cost, Wrt, Gradient *gorgonia.Node }
