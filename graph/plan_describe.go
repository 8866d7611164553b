package graph

// PlanDescription says what a plan does, for people to read.
type PlanDescription struct {
	Model       string     `json:"model"`
	Features    int        `json:"features"`
	Examples    int        `json:"examples"`
	Fingerprint string     `json:"fingerprint"`
	Rows        int        `json:"block_rows"`
	Blocks      int        `json:"blocks"`
	Sums        int        `json:"sums"`            // kept apart, for cores to work on
	Whole       string     `json:"whole,omitempty"` // why not in blocks
	Steps       []PlanStep `json:"steps"`
	Block       int        `json:"block_bytes"`  // of a block's data and numbers
	Read        int        `json:"bytes_read"`   // from memory, in one evaluation
	Moved       int        `json:"bytes_moved"`  // between the cache and the core
	Memory      int        `json:"memory_bytes"` // of one worker and the sums
}

// PlanStep is one step of a plan.
type PlanStep struct {
	When     string   `json:"when"`     // "before", "block" or "after"
	Formulas []string `json:"formulas"` // what it computes: more than one thing if it is joint
	Into     []string `json:"into"`     // where the numbers of each go
	Ops      []string `json:"ops"`
	Shape    []int    `json:"shape"`
	How      string   `json:"how"`             // "kernel", "joint" or "own Do"
	Chain    int      `json:"chain,omitempty"` // the elementwise chain that it is part of
	Bytes    int      `json:"bytes"`           // read and written
}

// Describe is the plan for m examples, in float64.
func (p *Plan) Describe(m int) PlanDescription {
	const bytes = 8
	d := PlanDescription{
		Model: p.model.Name, Features: p.model.Features, Examples: m, Fingerprint: p.graph.Fingerprint(),
		Rows: p.Rows, Blocks: (m + p.Rows - 1) / p.Rows, Whole: p.Whole,
		Block: p.bytesOf(inInput, bytes) + p.bytesOf(inBuffer, bytes),
	}
	d.Sums = p.chunks(d.Blocks)
	names := newDrawing(p.graph, true)
	for _, part := range []struct {
		when  string
		steps []step
		times int
	}{{"before", p.before, 1}, {"block", p.each, d.Blocks}, {"after", p.after, 1}} {
		for _, s := range part.steps {
			described := s.describe(part.when, names)
			d.Steps = append(d.Steps, described)
			d.Moved += part.times * described.Bytes
		}
	}
	perRow := p.bytesOf(inInput, bytes) / p.Rows
	d.Read = perRow * m
	d.Memory = p.bytesOf(inBuffer, bytes) + d.Sums*p.bytesOf(inTotal, bytes)
	for _, at := range p.inner {
		d.Memory += at.size() / p.Rows * m * bytes
	}
	return d
}

var spaceNames = [spaces]string{inShared: "shared", inBuffer: "buffer", inTotal: "sum", inFinal: "final"}

// describe is the step in the letters of its graph.
func (s step) describe(when string, names *drawing) PlanStep {
	d := PlanStep{When: when, Shape: s.out[0].shape, Chain: s.chain, How: "kernel"}
	for k, n := range s.nodes {
		formula, _ := names.formula(n)
		for _, q := range names.quantities {
			if q.Node == n && q.Formula != "" {
				formula = q.Formula
			}
		}
		if name := names.name(n); name != "" {
			formula = name + " = " + formula
		}
		d.Formulas = append(d.Formulas, formula)
		at := s.out[k]
		d.Into = append(d.Into, spaceNames[at.space]+" "+subscript(at.index+1))
		d.Bytes += at.size() * 8
	}
	for _, at := range s.in {
		d.Bytes += at.size() * 8
	}
	switch {
	case s.joint != nil:
		d.How = "joint"
		for _, op := range s.joint.Ops {
			d.Ops = append(d.Ops, op.Name)
		}
	case s.fallsBack():
		d.How = "own Do"
		fallthrough
	default:
		d.Ops = []string{s.op.Name}
	}
	return d
}

// subscript is a number in small digits.
func subscript(n int) string {
	if n < 10 {
		return string(rune('₀' + n))
	}
	return subscript(n/10) + string(rune('₀'+n%10))
}
