package verify

import (
	"fmt"
	"math"
	"slices"

	"surefoot/graph"
	"surefoot/ops"
)

// What wrong kernels are planted with: a mutant stands in for the kernel of one step of a
// program, in all blocks or in one.

// A kernelMutant is a wrong kernel.
type kernelMutant[T ops.Float] struct {
	name string
	// put makes the numbers that are put, or added, in the place of the right ones.
	put func(c *kernelCall[T]) [][]T
	// remembers says that what is put depends on what was computed before.
	remembers bool
	last      bool // in the last block only
}

// A kernelCall is one step of one block.
type kernelCall[T ops.Float] struct {
	graph.Moment[T]
	compute func()
	adds    bool // the numbers are added to what is there
}

// with is what the step's own kernel makes of other operands.
func (c *kernelCall[T]) with(in []ops.Operand[T]) [][]T {
	operands, results := slices.Clone(c.In), slices.Clone(c.Out)
	out := make([][]T, len(results))
	for k := range results {
		out[k] = make([]T, len(results[k]))
	}
	// The step reads its operands and results from these slices.
	copy(c.In, in)
	copy(c.Out, out)
	c.compute()
	copy(c.In, operands)
	copy(c.Out, results)
	return out
}

// right is what the step's own kernel makes.
func (c *kernelCall[T]) right() [][]T { return c.with(slices.Clone(c.In)) }

// operand is one of the operands in memory of its own.
func (c *kernelCall[T]) operand(k int) []T { return slices.Clone(c.In[k].Data) }

// columns are how many numbers the result has an example or a row.
func (c *kernelCall[T]) columns() int { return columnsOf(c.Op, c.In) }

func columnsOf[T ops.Float](op string, in []ops.Operand[T]) int {
	at := 0 // the operand that has as many
	switch op {
	case "dense":
		return in[1].Shape[0]
	case "dense-weights", "gorgonia A·B", "scale-rows":
		at = 1
	}
	if shape := in[at].Shape; len(shape) == 2 {
		return shape[1]
	}
	return 1
}

// inPlaceOf is the interference that has mutants in the place of steps. The step −1 is
// every step, of which put may refuse some: nil stands for the right numbers.
func inPlaceOf[T ops.Float](step, blocks int, m kernelMutant[T]) *graph.Interference[T] {
	return &graph.Interference[T]{Kernel: func(moment graph.Moment[T], compute func()) {
		if step >= 0 && moment.Step != step || m.last && moment.Block != blocks-1 {
			compute()
			return
		}
		c := &kernelCall[T]{Moment: moment, compute: compute}
		for _, total := range moment.Totals {
			c.adds = c.adds || &total[0] == &moment.Out[0][0]
		}
		put := m.put(c)
		if put == nil {
			compute()
			return
		}
		for k, out := range c.Out {
			for i, x := range put[k] {
				if c.adds {
					x += out[i]
				}
				out[i] = x
			}
		}
	}}
}

// A plannedStep is what is known of a step before it runs.
type plannedStep[T ops.Float] struct {
	op      string
	in      []ops.Operand[T]
	results []int // how many numbers each
	adds    bool
}

// plannedSteps are those of the program's blocks.
func plannedSteps[T ops.Float](program *graph.Program[T], theta graph.Parameters) ([]plannedStep[T], error) {
	var steps []plannedStep[T]
	program.Interfere(inPlaceOf(-1, 1, kernelMutant[T]{put: func(c *kernelCall[T]) [][]T {
		if c.Block > 0 {
			return nil
		}
		s := plannedStep[T]{op: c.Op, adds: c.adds}
		s.in = append(s.in, c.In...)
		for _, out := range c.Out {
			s.results = append(s.results, len(out))
		}
		steps = append(steps, s)
		return nil
	}}))
	defer program.Interfere(nil)
	_, err := program.Evaluate(theta)
	return steps, err
}

// mutants are all that make sense for a step.
func (s plannedStep[T]) mutants() []kernelMutant[T] {
	var all []kernelMutant[T]
	for k := range s.results {
		for _, change := range resultChanges[T]() {
			all = append(all, s.ofResult(k, change))
		}
		all = append(all, s.ofMemory(k)...)
	}
	for i := range s.in {
		for _, change := range resultChanges[T]() {
			all = append(all, s.ofOperand(i, change))
		}
		for j := range s.in {
			if i != j && len(s.in[i].Data) == len(s.in[j].Data) {
				all = append(all, replacedOperand[T](i, j, false))
				if i < j {
					all = append(all, replacedOperand[T](i, j, true))
				}
			}
		}
	}
	all = append(all, otherFunctions(s)...)
	for _, name := range []string{"negated", "halved"} {
		for _, m := range all {
			if m.name == "result 0 "+name {
				m.name, m.last = m.name+" in the last block", true
				all = append(all, m)
				break
			}
		}
	}
	return all
}

// ofResult changes one result.
func (s plannedStep[T]) ofResult(k int, change numberChange[T]) kernelMutant[T] {
	return kernelMutant[T]{name: fmt.Sprintf("result %d %s", k, change.name), put: func(c *kernelCall[T]) [][]T {
		out := c.right()
		columns := c.columns()
		if len(out[k])%columns != 0 { // the second result of several, or a sum
			columns = 1
		}
		change.do(out[k], columns)
		return out
	}}
}

// ofOperand changes one operand.
func (s plannedStep[T]) ofOperand(i int, change numberChange[T]) kernelMutant[T] {
	return kernelMutant[T]{name: fmt.Sprintf("operand %d %s", i, change.name), put: func(c *kernelCall[T]) [][]T {
		in := slices.Clone(c.In)
		in[i].Data = c.operand(i)
		columns := 1
		if shape := in[i].Shape; len(shape) == 2 {
			if columns = shape[1]; in[i].Transposed {
				columns = shape[0]
			}
		}
		change.do(in[i].Data, columns)
		return c.with(in)
	}}
}

// ofMemory are results that have to do with those before.
func (s plannedStep[T]) ofMemory(k int) []kernelMutant[T] {
	var all []kernelMutant[T]
	for _, m := range []struct {
		name string
		mix  func(now, before T) T
	}{
		{"of the block before", func(_, before T) T { return before }},
		{"added to that of the block before", func(now, before T) T { return now + before }},
	} {
		var memory []T
		all = append(all, kernelMutant[T]{name: fmt.Sprintf("result %d %s", k, m.name), remembers: true, put: func(c *kernelCall[T]) [][]T {
			out := c.right()
			now := slices.Clone(out[k])
			for i := range memory {
				out[k][i] = m.mix(now[i], memory[i])
			}
			memory = now
			return out
		}})
	}
	return append(all, kernelMutant[T]{name: fmt.Sprintf("result %d not computed", k), remembers: true, put: func(c *kernelCall[T]) [][]T {
		out := c.right()
		if copy(out[k], c.Out[k]); c.adds {
			clear(out[k])
		}
		return out
	}})
}

// replacedOperand has one operand in the place of another, or the two swapped.
func replacedOperand[T ops.Float](i, j int, swapped bool) kernelMutant[T] {
	name := fmt.Sprintf("operand %d replaced by %d", i, j)
	if swapped {
		name = fmt.Sprintf("operands %d and %d swapped", i, j)
	}
	return kernelMutant[T]{name: name, put: func(c *kernelCall[T]) [][]T {
		in := slices.Clone(c.In)
		in[i].Data = c.operand(j)
		if swapped {
			in[j].Data = c.operand(i)
		}
		return c.with(in)
	}}
}

// A numberChange changes an array, so many numbers a row.
type numberChange[T ops.Float] struct {
	name string
	do   func(x []T, columns int)
}

// each changes every number by itself.
func each[T ops.Float](name string, f func(x float64) float64) numberChange[T] {
	return numberChange[T]{name, func(x []T, _ int) {
		for i := range x {
			x[i] = T(f(float64(x[i])))
		}
	}}
}

// moved puts the numbers in other places: of each, from where its number is.
func moved[T ops.Float](name string, from func(i, columns, length int) int) numberChange[T] {
	return numberChange[T]{name, func(x []T, columns int) {
		before := slices.Clone(x)
		for i := range x {
			x[i] = before[from(i, columns, len(x))]
		}
	}}
}

// leftOut puts 0 where a number is left out.
func leftOut[T ops.Float](name string, is func(i, columns, length int) bool) numberChange[T] {
	return numberChange[T]{name, func(x []T, columns int) {
		for i := range x {
			if is(i, columns, len(x)) {
				x[i] = 0
			}
		}
	}}
}

// largestOf is where the number that is largest in size is, and its size.
func largestOf[T ops.Float](x []T) (at int, size float64) {
	for i := range x {
		if v := math.Abs(float64(x[i])); v > size {
			at, size = i, v
		}
	}
	return at, size
}
