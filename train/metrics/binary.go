package metrics

// Binary summarises predictions of a two-class model on m examples.
type Binary struct {
	M         int       `json:"examples"`
	Accuracy  float64   `json:"accuracy"`  // the fraction predicted right
	LogLoss   float64   `json:"log_loss"`  // mean cross-entropy, in nats
	Confusion [2][2]int `json:"confusion"` // [actual][predicted], 0 = negative
}

// Evaluate compares logits z with labels y, both m, each label 0 or 1. The
// prediction is positive where z ≥ 0, that is a = σ(z) ≥ ½. The log loss is
// finite if every z is; a NaN among the logits counts as a negative prediction
// and makes the log loss NaN. Without examples everything is 0. Evaluate
// panics when z and y differ in length or a label is neither 0 nor 1.
func Evaluate(z, y []float64) Binary {
	var s Scorer
	s.Add(z, y)
	return s.Value()
}

// Right returns the number of examples that were predicted right.
func (b Binary) Right() int { return b.Confusion[0][0] + b.Confusion[1][1] }

// Wrong returns the number of examples that were predicted wrong.
func (b Binary) Wrong() int { return b.Confusion[0][1] + b.Confusion[1][0] }

// Precision returns the fraction of positive predictions that are right, 0
// when there are none.
func (b Binary) Precision() float64 {
	return ratio(b.Confusion[1][1], b.Confusion[0][1]+b.Confusion[1][1])
}

// Recall returns the fraction of positive examples that were found, 0 when
// there are none.
func (b Binary) Recall() float64 {
	return ratio(b.Confusion[1][1], b.Confusion[1][0]+b.Confusion[1][1])
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
