package peers

import (
	"slices"
	"strings"
	"testing"
)

func TestSizes(t *testing.T) {
	got, err := parseSizes("100x2, 1000000x20")
	if want := []size{{100, 2}, {1000000, 20}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v %v, want %v", got, err, want)
	}
	for _, list := range []string{"", "100", "100x", "x2", "0x2", "100x0", "-1x2", "1.5x2", "100x2,", "100x2x3", "100×2", "99999999999x1"} {
		if got, err := parseSizes(list); err == nil || !strings.Contains(err.Error(), "EXAMPLESxFEATURES") {
			t.Errorf("%q is read as %v, %v", list, got, err)
		}
	}
	if got, err := parseSizes("4000000000x4000000000"); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("%v, %v", got, err)
	}
}

func TestTypes(t *testing.T) {
	got, err := parseTypes("float32, float64")
	if want := []dtype{float32s, float64s}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v %v, want %v", got, err, want)
	}
	if got, err := parseTypes("float16"); err == nil {
		t.Errorf("float16 is read as %v", got)
	}
}

func TestPeersKeepTheirOrder(t *testing.T) {
	got, err := parsePeers("Surefoot, c,numpy")
	var names []string
	for _, p := range got {
		names = append(names, p.name)
	}
	if want := []string{"C", "NumPy", "Surefoot"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("%v %v, want %v", names, err, want)
	}
	if got, err := parsePeers("c,fortran"); err == nil || !strings.Contains(err.Error(), `"fortran"`) {
		t.Errorf("%v %v", got, err)
	}
}

func TestTasksThatArePassedOver(t *testing.T) {
	at := func(m, n int, d dtype) task { return task{size: size{m, n}, dtype: d} }
	for name, c := range map[string]struct {
		of   func(task) string
		task task
		out  bool
	}{
		"float64":          {float64Only, at(100, 2, float64s), false},
		"float32":          {float64Only, at(100, 2, float32s), true},
		"fits the tape":    {fitsTape, at(1000000, 20, float64s), false},
		"too large for it": {fitsTape, at(1000001, 20, float64s), true},
		"float32 on tape":  {fitsTape, at(100, 2, float32s), true},
	} {
		if why := c.of(c.task); (why != "") != c.out {
			t.Errorf("%s: %q", name, why)
		}
	}
}
