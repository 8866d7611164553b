package ops

import (
	"fmt"
	"hash"
	"hash/fnv"
	"slices"

	"github.com/chewxy/hm"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops/arith"
)

// operation is a dossier as Gorgonia sees it: an op whose derivative is
// symbolic and whose Do runs the dossier in float64 or float32.
type operation struct{ *Op }

var _ gorgonia.SDOp = operation{}

// Arity is the number of operands.
func (o operation) Arity() int { return len(o.Args) }

// Type says that an elementwise op takes and gives one type, and that any other
// takes and gives tensors of the dossier's ranks.
func (o operation) Type() hm.Type {
	a := hm.TypeVariable('a')
	types := make([]hm.Type, 0, len(o.Args)+1)
	for k := range len(o.Args) + 1 {
		if o.Ranks == nil || o.Ranks[k] == 0 {
			types = append(types, a)
		} else {
			types = append(types, gorgonia.TensorType{Dims: o.Ranks[k], Of: a})
		}
	}
	return hm.NewFnType(types...)
}

// InferShape is the result's shape; operands of elementwise ops must agree.
func (o operation) InferShape(in ...gorgonia.DimSizer) (tensor.Shape, error) {
	if len(in) != len(o.Args) {
		return nil, fmt.Errorf("%s takes %d operands, not %d", o.Name, len(o.Args), len(in))
	}
	shapes := make([][]int, len(in))
	for k, d := range in {
		s, ok := d.(tensor.Shape)
		if !ok {
			return nil, fmt.Errorf("%s needs the shape of %s", o.Name, o.Args[k])
		}
		shapes[k] = s
	}
	if o.Shape != nil {
		return o.Shape(shapes)
	}
	for k, s := range shapes {
		if !slices.Equal(s, shapes[0]) {
			return nil, fmt.Errorf("%s takes operands of one shape; %s is %v and %s is %v",
				o.Name, o.Args[0], shapes[0], o.Args[k], s)
		}
	}
	return slices.Clone(shapes[0]), nil
}

// Do evaluates the op on Gorgonia values, all of float64 or all of float32.
// Machines of Gorgonia call it where a panic could not be recovered, so misfits
// are errors.
func (o operation) Do(in ...gorgonia.Value) (gorgonia.Value, error) {
	sizers := make([]gorgonia.DimSizer, len(in))
	for k, v := range in {
		sizers[k] = v.Shape()
	}
	shape, err := o.InferShape(sizers...)
	if err != nil {
		return nil, err
	}
	operands := make([]arith.Value, len(in))
	for k, v := range in {
		numbers, err := Numbers(v)
		if err == nil && v.Dtype() != in[0].Dtype() {
			err = fmt.Errorf("holds %v, and %s holds %v", v.Dtype(), o.Args[0], in[0].Dtype())
		}
		if err != nil {
			return nil, fmt.Errorf("%s: operand %s: %w", o.Name, o.Args[k], err)
		}
		operands[k] = arith.NewArray(numbers, v.Shape()...)
	}
	if in[0].Dtype() == tensor.Float32 {
		return value32(o.Evaluate32(operands, shape), shape), nil
	}
	m := arith.Over[float64]{A: arith.Float64{}}
	return value64(m.Elements(o.Evaluate(m, operands, shape)), shape), nil
}

// DiffWRT says that every operand can be differentiated by.
func (o operation) DiffWRT(inputs int) []bool {
	return slices.Repeat([]bool{o.Op.SymDiff != nil}, inputs)
}

// SymDiff is the dossier's symbolic derivative.
func (o operation) SymDiff(in gorgonia.Nodes, out, grad *gorgonia.Node) (gorgonia.Nodes, error) {
	if o.Op.SymDiff == nil {
		return nil, fmt.Errorf("%s has no symbolic derivative", o.Name)
	}
	return o.Op.SymDiff(in, out, grad)
}

// ReturnsPtr is false: the result is a new value.
func (o operation) ReturnsPtr() bool { return false }

// CallsExtern is false.
func (o operation) CallsExtern() bool { return false }

// OverwritesInput is −1: no operand is overwritten.
func (o operation) OverwritesInput() int { return -1 }

// WriteHash writes the name, which is unique in the table.
func (o operation) WriteHash(h hash.Hash) { _, _ = fmt.Fprintf(h, "surefoot %s", o.Name) }

// Hashcode is the hash of the name.
func (o operation) Hashcode() uint32 {
	h := fnv.New32a()
	o.WriteHash(h)
	return h.Sum32()
}

// String is the name.
func (o operation) String() string { return o.Name }
