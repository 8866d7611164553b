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
	last := r.result.Last()
	return struct {
		Status       string         `json:"status"`
		Iterations   int            `json:"iterations"`
		Cost         verify.Number  `json:"cost"`
		GradientNorm verify.Number  `json:"gradient_norm"`
		Parameters   map[string]any `json:"parameters"`
		Features     []string       `json:"features"`
		Classes      [2]string      `json:"classes"`
		Fingerprint  string         `json:"fingerprint"`
		Dtype        string         `json:"dtype"`
		Verify       verifySummary  `json:"verify"`
		Metrics      metricsSummary `json:"metrics"`
	}{
		r.result.Status, r.result.Updates, verify.Number(last.J), verify.Number(last.Norm), parameters,
		r.schema.Features, r.schema.Classes, r.result.Fingerprint, r.dtype,
		verifySummaryOf(r.result.Verify),
		metricsSummary{scoreOf(r.trained), scoreOf(r.tested)},
	}
}

type verifySummary struct {
	Policy       train.Policy   `json:"policy"`
	StepsChecked int            `json:"steps_checked"`
	InFull       int            `json:"in_full"`
	Failures     int            `json:"failures"`
	SecondLooks  int            `json:"second_looks"`
	Resolution   verify.Number  `json:"resolution"` // 0 where no step rested on projections alone
	Faults       []faultSummary `json:"faults"`
}

type faultSummary struct {
	Step     int           `json:"step"`
	Quantity string        `json:"quantity"`
	Size     verify.Number `json:"size"` // may be infinite
	Witness  string        `json:"witness"`
}

func verifySummaryOf(v train.Verification) verifySummary {
	faults := make([]faultSummary, len(v.Faults)) // not nil: an empty list
	for i, f := range v.Faults {
		faults[i] = faultSummary{f.Step, f.Quantity, verify.Number(f.Size), f.Witness}
	}
	return verifySummary{
		v.Policy, v.StepsChecked, v.InFull, v.Failures, v.SecondLooks, verify.Number(resolution(v)), faults,
	}
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
