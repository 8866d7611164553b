package data

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"surefoot/train/data/npy"
)

// What testdata/arrays.py has written into most of its files.
var (
	arraysX = []float64{1, -2, 0.5, 3, 4, 2.5, -1, 1e-3}
	arraysY = []float64{0, 1, 1, 0}
)

// array is a file of testdata.
func arrayFile(name string) string {
	if name == "" {
		return ""
	}
	return "testdata/" + name
}

func TestReadNumPy(t *testing.T) {
	single := slices.Clone(arraysX)
	for i, x := range single {
		single[i] = float64(float32(x))
	}
	want := func(x []float64, classes [2]string, y ...float64) *Table {
		return &Table{Features: []string{"x1", "x2"}, Target: "y", Classes: classes, X: x, Y: y, M: len(x) / 2, N: 2}
	}
	usual := want(arraysX, [2]string{"0", "1"}, arraysY...)
	for name, c := range map[string]struct {
		x, y, positive string
		want           *Table
	}{
		"archive":            {"table.npz", "", "", usual},
		"compressed":         {"compressed.npz", "", "", usual},
		"Fortran in archive": {"fortran.npz", "", "", usual},
		"two files":          {"f8.npy", "y.npy", "", usual},
		"big end first":      {"f8big.npy", "y.npy", "", usual},
		"single":             {"f4.npy", "y.npy", "", want(single, [2]string{"0", "1"}, arraysY...)},
		"single, big":        {"f4big.npy", "y.npy", "", want(single, [2]string{"0", "1"}, arraysY...)},
		"Fortran":            {"fortran.npy", "y.npy", "", usual},
		"version 2":          {"version2.npy", "y.npy", "", usual},
		"version 3":          {"version3.npy", "y.npy", "", usual},
		"true and false":     {"f8.npy", "y_bool.npy", "", usual},
		"a column of labels": {"f8.npy", "y_column.npy", "", usual},
		"other labels":       {"f8.npy", "y_two.npy", "", want(arraysX, [2]string{"-1", "7"}, arraysY...)},
		"positive":           {"f8.npy", "y_two.npy", "-1.0", want(arraysX, [2]string{"7", "-1"}, 1, 0, 0, 1)},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ReadNumPy(arrayFile(c.x), arrayFile(c.y), Options{Positive: c.positive})
			if err != nil {
				t.Fatal(err)
			}
			expected := *c.want
			expected.Name = arrayFile(c.x)
			if diff := cmp.Diff(&expected, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWholeNumbersOfEverySizeAreRead(t *testing.T) {
	for _, kind := range []string{"uint8", "int8", "uint16", "int16", "int32", "uint32", "int64", "uint64", "bool"} {
		want := []float64{0, 1, 100, 127}
		if kind == "bool" {
			want = []float64{0, 1, 1, 1}
		}
		rows, err := ReadNumPyFeatures(arrayFile("whole_"+kind+".npy"), Schema{Features: []string{"a", "b"}})
		if err != nil || !slices.Equal(rows.X, want) || rows.M != 2 || rows.N != 2 || rows.Y != nil {
			t.Errorf("%s: %+v, %v", kind, rows, err)
		}
	}
	rows, err := ReadNumPyFeatures(arrayFile("negative_int16.npy"), Schema{Features: []string{"a", "b"}})
	if err != nil || !slices.Equal(rows.X, []float64{-1, -32768}) {
		t.Errorf("negative: %+v, %v", rows, err)
	}
}

func TestReadNumPyErrors(t *testing.T) {
	for _, c := range []struct {
		x, y     string
		kind     error
		message  string
		positive string
	}{
		{"f8.npy", "", ErrArray, "f8.npy: holds no labels; give the file that does, or save both in one: np.savez(FILE, X=X, y=y)", ""},
		{"table.npz", "y.npy", ErrArray, "table.npz: holds its labels itself, in the array y; give no other file of labels", ""},
		{"f8.npy", "table.npz", ErrArray, "table.npz: is a .npz file; labels are read from a .npy file, or from the array y beside X in one .npz", ""},
		{"unnamed.npz", "", ErrArray, `unnamed.npz: there is no array X; it holds "arr_0.npy", "arr_1.npy"; save it with np.savez(FILE, X=…, y=…)`, ""},
		{"none.npy", "y.npy", os.ErrNotExist, "none.npy: no such file", ""},
		{"none.npz", "", os.ErrNotExist, "none.npz: no such file", ""},
		{"arrays.py", "y.npy", npy.ErrFormat, "arrays.py: is not a NumPy array: it does not begin as a .npy file does", ""},
		{"object.npy", "y.npy", npy.ErrType, "object.npy: holds Python objects, a pickle, which could run code when read; save numbers, as .astype(np.float64) makes them", ""},
		{"complex.npy", "y.npy", npy.ErrType, "complex.npy: holds complex numbers; save their real and imaginary parts as two columns", ""},
		{"f8.npy", "text.npy", npy.ErrType, "text.npy: holds texts; save numbers, for labels 0 and 1: (y == 'ill').astype(np.int8)", ""},
		{"f8.npy", "bytes.npy", npy.ErrType, "bytes.npy: holds texts; save numbers, for labels 0 and 1: (y == b'ill').astype(np.int8)", ""},
		{"date.npy", "y.npy", npy.ErrType, "date.npy: holds dates; save numbers: the days since a date, as np.float64", ""},
		{"half.npy", "y.npy", npy.ErrType, `half.npy: has elements of the type "<f2", which are not read; save them as .astype(np.float64)`, ""},
		{"fields.npy", "y.npy", npy.ErrType, "fields.npy: is a structured array, of fields with names; save its columns as one array of numbers", ""},
		{"scalar.npy", "y.npy", ErrArray, "scalar.npy: has the shape (); a table is m×n, one example a row: X.reshape(len(X), -1)", ""},
		{"row.npy", "y.npy", ErrArray, "row.npy: has the shape (4,); a table is m×n, one example a row: X.reshape(-1, 1) is one of a single feature", ""},
		{"cube.npy", "y.npy", ErrArray, "cube.npy: has the shape (4, 1, 2); a table is m×n, one example a row: X.reshape(len(X), -1)", ""},
		{"empty.npy", "y.npy", ErrNoRows, "empty.npy: has the shape (0, 2): no rows; it needs at least one example", ""},
		{"narrow.npy", "y.npy", ErrArray, "narrow.npy: has the shape (4, 0): no columns; it needs at least one feature", ""},
		{"f8.npy", "scalar.npy", ErrArray, "scalar.npy: has the shape (); labels are one for each row: (4,)", ""},
		{"f8.npy", "cube.npy", ErrArray, "cube.npy: has the shape (4, 1, 2); labels are one for each row: (4,)", ""},
		{"f8.npy", "y_onehot.npy", ErrArray, "y_onehot.npy: has the shape (4, 2); labels are one for each row: y.argmax(axis=1) makes them of one column a class", ""},
		{"whole_int8.npy", "y.npy", ErrArray, "y.npy: has the shape (4,), and testdata/whole_int8.npy has (2, 2); each row needs a label", ""},
		{"nan.npy", "y.npy", ErrCell, "nan.npy: row 3, column 2 (index [2, 1]): NaN is not a finite number; fill in a number or delete the row", ""},
		{"infinite.npy", "y.npy", ErrCell, "infinite.npy: row 3, column 2 (index [2, 1]): -infinity is not a finite number; fill in a number or delete the row", ""},
		{"nan_fortran.npy", "y.npy", ErrCell, "nan_fortran.npy: row 3, column 2 (index [2, 1]): -infinity is not a finite number; fill in a number or delete the row", ""},
		{"f8.npy", "y_nan.npy", ErrCell, "y_nan.npy: row 3 (index [2]): NaN is not a finite number; fill in a number or delete the row", ""},
		{"f8.npy", "row.npy", ErrManyClasses, `row.npy: the array has 4 classes: "-1", "0.5", "1", "4"; tell one class from the rest with --positive LABEL`, ""},
		{"f8.npy", "y.npy", ErrLabel, `y.npy: no label in the array is "ill"; the labels are "0", "1"`, "ill"},
		{"f8.npy", "y_column.npy", ErrLabel, `y_column.npy: no label in the array is "2"; the labels are "0", "1"`, "2.0"},
	} {
		_, err := ReadNumPy(arrayFile(c.x), arrayFile(c.y), Options{Positive: c.positive})
		checkRefusal(t, c.x+" and "+c.y, err, c.kind, "testdata/"+c.message)
	}
	_, err := ReadNumPyFeatures(arrayFile("inexact.npy"), Schema{Features: []string{"a", "b"}})
	checkRefusal(t, "inexact", err, ErrCell, "testdata/inexact.npy: row 2, column 2 (index [1, 1]): "+inexactWhole)
}

func checkRefusal(t *testing.T, name string, err, kind error, message string) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("%s: error %v is not %v", name, err, kind)
	} else if err.Error() != message {
		t.Errorf("%s:\n got %s\nwant %s", name, err, message)
	}
}

func TestOneClassOfNumbersIsRefused(t *testing.T) {
	found := newNumberLabels("y.npy", "")
	found.add([]float64{0, negativeZero()})
	_, _, _, err := found.classes()
	checkRefusal(t, "zeros", err, ErrOneClass, `y.npy: every label in the array is "0"; two classes are needed`)
}

func negativeZero() float64 { zero := 0.0; return -zero }

func TestAPositiveClassIsToldFromManyNumbers(t *testing.T) {
	y := make([]float64, 3*labelLimit)
	for i := range y {
		y[i] = float64(i)
	}
	for positive, kind := range map[string]error{"": ErrManyClasses, "2500": nil, "7": nil, "-7": ErrLabel} {
		found := newNumberLabels("y.npy", positive)
		found.add(y)
		classes, rest, value, err := found.classes()
		if !errors.Is(err, kind) {
			t.Errorf("%q: error is %v, want %v", positive, err, kind)
		}
		if kind == nil && (!rest || classes != [2]string{"not " + positive, positive} || numberText(value) != positive) {
			t.Errorf("%q: classes %v, rest %v, positive %v", positive, classes, rest, value)
		}
	}
}

func TestReadNumPyLabelled(t *testing.T) {
	want := Schema{Features: []string{"age", "dose"}, Target: "ill", Classes: [2]string{"7.0", "-1"}}
	table, err := ReadNumPyLabelled(arrayFile("f8.npy"), arrayFile("y_two.npy"), want)
	if err != nil || !slices.Equal(table.Y, []float64{1, 0, 0, 1}) || !slices.Equal(table.X, arraysX) || table.Target != "ill" {
		t.Errorf("%+v, %v", table, err)
	}
	rest := Schema{Features: want.Features, Classes: [2]string{"not 1", "1"}, Rest: true}
	if table, err = ReadNumPyLabelled(arrayFile("f8.npy"), arrayFile("row.npy"), rest); err != nil || !slices.Equal(table.Y, []float64{1, 0, 0, 0}) {
		t.Errorf("against the rest: %+v, %v", table, err)
	}
	want.Classes = [2]string{"benign", "malignant"}
	_, err = ReadNumPyLabelled(arrayFile("table.npz"), "", want)
	checkRefusal(t, "other classes", err, ErrLabel,
		`testdata/table.npz: y: row 1 (index [0]): the label 0 is neither of the model's classes, "benign", "malignant"`)
	want.Features = want.Features[:1]
	_, err = ReadNumPyLabelled(arrayFile("table.npz"), "", want)
	checkRefusal(t, "other features", err, ErrFeatures, "testdata/table.npz: X: has 2 columns; the features of the model are 1")
}

// inFolder writes files into a new folder and returns their paths' beginning.
func inFolder(t *testing.T, files map[string][]byte) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder + string(filepath.Separator)
}

func TestDamagedFilesAreRefused(t *testing.T) {
	read := func(name string) []byte {
		text, err := os.ReadFile(arrayFile(name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	x, y, z, packed := read("f8.npy"), read("y.npy"), read("table.npz"), read("compressed.npz")
	flipped, unpacked := slices.Clone(z), slices.Clone(packed)
	flipped[0xb8] ^= 1  // in the numbers of X
	unpacked[0x40] ^= 1 // in what deflate made of X
	folder := inFolder(t, map[string][]byte{
		"short.npy": x[:len(x)-3], "long.npy": append(slices.Clone(x), 0), "y.npy": y, "zero.npy": nil,
		"text.npz": []byte("a,b\n"), "cut.npz": z[:len(z)-30], "flipped.npz": flipped, "deflate.npz": unpacked,
	})
	for name, message := range map[string]string{
		"short.npy":   "ends after 61 of the 64 bytes that its shape (4, 2) takes: not all of the file is there; copy or save it again",
		"long.npy":    "goes on for 1 bytes after its array of shape (4, 2); save one array in a file",
		"zero.npy":    "ends within its header: not a NumPy array, or not all of one",
		"text.npz":    "is not a .npz file: it is not a zip archive, or not all of one; save it with np.savez",
		"cut.npz":     "is not a .npz file: it is not a zip archive, or not all of one; save it with np.savez",
		"flipped.npz": "X: cannot be read: its checksum is wrong; copy or save it again",
	} {
		labels := folder + "y.npy"
		if isArchive(name) {
			labels = ""
		}
		_, err := ReadNumPy(folder+name, labels, Options{})
		checkRefusal(t, name, err, ErrArray, folder+name+": "+message)
	}
	if _, err := ReadNumPy(folder+"deflate.npz", "", Options{}); !errors.Is(err, ErrArray) {
		t.Errorf("deflate.npz: %v", err)
	}
}
