package train

import (
	"context"
	"testing"

	"surefoot/graph"
)

// Tiny features make b grow far above Σ|wx|: every engine must add it where the
// derivation does.
func TestEveryEngineTrainsWithALargeBias(t *testing.T) {
	const m, n = 20, 500
	table, y := make([]float64, m*n), make([]float64, m)
	for i := range table {
		table[i] = 1.8e-8 * float64(1+i%3)
	}
	y[0] = 1
	block := graph.NewBlock(table, y, n)
	for _, engine := range EngineNames() {
		s := settings(engine, 2, 60)
		if _, err := Fit(context.Background(), graph.Logistic(n), block, s); err != nil {
			t.Errorf("%s: %v", engine, err)
		}
	}
}
