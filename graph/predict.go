package graph

import "surefoot/ops/arith"

// predictRows is how many examples are predicted at a time.
const predictRows = 1024

// Logits evaluates the model's logit for each example of a table (m,n), a block
// of rows at a time. A positive logit predicts the positive class. Of a model with
// more than one label they are (m,K), and the largest of a row predicts its class.
func Logits(model *Model, theta Parameters, table []float64) ([]float64, error) {
	m := arith.Over[float64]{A: arith.Float64{}}
	n := model.Features
	rows := len(table) / n
	logits := make([]float64, 0, rows)
	var g *Graph
	for lo := 0; lo < rows; lo += predictRows {
		hi := min(lo+predictRows, rows)
		if g == nil || hi-lo < predictRows {
			var err error
			if g, err = model.Training(hi - lo); err != nil {
				return nil, err
			}
		}
		labels := max(model.Labels, 1)
		block := NewClassBlock(table[lo*n:hi*n], make([]float64, (hi-lo)*labels), n, labels)
		values, err := Interpret(m, InputsOver(m, block, theta).Values(g), g.Node(model.Logit))
		if err != nil {
			return nil, err
		}
		logits = append(logits, m.Float64s(values[0])...)
	}
	return logits, nil
}
