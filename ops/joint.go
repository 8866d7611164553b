package ops

// Joint is a way to compute several ops of the same operands at once, where they share
// most of their work, as a loss and its derivative do.
type Joint struct {
	Ops []*Op
	// Float64 and Float32 compute one array for each op, in the order of Ops. Where
	// all ops are elementwise, any stretch of the operands may be given.
	Float64 func(out [][]float64, in []Operand[float64])
	Float32 func(out [][]float32, in []Operand[float32])
}

var joints = map[*Op]*Joint{}

// RegisterJoint puts a joint in the table. It panics when one of its ops is in
// another.
func RegisterJoint(j *Joint) *Joint {
	for _, op := range j.Ops {
		if joints[op] != nil {
			panic("ops: " + op.Name + " is in two joints")
		}
		joints[op] = j
	}
	return j
}

// Joint is the joint that the op is in; nil if it is in none.
func (op *Op) Joint() *Joint { return joints[op] }
