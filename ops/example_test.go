package ops_test

import (
	"fmt"
	"log"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops"
)

// a = σ(z) and, as Gorgonia derives it, ∂(Σa)/∂z = a(1−a).
func ExampleSigmoid() {
	g := gorgonia.NewGraph()
	z := gorgonia.NewVector(g, tensor.Float64, gorgonia.WithShape(3), gorgonia.WithName("z"))
	a, err := ops.Sigmoid(z)
	if err != nil {
		log.Fatal(err)
	}
	gradient, err := gorgonia.Grad(gorgonia.Must(gorgonia.Sum(a)), z)
	if err != nil {
		log.Fatal(err)
	}
	var values, slopes gorgonia.Value
	gorgonia.Read(a, &values)
	gorgonia.Read(gradient[0], &slopes)
	machine := gorgonia.NewTapeMachine(g)
	if err := gorgonia.Let(z, tensor.New(tensor.WithBacking([]float64{-2, 0, 2}))); err != nil {
		log.Fatal(err)
	}
	if err := machine.RunAll(); err != nil {
		log.Fatal(err)
	}
	if err := machine.Close(); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.4f\n%.4f\n", values.Data(), slopes.Data())
	// Output:
	// [0.1192 0.5000 0.8808]
	// [0.1050 0.2500 0.1050]
}
