package verify

import (
	"testing"

	"surefoot/graph"
	"surefoot/ops"
)

// Two blocks of one chunk that have each other's z, and all that follows from it: their sums
// alone would be the same, and all else agrees with the wrong z.
func TestProjectionsSeeBlocksInEachOthersPlaces(t *testing.T) {
	block := RandomBlock(40_000, 3, 5)
	testBlocksInEachOthersPlaces(t, block.Source())
	testBlocksInEachOthersPlaces(t, inSingle(t, block))
}

func testBlocksInEachOthersPlaces[T ops.Float](t *testing.T, source graph.SourceOf[T]) {
	const rows = 200
	model := graph.Logistic(3)
	program, projection := projectedProgram(t, model, source, 1, graph.EngineOptions{Workers: 2, Rows: rows})
	if lo, hi := program.BlocksOf(0); lo != 0 || hi != 3 {
		t.Fatalf("the first chunk has the blocks %d up to %d", lo, hi)
	}
	theta := model.Start(1)
	theta[0].Values[1], theta[1].Values[0] = 0.5, -0.25
	for _, swapped := range []bool{false, true} {
		program.Interfere(&graph.Interference[T]{Kernel: func(m graph.Moment[T], compute func()) {
			if compute(); !swapped || m.Op != "affine" || m.Block > 1 {
				return
			}
			other, err := source.Rows((1-m.Block)*rows, (2-m.Block)*rows, &graph.BlockOf[T]{})
			if err != nil {
				t.Error(err)
			}
			for i := range m.Out[0] {
				x := other.Table[3*i : 3*i+3]
				w := theta[0].Values
				m.Out[0][i] = x[0]*T(w[0]) + x[1]*T(w[1]) + x[2]*T(w[2]) + T(theta[1].Values[0])
			}
		}})
		projection.Begin(theta)
		e, err := program.Evaluate(theta)
		if err != nil {
			t.Fatal(err)
		}
		if projection.Passes(e) == swapped {
			t.Errorf("%T: swapped %v, and passes %v", *new(T), swapped, !swapped)
		}
		if f, _ := projection.Report().Failed(); swapped && (f.Quantity != "z" || f.Diagnosis != "in blocks 1 to 3") {
			t.Errorf("%T: %s, %s", *new(T), f.Witness(), f.Diagnosis)
		}
	}
}

// Hundreds of blocks that are much alike, and rounded much alike, in each sum: that comes no
// nearer to the threshold than random data do, to a quarter.
func TestProjectionsOfManyAlikeBlocksPass(t *testing.T) {
	model := graph.Logistic(3)
	block := RandomBlock(400_000, 3, 3)
	for i := range block.M {
		block.Table[3*i], block.Table[3*i+1] = 1, 1.0/3
	}
	roundTo32(block.Table)
	theta := model.Start(1)
	copy(theta[0].Values, []float64{0.7, 1.3, 1e-3})
	roundTo32(theta[0].Values)
	double := testRightOn(t, model, block.Source(), []graph.Parameters{theta}, 8)
	single := testRightOn(t, model, inSingle(t, block), []graph.Parameters{theta}, 8)
	if double > 0.25 || single > 0.25 {
		t.Errorf("%.2g and %.2g of the threshold", double, single)
	}
}
