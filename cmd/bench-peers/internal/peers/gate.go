package peers

import (
	"context"
	"fmt"

	"surefoot/graph"
	"surefoot/verify"
)

// mostAtGate is the largest table, in numbers, on which the gate is timed.
const mostAtGate = 2e6

// timeGate is the seconds of a judgement of the gradient where a descent stands.
func timeGate(ctx context.Context, run *descent, block graph.Block) (float64, error) {
	e, err := run.engine.Evaluate(run.theta)
	if err != nil {
		return 0, err
	}
	gate := verify.NewGate(run.model, block.Source())
	out, err := measure(ctx, func() (float64, error) {
		report, err := gate.Judge(run.theta, e)
		if err != nil {
			return 0, err
		}
		if report.Verdict != verify.Pass {
			return 0, fmt.Errorf("the gate does not pass the gradient: %v", report.Verdict)
		}
		return 0, nil
	})
	return out.Seconds, err
}
