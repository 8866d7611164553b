package peers

import "context"

// surefootPeer is Surefoot's own engine.
func surefootPeer() peer {
	return peer{
		name: "Surefoot", threads: []int{1, 2}, prepare: inGo("the engine program; its gate apart"),
		leftOut: float64Only, run: runSurefoot,
	}
}

// runSurefoot times the program, and after it the gate.
func runSurefoot(ctx context.Context, _ *workshop, t task) (measured, error) {
	d, err := read[float64](ctx, t)
	if err != nil {
		return measured{}, err
	}
	run, err := newDescent("program", d, t.threads)
	if err != nil {
		return measured{}, err
	}
	out, err := measure(ctx, run.step)
	if err == nil && t.numbers() <= mostAtGate {
		out.Gate, err = timeGate(ctx, run)
	}
	return out, err
}
