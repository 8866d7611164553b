package peers

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"

	"surefoot/ops/kernel"
)

// generate writes a table row by row: X of N(0,1), and labels drawn from a logistic
// model with z = wᵀx, w of N(0, 4/n), so that z is as wide at every n and an iteration
// changes J by half a percent or more.
func generate(ctx context.Context, folder string, s size, seed uint64) (err error) {
	r := rand.New(rand.NewPCG(seed, uint64(s.m)<<32|uint64(s.n)))
	w := make([]float64, s.n)
	for j := range w {
		w[j] = 2 / math.Sqrt(float64(s.n)) * r.NormFloat64()
	}
	x, err := newSink(s.path(folder, "X"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, x.close()) }()
	y, err := newSink(s.path(folder, "y"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, y.close()) }()
	for range s.m {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		z, label := 0.0, 0.0
		for _, weight := range w {
			v := r.NormFloat64()
			z += weight * v
			x.put(v)
		}
		if r.Float64() < 1/(1+math.Exp(-z)) {
			label = 1
		}
		y.put(label)
	}
	return nil
}

// chunk is how many bytes are written or read at a time.
const chunk = 1 << 20

// A sink is a file of float64, little-endian. It keeps the first error for close.
type sink struct {
	file *os.File
	to   *bufio.Writer
	word [8]byte
}

func newSink(path string) (*sink, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &sink{file: file, to: bufio.NewWriterSize(file, chunk)}, nil
}

func (s *sink) put(v float64) {
	binary.LittleEndian.PutUint64(s.word[:], math.Float64bits(v))
	_, _ = s.to.Write(s.word[:]) // which Flush repeats, if it is an error
}

func (s *sink) close() error { return errors.Join(s.to.Flush(), s.file.Close()) }

// remove deletes the files of a table.
func remove(folder string, s size) error {
	return errors.Join(os.Remove(s.path(folder, "X")), os.Remove(s.path(folder, "y")))
}

// number is a type that the peers in Go compute in.
type number interface{ float32 | float64 }

// A table is m examples of n features, one example a row, with labels.
type table[T number] struct {
	m, n int
	x, y []T
}

// read is the table of a task.
func read[T number](ctx context.Context, t task) (table[T], error) {
	x, err := readNumbers[T](ctx, t.path(t.folder, "X"), t.numbers())
	if err != nil {
		return table[T]{}, err
	}
	y, err := readNumbers[T](ctx, t.path(t.folder, "y"), t.m)
	return table[T]{t.m, t.n, x, y}, err
}

func readNumbers[T number](ctx context.Context, path string, count int) ([]T, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	out := kernel.NewTable[T](count)[:0]
	buffer := make([]byte, chunk)
	for len(out) < count {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		words := buffer[:min(chunk, 8*(count-len(out)))]
		if _, err := io.ReadFull(file, words); err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		for ; len(words) > 0; words = words[8:] {
			out = append(out, T(math.Float64frombits(binary.LittleEndian.Uint64(words))))
		}
	}
	return out, nil
}
