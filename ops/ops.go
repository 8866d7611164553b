// Package ops is the table of operations: for each one a dossier that says what
// it means, how it is differentiated and how it is computed.
//
// An op is one file. [Sigmoid] is the pattern: its meaning in terms of exp and
// division, its hand-derived derivative from the input alone, the derivative
// that Gorgonia's Grad will build, and an accurate float64 kernel. Register puts
// it in the table, and every check that runs over the table picks it up.
//
// Gorgonia's own ops have dossiers here too, so that any expression graph can be
// evaluated over any arithmetic; [Of] finds the dossier of a node's op.
package ops

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

// ErrNoDossier is returned by [Of] for an op that is not in the table.
var ErrNoDossier = errors.New("op is not in the table")

// A Meaning says what an op computes, over any arithmetic. It is given the
// operands and the shape that Gorgonia inferred for the result.
type Meaning func(m arith.Machine, in []arith.Value, shape []int) arith.Value

// Op is the dossier of an operation.
type Op struct {
	Name    string   // "sigmoid", unique in the table
	Args    []string // the operands' letters: "z"
	Formula string   // in those letters: "1/(1+e^−z)"
	Source  string   // where the formula is from

	Meaning Meaning

	// Derivatives are the hand-derived ∂/∂argument, one for each argument, from
	// the inputs alone; for elementwise ops. They share nothing with SymDiff.
	Derivatives []Meaning

	// Kernel is the accurate float64 evaluation of an elementwise op; nil where
	// the meaning in float64 is accurate as it stands.
	Kernel *arith.Kernel

	// Run are the ways to compute whole arrays into static memory. Without any, an
	// elementwise op runs its kernel number by number, and any other op its Do.
	Run Runs

	// Follow says where the examples are in the result when they are along an axis of
	// operands; nil, for ops that are not elementwise, that the op mixes examples.
	Follow Follow
	// ZeroIf says whether the result is 0 for an example for which these operands are 0;
	// nil, that it is not.
	ZeroIf func(zero []bool) bool
	// OfShapes says that the result depends on the operands' shapes alone.
	OfShapes bool
	// Moves says that the op only moves numbers, in a way that needs no copy.
	Moves Movement
	// Neutral are, for each operand, the number that leaves the other operand as it is,
	// to the bit; NaN, or nil, where there is none.
	Neutral     []float64
	elementwise bool // for Gorgonia's own; see Elementwise

	// Shape is the result's shape and Ranks are the operands' and its numbers of
	// axes, for ops that are not elementwise.
	Shape func(in [][]int) ([]int, error)
	Ranks []int // operands', then the result's

	// SymDiff builds the derivative that Gorgonia's Grad asks for: for each
	// operand, the node of ∂cost/∂operand, given grad = ∂cost/∂out.
	SymDiff func(in gorgonia.Nodes, out, grad *gorgonia.Node) (gorgonia.Nodes, error)

	// Domain is where an elementwise op's operands may lie, for drawing samples;
	// nil means every finite number.
	Domain []Interval
}

// A Movement is what an op does that changes no number.
type Movement int

// The movements.
const (
	// Reshapes: the numbers stay in their order.
	Reshapes Movement = iota + 1
	// TransposesMatrix: rows become columns.
	TransposesMatrix
)

// Interval is a range of float64, ends included.
type Interval struct{ Low, High float64 }

var table = map[string]*Op{}

// Register puts an op in the table. It panics when the name is taken.
func Register(op *Op) *Op {
	if _, taken := table[op.Name]; taken {
		panic(fmt.Sprintf("ops: %q is registered twice", op.Name))
	}
	table[op.Name] = op
	return op
}

// All are the registered ops, by name.
func All() []*Op {
	all := make([]*Op, 0, len(table))
	for _, op := range table {
		all = append(all, op)
	}
	slices.SortFunc(all, func(a, b *Op) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Apply adds a node that applies op to the operands.
func Apply(op *Op, in ...*gorgonia.Node) (*gorgonia.Node, error) {
	node, err := gorgonia.ApplyOp(operation{op}, in...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op.Name, err)
	}
	return node, nil
}

// Wrapper is a Gorgonia op that stands for another one, as the planted errors of
// the tests do: it computes the same, but may differentiate otherwise.
type Wrapper interface{ Unwrap() gorgonia.Op }

// gorgoniaPath tells Gorgonia's own types from a stranger's of the same name.
const gorgoniaPath = "gorgonia.org/gorgonia"

// natives holds, by Go type, how to read the dossier of a Gorgonia op.
var natives = map[string]func(op gorgonia.Op, fields reflect.Value) (*Op, error){}

func registerNative(goType string, read func(op gorgonia.Op, fields reflect.Value) (*Op, error)) {
	if _, taken := natives[goType]; taken {
		panic(fmt.Sprintf("ops: %s is registered twice", goType))
	}
	natives[goType] = read
}

// Of is the dossier of a node's op: one of this table's, or one of Gorgonia's
// own with its parameters read from the op's Go type and fields. An unknown op
// is an [ErrNoDossier].
func Of(op gorgonia.Op) (*Op, error) {
	if w, ok := op.(Wrapper); ok {
		return Of(w.Unwrap())
	}
	if own, ok := op.(operation); ok {
		return own.Op, nil
	}
	if op == nil {
		return nil, fmt.Errorf("%w: an input has no op", ErrNoDossier)
	}
	fields := reflect.Indirect(reflect.ValueOf(op))
	read, known := natives[fields.Type().String()]
	if !known || fields.Type().PkgPath() != gorgoniaPath {
		return nil, fmt.Errorf("%w: %v (%T)", ErrNoDossier, op, op)
	}
	return read(op, fields)
}

// Evaluate computes the op over a machine: by the kernel where it has one and
// the arithmetic is floating point, else by the meaning. It panics with an
// [arith.ShapeError] when an operand is missing, as Gorgonia loses those of an op
// of constants alone.
func (op *Op) Evaluate(m arith.Machine, in []arith.Value, shape []int) arith.Value {
	if len(in) < len(op.Args) {
		panic(arith.ShapeError{Message: fmt.Sprintf("%s takes %d operands, not %d", op.Name, len(op.Args), len(in))})
	}
	if op.Kernel != nil {
		if v, ok := m.Map(*op.Kernel, in...); ok {
			return v
		}
	}
	return op.Meaning(m, in, shape)
}
