package peers

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
)

// A size is that of a table: m examples of n features.
type size struct{ m, n int }

// mostNumbers is 32 GB of float64: what is more is a slip of the keyboard.
const mostNumbers = 4e9

func (s size) String() string { return fmt.Sprintf("%dx%d", s.m, s.n) }

// numbers is m·n.
func (s size) numbers() int { return s.m * s.n }

// path is that of the file of a letter, X or y, where the yardstick looks for it.
func (s size) path(folder, letter string) string {
	return filepath.Join(folder, fmt.Sprintf("A_%v.%s.f64", s, letter))
}

// parseSizes reads "100x2,1000x20".
func parseSizes(list string) ([]size, error) {
	var sizes []size
	for _, word := range strings.Split(list, ",") {
		s, err := parseSize(strings.TrimSpace(word))
		if err != nil {
			return nil, err
		}
		sizes = append(sizes, s)
	}
	return sizes, nil
}

func parseSize(word string) (size, error) {
	rows, columns, _ := strings.Cut(word, "x")
	m, err := strconv.ParseUint(rows, 10, 32)
	n, err2 := strconv.ParseUint(columns, 10, 32)
	switch {
	case err != nil || err2 != nil || m == 0 || n == 0:
		return size{}, usage("--sizes: %q is not EXAMPLESxFEATURES, as 1000x20 is", word)
	case float64(m)*float64(n) > mostNumbers:
		return size{}, usage("--sizes: a table of %s has more than %.0f numbers", word, mostNumbers)
	}
	return size{int(m), int(n)}, nil
}

// dtype is the type of number that a peer computes in.
type dtype string

const (
	float64s dtype = "float64"
	float32s dtype = "float32"
)

// parseTypes reads "float64,float32".
func parseTypes(list string) ([]dtype, error) {
	var types []dtype
	for _, word := range strings.Split(list, ",") {
		switch d := dtype(strings.TrimSpace(word)); d {
		case float64s, float32s:
			types = append(types, d)
		default:
			return nil, usage("--dtype: %q is not one of float64, float32", word)
		}
	}
	return types, nil
}

// A task is what a peer is given to do.
type task struct {
	size
	dtype   dtype
	threads int
	folder  string // where the files of the table are
}

func (t task) String() string { return fmt.Sprintf("%v %s", t.size, t.dtype) }
