package cli

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"

	"surefoot/graph"
	"surefoot/train/data"
	"surefoot/verify"
)

// A verification is what verify-gradients is asked to do, as its record keeps it.
type verification struct {
	Model    string           `json:"model"`
	Features int              `json:"features"`
	Examples int              `json:"examples"` // 0: as many of the data as are usual
	Seed     int64            `json:"seed"`
	Checks   []string         `json:"checks,omitempty"`
	Data     *dataOfRecord    `json:"data,omitempty"`
	SelfTest *selfTestOptions `json:"self_test,omitempty"`
	// AsPrinted runs the text's slips in place of the checks.
	AsPrinted bool `json:"as_printed,omitempty"`
}

// dataOfRecord is where the examples come from, and what they were.
type dataOfRecord struct {
	File     string `json:"file"`
	Target   string `json:"target,omitempty"`
	Positive string `json:"positive,omitempty"`
	// SHA256 is of the examples used: m, n, the table row by row, the labels and the
	// weights, each in 8 bytes, little-endian.
	SHA256 string `json:"sha256"`
}

type selfTestOptions struct {
	PerClass int `json:"per_class,omitempty"` // 0: all
}

// verification is what the flags ask for.
func (o verifyOptions) verification(given func(flag string) bool) (verification, error) {
	v := verification{Model: o.model, Features: o.features, Examples: o.examples, Seed: o.seed, AsPrinted: o.asPrinted}
	if o.data != "" {
		v.Data = &dataOfRecord{File: o.data, Target: o.target, Positive: o.positive}
		if v.Features = 0; !given("examples") {
			v.Examples = 0
		}
	}
	if o.selfTest {
		v.SelfTest = &selfTestOptions{o.perClass}
	}
	checks, err := chosenChecks(o.check)
	switch {
	case err != nil:
		return v, err
	case v.Data != nil && given("features"):
		return v, usage("--features comes from --data; give one of them")
	case v.Data == nil && (given("target") || given("positive")):
		return v, usage("--target and --positive need --data")
	case given("check") && (o.selfTest || o.asPrinted):
		return v, usage("--check is about the checks of a right graph; leave it out of --self-test and --as-printed")
	case given("per-class") && !o.selfTest:
		return v, usage("--per-class needs --self-test")
	case given("per-class") && o.perClass < 1:
		return v, usage("--per-class must be at least 1, and is %d", o.perClass)
	}
	if !o.selfTest && !o.asPrinted {
		v.Checks = checks
	}
	return v, v.sensible()
}

// sensible says what in a verification makes no sense.
func (v verification) sensible() error {
	switch {
	case v.AsPrinted && (v.Data != nil || v.Features != 2 || v.Model != logistic):
		return usage("--as-printed is about logistic regression of two features, on random examples")
	case v.AsPrinted && v.Examples < 2:
		return usage("--as-printed needs at least two examples")
	case v.AsPrinted && v.SelfTest != nil:
		return usage("give --as-printed or --self-test")
	case v.Data != nil:
		return twoClasses(v.Model)
	}
	return cmp.Or(sizes(v.Features, v.Examples, largestCheck), modelFlag(v.Model))
}

// A subject is a model with the examples that it is looked at with.
type subject struct {
	model *graph.Model
	block graph.Block
	seed  int64
}

// subject makes what is asked about, and completes the verification by what the
// data say.
func (a *app) subject(v *verification) (subject, error) {
	s := subject{seed: v.Seed}
	if v.Data != nil {
		table, err := a.readTable(v.Data.File, "", data.Options{Target: v.Data.Target, Positive: v.Data.Positive})
		if err != nil {
			return s, err
		}
		s.block = graph.NewBlock(table.X, table.Y, table.N)
		if v.Examples > 0 {
			s.block = s.block.Rows(0, min(s.block.M, v.Examples))
		} else {
			s.block = verify.StartBlock(s.block)
		}
		v.Data.SHA256 = digest(s.block)
		v.Features, v.Examples = s.block.N, s.block.M
	}
	var err error
	if s.model, err = a.model(v.Model, v.Features); err != nil {
		return s, err
	}
	if v.Data == nil {
		s.block = verify.RandomExamples(s.model, v.Examples, v.Seed)
	}
	return s, nil
}

// digest is the SHA256 of a dataOfRecord.
func digest(block graph.Block) string {
	hash := sha256.New()
	word := make([]byte, 8)
	write := func(bits uint64) {
		binary.LittleEndian.PutUint64(word, bits)
		_, _ = hash.Write(word) // a hash has no errors
	}
	write(uint64(block.M))
	write(uint64(block.N))
	for _, numbers := range [][]float64{block.Table, block.Y, block.C} {
		for _, x := range numbers {
			write(math.Float64bits(x))
		}
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// errNothingAsked is returned for a record of no checks.
var errNothingAsked = errors.New("it asks for no check")
