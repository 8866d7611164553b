package cli

import (
	"surefoot/train"
	"surefoot/train/metrics"
	"surefoot/verify"
)

// summary is the JSON of a run.
func (r *trainRun) summary() any {
	numbers := func(x []float64) any {
		out := make([]verify.Number, len(x))
		for i := range x {
			out[i] = verify.Number(x[i])
		}
		return out
	}
	parameters := map[string]any{}
	for _, p := range r.result.Parameters {
		if len(p.Shape) == 0 {
			parameters[p.Name] = verify.Number(p.Values[0])
		} else {
			parameters[p.Name] = numbers(p.Values)
		}
	}
	v, last := r.result.Verify, r.result.Last()
	return struct {
		Status       string         `json:"status"`
		Iterations   int            `json:"iterations"`
		Cost         verify.Number  `json:"cost"`
		GradientNorm verify.Number  `json:"gradient_norm"`
		Parameters   map[string]any `json:"parameters"`
		Features     []string       `json:"features"`
		Classes      [2]string      `json:"classes"`
		Fingerprint  string         `json:"fingerprint"`
		Verify       verifySummary  `json:"verify"`
		Metrics      metricsSummary `json:"metrics"`
	}{
		r.result.Status, r.result.Updates, verify.Number(last.J), verify.Number(last.Norm), parameters,
		r.schema.Features, r.schema.Classes, r.result.Fingerprint,
		verifySummary{v.Policy, v.StepsChecked, v.Failures},
		metricsSummary{scoreOf(r.trained), scoreOf(r.tested)},
	}
}

type verifySummary struct {
	Policy       train.Policy `json:"policy"`
	StepsChecked int          `json:"steps_checked"`
	Failures     int          `json:"failures"`
}

type metricsSummary struct {
	Train *scoreSummary `json:"train"`
	Test  *scoreSummary `json:"test"`
}

type scoreSummary struct {
	Accuracy float64       `json:"accuracy"`
	LogLoss  verify.Number `json:"log_loss"`
}

func scoreOf(b *metrics.Binary) *scoreSummary {
	if b == nil {
		return nil
	}
	return &scoreSummary{b.Accuracy, verify.Number(b.LogLoss)}
}
