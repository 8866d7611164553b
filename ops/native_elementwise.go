package ops

import (
	"fmt"
	"math"
	"reflect"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
	"surefoot/ops/kernel"
)

// Gorgonia keeps its binary elementwise ops in one Go type that holds a code.
// These are the codes, in the order of its constants; a test applies each public
// function and compares.
var nativeBinary = map[uint64]*Op{
	0: {
		Name: "gorgonia +", Args: []string{"x", "y"}, Formula: "x + y", Meaning: binary(arith.Machine.Add),
		Run: Runs{Float64: pairs(rows64.plus, plus), Float32: pairs(rows32.plus, plus)}, ZeroIf: ifAll,
	},
	1: {
		Name: "gorgonia −", Args: []string{"x", "y"}, Formula: "x − y", Meaning: binary(arith.Machine.Sub),
		Run: Runs{Float64: pairs(rows64.minus, minus), Float32: pairs(rows32.minus, minus)}, ZeroIf: ifAll,
	},
	2: {
		Name: "gorgonia ⊙", Args: []string{"x", "y"}, Formula: "x ⊙ y", Meaning: binary(arith.Machine.Mul),
		Run: Runs{Float64: rows64.times, Float32: rows32.times}, Neutral: []float64{1, 1}, ZeroIf: ifAny,
	},
	3: {
		Name: "gorgonia ÷", Args: []string{"x", "y"}, Formula: "x ÷ y", Meaning: binary(arith.Machine.Div),
		Run: binaries(func(x, y float64) float64 { return x / y }), Neutral: []float64{math.NaN(), 1},
	},
}

// firstComparison is the first code of a comparison.
const firstComparison = 5

// nativeScalar are the unary ops that compute something else for a scalar than
// for a tensor.
var nativeScalar = map[string]*Op{}

// nativeUnary are its unary elementwise ops by their names, which are unique and
// have no parameters.
var nativeUnary = map[string]*Op{
	"neg": {
		Name: "gorgonia neg", Args: []string{"x"}, Formula: "−x", Meaning: unary(arith.Machine.Neg),
		Run: unaries(func(x float64) float64 { return -x }), ZeroIf: ifFirst,
	},
	"exp": {
		Name: "gorgonia exp", Args: []string{"x"}, Formula: "e^x", Meaning: unary(arith.Machine.Exp),
		Run: unaryArrays(kernel.Exps, kernel.Exps32),
	},
	"ln": {
		Name: "gorgonia log", Args: []string{"x"}, Formula: "log x", Meaning: unary(arith.Machine.Log),
		Run: unaries(kernel.Log),
	},
	"log1p": {
		Name: "gorgonia log1p", Args: []string{"x"}, Formula: "log(1+x)", Meaning: unary(arith.Machine.Log1p),
		Run: unaries(math.Log1p),
	},
	"expm1": {
		Name: "gorgonia expm1", Args: []string{"x"}, Formula: "e^x − 1", Meaning: unary(arith.Machine.Expm1),
		Run: unaries(math.Expm1),
	},
	"square": {
		Name: "gorgonia square", Args: []string{"x"}, Formula: "x²",
		Meaning: unary(func(m arith.Machine, x arith.Value) arith.Value { return m.Mul(x, x) }),
		Run:     unaries(func(x float64) float64 { return x * x }),
	},
	"inv": {
		Name: "gorgonia inverse", Args: []string{"x"}, Formula: "1/x",
		Meaning: unary(func(m arith.Machine, x arith.Value) arith.Value { return m.Div(arith.Int(m, 1), x) }),
		Run:     unaries(func(x float64) float64 { return 1 / x }),
	},
}

// register adds an op to one of the maps above. It panics when the key is taken.
func register[K comparable](known map[K]*Op, key K, op *Op) {
	if known[key] != nil {
		panic(fmt.Sprintf("ops: %q is registered twice", op.Name))
	}
	op.elementwise = true
	known[key] = op
}

func unary(f func(m arith.Machine, x arith.Value) arith.Value) Meaning {
	return func(m arith.Machine, in []arith.Value, _ []int) arith.Value { return f(m, in[0]) }
}

func binary(f func(m arith.Machine, x, y arith.Value) arith.Value) Meaning {
	return func(m arith.Machine, in []arith.Value, _ []int) arith.Value { return f(m, in[0], in[1]) }
}

func init() {
	for _, op := range nativeUnary { // register marks those of other files
		op.elementwise = true
	}
	for _, op := range nativeBinary {
		op.elementwise = true
	}
	// type elemBinOp struct { ʘBinaryOperator; arg0, arg1 hm.Type; retSame bool },
	// the interface holding a struct whose first field is the code. A comparison
	// gives numbers with retSame and else truth values, which no arithmetic has.
	registerNative("gorgonia.elemBinOp", func(op gorgonia.Op, fields reflect.Value) (*Op, error) {
		if operator := fields.Field(0).Elem(); operator.Kind() == reflect.Struct {
			if code := operator.Field(0); code.Kind() == reflect.Uint8 {
				known := nativeBinary[code.Uint()]
				if known != nil && (code.Uint() < firstComparison || fields.Field(3).Bool()) {
					return known, nil
				}
			}
		}
		return nil, fmt.Errorf("%w: %v (%T)", ErrNoDossier, op, op)
	})
	// type elemUnaryOp struct { ʘUnaryOperator; argTensor, numericResult bool }
	registerNative("gorgonia.elemUnaryOp", func(op gorgonia.Op, fields reflect.Value) (*Op, error) {
		if known := nativeScalar[op.String()]; known != nil && !fields.Field(1).Bool() {
			return known, nil
		}
		if known := nativeUnary[op.String()]; known != nil {
			return known, nil
		}
		return nil, fmt.Errorf("%w: %v (%T)", ErrNoDossier, op, op)
	})
}
