package cli

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// drawnTable writes m×n numbers and m labels that go with them to files, and returns
// their paths.
func drawnTable(t *testing.T, m, n int) (x, y string) {
	t.Helper()
	folder := t.TempDir()
	x, y = filepath.Join(folder, "X.npy"), filepath.Join(folder, "y.npy")
	random := rand.New(rand.NewPCG(1, 9))
	table, labels := make([]float64, n), make([]float64, m)
	writeArray(t, x, fmt.Sprintf("(%d, %d)", m, n), m, func(i int) []float64 {
		for j := range table {
			// In thousandths: such numbers are fast to draw, and of all sizes.
			table[j] = float64(random.Uint32()%4001)/1000 - 2
		}
		if table[0] > table[n-1]+float64(i%2) {
			labels[i] = 1
		}
		return table
	})
	writeArray(t, y, fmt.Sprintf("(%d,)", m), 1, func(int) []float64 { return labels })
	return x, y
}

// writeArray writes a .npy file of float64 numbers, a row at a time.
func writeArray(t *testing.T, path, shape string, rows int, row func(i int) []float64) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriterSize(file, 1<<20)
	header := fmt.Sprintf("{'descr': '<f8', 'fortran_order': False, 'shape': %s, }", shape)
	fmt.Fprintf(out, "\x93NUMPY\x01\x00\x76\x00%-117s\n", header)
	var text []byte
	for i := range rows {
		text = text[:0]
		for _, v := range row(i) {
			text = binary.LittleEndian.AppendUint64(text, math.Float64bits(v))
		}
		_, _ = out.Write(text) // Flush says what went wrong
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
