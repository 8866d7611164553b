package verify

import (
	"math"

	"surefoot/graph"
)

// printedLoop is the looped algorithm for two features, line for line, with a
// switch for each slip.
type printedLoop struct {
	block        graph.Block
	w            [2]float64
	b            float64
	j, dz, db    float64
	dw           [2]float64
	feature      [2]int // which x each dw multiplies
	runningSum   bool
	noIndex      bool
	undividedB   bool
	stepByB      bool
	noReset      bool
	noCost       bool
	hasIteration bool
}

// printedIteration is what one iteration computed.
type printedIteration struct {
	dz, dw, w []float64
	j, db, b  float64
}

func newPrintedLoop(block graph.Block, theta graph.Parameters) *printedLoop {
	return &printedLoop{
		block: block, w: [2]float64(theta.Get("w")), b: theta.Get("b")[0], feature: [2]int{0, 1},
	}
}

func (l *printedLoop) parameters() graph.Parameters {
	theta := graph.Logistic(2).Parameters
	copy(theta.Get("w"), l.w[:])
	theta.Get("b")[0] = l.b
	return theta
}

func (l *printedLoop) iterate() printedIteration {
	if !l.noReset || !l.hasIteration {
		l.j, l.dw, l.db = 0, [2]float64{}, 0
	}
	l.hasIteration, l.dz = true, 0
	got := printedIteration{}
	for i := range l.block.M {
		if l.noIndex {
			i = 0
		}
		x, y := l.block.Table[2*i:2*i+2], l.block.Y[i]
		z := l.w[0]*x[0] + l.w[1]*x[1] + l.b
		a := 1 / (1 + math.Exp(-z))
		l.j -= y*math.Log(a) + (1-y)*math.Log(1-a)
		if l.runningSum {
			l.dz += a - y
		} else {
			l.dz = a - y
		}
		l.dw[0] += x[l.feature[0]] * l.dz
		l.dw[1] += x[l.feature[1]] * l.dz
		l.db += l.dz
		got.dz = append(got.dz, l.dz)
	}
	m := float64(l.block.M)
	l.j, l.dw[0], l.dw[1] = l.j/m, l.dw[0]/m, l.dw[1]/m
	if !l.undividedB {
		l.db /= m
	}
	if l.noCost {
		l.j = math.NaN()
	}
	got.j, got.dw, got.db = l.j, []float64{l.dw[0], l.dw[1]}, l.db
	l.w[0] -= printedRate * l.dw[0]
	l.w[1] -= printedRate * l.dw[1]
	if l.stepByB {
		l.b -= printedRate * l.b
	} else {
		l.b -= printedRate * l.db
	}
	got.w, got.b = []float64{l.w[0], l.w[1]}, l.b
	return got
}
