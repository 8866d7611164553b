package peers

import (
	"context"
	"unsafe"

	"surefoot/graph"
)

// surefootPeer is Surefoot's own engine.
func surefootPeer() peer {
	return peer{
		name: "Surefoot", threads: []int{1, 2}, prepare: inGo("the engine program; its gate apart"),
		run: runSurefoot,
	}
}

// runSurefoot times the program, and after it the gate.
func runSurefoot(ctx context.Context, _ *workshop, t task) (measured, error) {
	if t.dtype == float32s {
		return timeProgram[float32](ctx, t)
	}
	return timeProgram[float64](ctx, t)
}

func timeProgram[T number](ctx context.Context, t task) (measured, error) {
	d, err := read[T](ctx, t)
	if err != nil {
		return measured{}, err
	}
	run, err := newProgram(d, t.threads)
	if err != nil {
		return measured{}, err
	}
	out, err := measure(ctx, run.step)
	if double, is := any(d).(table[float64]); is && err == nil && t.numbers() <= mostAtGate {
		out.Gate, err = timeGate(ctx, run, graph.NewBlock(double.x, double.y, double.n))
	}
	return out, err
}

// newProgram is a descent on the compiled graph, in numbers of type T.
func newProgram[T number](d table[T], workers int) (*descent, error) {
	r, g, err := startDescent(d.m, d.n)
	if err != nil {
		return nil, err
	}
	plan, err := graph.NewPlan(r.model, g, d.m, graph.PlanOptions{Bytes: int(unsafe.Sizeof(d.x[0]))})
	if err != nil {
		return nil, err
	}
	r.engine, err = graph.NewProgram(plan, graph.NewBlockOf(d.x, d.y, d.n).Source(), graph.EngineOptions{Workers: workers})
	return r, err
}
