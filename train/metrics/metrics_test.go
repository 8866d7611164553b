package metrics

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestEvaluate(t *testing.T) {
	got := Evaluate([]float64{2, -1, 0, 3, -4}, []float64{1, 1, 1, 0, 0})
	want := Binary{M: 5, Accuracy: 0.6, Confusion: [2][2]int{{1, 1}, {1, 2}}}
	for _, loss := range []float64{
		-math.Log(1 / (1 + math.Exp(-2))), -math.Log(1 / (1 + math.Exp(1))), math.Ln2,
		-math.Log(1 - 1/(1+math.Exp(-3))), -math.Log(1 - 1/(1+math.Exp(4))),
	} {
		want.LogLoss += loss / 5
	}
	if math.Abs(got.LogLoss-want.LogLoss) > 1e-15 {
		t.Errorf("log loss is %v, want %v", got.LogLoss, want.LogLoss)
	}
	got.LogLoss = want.LogLoss
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got.Right() != 3 || got.Wrong() != 2 || got.Precision() != 2./3 || got.Recall() != 2./3 {
		t.Errorf("right %d, wrong %d, precision %v, recall %v", got.Right(), got.Wrong(), got.Precision(), got.Recall())
	}
}

func TestEvaluateNothing(t *testing.T) {
	b := Evaluate(nil, nil)
	if b != (Binary{}) || b.Precision() != 0 || b.Recall() != 0 {
		t.Errorf("of no examples: %+v", b)
	}
}

func TestLogLossAtTheEnds(t *testing.T) {
	big, inf, nan := math.MaxFloat64, math.Inf(1), math.NaN()
	for _, c := range []struct {
		z, y []float64
		want float64
	}{
		{[]float64{0}, []float64{1}, math.Ln2},
		{[]float64{40}, []float64{1}, math.Exp(-40)},
		{[]float64{-40}, []float64{0}, math.Exp(-40)},
		{[]float64{700}, []float64{0}, 700},
		{[]float64{1e17}, []float64{1}, 0},
		{[]float64{big, -big}, []float64{1, 0}, 0},
		{[]float64{-big, big}, []float64{1, 0}, big},
		{[]float64{-big, -big, -big}, []float64{1, 1, 1}, big},
		{[]float64{inf, -inf}, []float64{1, 0}, 0},
		{[]float64{inf, 0}, []float64{0, 0}, inf},
		{[]float64{nan, inf}, []float64{0, 0}, nan},
	} {
		got := Evaluate(c.z, c.y).LogLoss
		if got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("log loss of %v for %v is %v, want %v", c.z, c.y, got, c.want)
		}
	}
}

func TestLogLossOfManyIsNotLost(t *testing.T) {
	// A million equal losses: summed plainly, their rounding errors add up.
	z := make([]float64, 1_000_000)
	if got := Evaluate(z, z).LogLoss; got != math.Ln2 {
		t.Errorf("mean of a million ln 2 is %v, want %v", got, math.Ln2)
	}
}

func TestEvaluateProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := rapid.SliceOfN(rapid.Float64(), 1, 40).Draw(t, "z")
		y := make([]float64, len(z))
		right := 0
		for i := range y {
			y[i] = float64(rapid.IntRange(0, 1).Draw(t, "y"))
			if (z[i] >= 0) == (y[i] == 1) {
				right++
			}
		}
		b := Evaluate(z, y)
		if b.Right() != right || b.Right()+b.Wrong() != b.M || b.M != len(z) {
			t.Errorf("%+v, but %d of %d are right", b, right, len(z))
		}
		if math.IsNaN(b.LogLoss) || math.IsInf(b.LogLoss, 0) || b.LogLoss < 0 {
			t.Errorf("log loss is %v", b.LogLoss)
		}
		for i := range z {
			z[i], y[i] = -z[i], 1-y[i]
		}
		if mirrored := Evaluate(z, y); mirrored.LogLoss != b.LogLoss {
			t.Errorf("log loss is %v, of the mirrored examples %v", b.LogLoss, mirrored.LogLoss)
		}
	})
}

func TestProbability(t *testing.T) {
	for z, want := range map[float64]float64{
		0: 0.5, math.Inf(1): 1, math.Inf(-1): 0, -1e308: 0, 1e308: 1, -745: 5e-324, -100: math.Exp(-100), 1: 1 / (1 + math.Exp(-1)),
	} {
		if got := Probability(z); got != want {
			t.Errorf("σ(%v) = %v, want %v", z, got, want)
		}
	}
	if !math.IsNaN(Probability(math.NaN())) {
		t.Error("σ(NaN) is a number")
	}
	rapid.Check(t, func(t *rapid.T) {
		z := rapid.Float64Range(-50, 50).Draw(t, "z")
		if sum := Probability(z) + Probability(-z); math.Abs(sum-1) > 4e-16 {
			t.Errorf("σ(%v) + σ(%v) = %v", z, -z, sum)
		}
	})
}

func TestEvaluatePanics(t *testing.T) {
	for name, y := range map[string][]float64{"lengths": {1}, "label": {1, 0.5}, "NaN label": {1, math.NaN()}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			Evaluate([]float64{1, 2}, y)
		}()
	}
}

func TestBinaryJSON(t *testing.T) {
	text, err := json.Marshal(Binary{M: 3, Accuracy: 1, Confusion: [2][2]int{{1, 0}, {0, 2}}})
	if want := `{"examples":3,"accuracy":1,"log_loss":0,"confusion":[[1,0],[0,2]]}`; err != nil || string(text) != want {
		t.Errorf("%s, %v, want %s", text, err, want)
	}
}
