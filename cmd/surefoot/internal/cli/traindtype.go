package cli

import "surefoot/train"

// The types of numbers that training computes in.
const (
	float64Name = "float64"
	float32Name = "float32"
)

var dtypes = []string{float64Name, float32Name}

// dtypeFlag refuses float32 for what does not compute in it.
func (o *trainOptions) dtypeFlag() error {
	switch {
	case o.dtype != float32Name:
		return nil
	case o.algorithm == train.Looped:
		return usage("--dtype float32 is for the program; --algorithm looped computes in float64")
	case o.engine != train.Program:
		return usage("--dtype float32 is for the program; --engine %s computes in float64", o.engine)
	}
	return nil
}

// recordedDtype is the type in a model file, which leaves the usual one out.
func (o *trainOptions) recordedDtype() string {
	if o.dtype == float64Name {
		return ""
	}
	return o.dtype
}
