// Package verifytest checks gradients from go test.
//
//	func TestMyLoss(t *testing.T) {
//		g := gorgonia.NewGraph()
//		w := gorgonia.NewVector(g, gorgonia.Float64, gorgonia.WithShape(3), gorgonia.WithName("w"))
//		verifytest.Gradients(t, myLoss(w), w)
//	}
//
// No values, no step size and no tolerance are needed: see package verify for what
// the checks see and what they cannot.
package verifytest
