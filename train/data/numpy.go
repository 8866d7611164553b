package data

import (
	"path/filepath"
	"strconv"
	"strings"

	"surefoot/train/data/npy"
)

// IsNumPy says whether a path is that of a NumPy file: it ends in .npy or .npz.
func IsNumPy(path string) bool { return isArray(path) || isArchive(path) }

// isArray says whether it is that of one array, which has no labels beside it.
func isArray(path string) bool { return strings.EqualFold(filepath.Ext(path), ".npy") }

func isArchive(path string) bool { return strings.EqualFold(filepath.Ext(path), ".npz") }

// ReadNumPy reads a table from NumPy's files into memory: X, an array of m×n
// numbers, and y, of m labels, in one .npz file; or X in a .npy file and y in that
// of the path labels, which is else "". Numbers may be floating or whole, or true or
// false, in either order of bytes; arrays in Fortran order are transposed.
//
// Features are named x1 to xn and the label y. Of two labels the greater is the
// positive class unless o.Positive names one, as with Read; the rest of o does not
// matter. Labels 0 and 1 are as they are.
//
// Every error is one line that names the file and, for a number, its row and
// column: [ErrArray], [ErrCell], [ErrNoRows], one of the labels' or the file
// system's.
func ReadNumPy(path, labels string, o Options) (*Table, error) {
	files, err := openPair(path, labels, true)
	if err != nil {
		return nil, err
	}
	defer files.close()
	t := &Table{Name: path}
	if err := files.into(t); err != nil {
		return nil, err
	}
	found := newNumberLabels(files.y.name, o.Positive)
	found.add(t.Y)
	var positive float64
	if t.Classes, t.Rest, positive, err = found.classes(); err != nil {
		return nil, err
	}
	targets(t.Y, positive)
	t.Features, t.Target = numberedFeatures(t.N), "y"
	return t, nil
}

// ReadNumPyFeatures reads examples to predict from the array X, as ReadNumPy finds
// it: its columns are the features of want in their order, as they have no names.
// A wrong number of columns is [ErrFeatures].
func ReadNumPyFeatures(path string, want Schema) (*Rows, error) {
	files, err := openPair(path, "", false)
	if err != nil {
		return nil, err
	}
	defer files.close()
	if err := files.hasFeatures(want); err != nil {
		return nil, err
	}
	x, err := files.x.numbers()
	if err != nil {
		return nil, err
	}
	return &Rows{X: x, M: files.x.Shape[0], N: files.x.Shape[1]}, nil
}

// ReadNumPyLabelled reads examples to evaluate a model on, from files as ReadNumPy
// does. Columns are as in ReadNumPyFeatures; labels must be want's classes, as
// numbers, else the error is [ErrLabel].
func ReadNumPyLabelled(path, labels string, want Schema) (*Table, error) {
	files, err := openPair(path, labels, true)
	if err != nil {
		return nil, err
	}
	defer files.close()
	if err := files.hasFeatures(want); err != nil {
		return nil, err
	}
	t := &Table{
		Name: path, Features: append([]string(nil), want.Features...),
		Target: want.Target, Classes: want.Classes, Rest: want.Rest,
	}
	if err := files.into(t); err != nil {
		return nil, err
	}
	return t, want.targetsOf(t.Y, files.y.name)
}

// numberedFeatures are the names x1 to xn.
func numberedFeatures(n int) []string {
	names := make([]string, n)
	for j := range names {
		names[j] = "x" + strconv.Itoa(j+1)
	}
	return names
}

// pair is the two arrays of a table; y may be nil.
type pair struct {
	x, y  *array
	files []watched
}

func (p *pair) close() {
	for _, w := range p.files {
		_ = w.file.Close()
	}
}

// openPair opens the arrays of ReadNumPy, the labels if they are wanted, and checks
// that they go together.
func openPair(path, labels string, labelled bool) (*pair, error) {
	p := &pair{}
	err := p.open(path, labels, labelled)
	if err == nil {
		err = p.checkShapes()
	}
	if err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *pair) open(path, labels string, labelled bool) (err error) {
	switch {
	case isArchive(path) && labels != "":
		return faultAt(path, 0, ErrArray, "holds its labels itself, in the array y; give no other file of labels")
	case !isArchive(path) && labelled && labels == "":
		return faultAt(path, 0, ErrArray, "holds no labels; give the file that does, or save both in one: np.savez(FILE, X=X, y=y)")
	case isArchive(labels):
		return faultAt(labels, 0, ErrArray, "is a .npz file; labels are read from a .npy file, or from the array y beside X in one .npz")
	case !isArchive(path):
		if p.x, err = p.openArray(path); err == nil && labelled {
			p.y, err = p.openArray(labels)
		}
		return err
	}
	file, info, err := openRegular(path)
	if err != nil {
		return err
	}
	p.files = append(p.files, watch(file, info))
	z, err := archiveIn(file, info.Size(), path)
	if err != nil {
		return err
	}
	if p.x, err = z.array("X"); err == nil && labelled {
		p.y, err = z.array("y")
	}
	return err
}

func (p *pair) openArray(path string) (*array, error) {
	file, info, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	p.files = append(p.files, watch(file, info))
	return arrayIn(file, info.Size(), path)
}

// checkShapes refuses arrays that are not m×n numbers and labels of m rows.
func (p *pair) checkShapes() error {
	x, y := p.x, p.y
	switch shape := npy.ShapeText(x.Shape); {
	case len(x.Shape) == 1:
		return x.fault(ErrArray, "has the shape %s; a table is m×n, one example a row: X.reshape(-1, 1) is one of a single feature", shape)
	case len(x.Shape) != 2:
		return x.fault(ErrArray, "has the shape %s; a table is m×n, one example a row: X.reshape(len(X), -1)", shape)
	case x.Shape[0] == 0:
		return x.fault(ErrNoRows, "has the shape %s: no rows; it needs at least one example", shape)
	case x.Shape[1] == 0:
		return x.fault(ErrArray, "has the shape %s: no columns; it needs at least one feature", shape)
	case y == nil:
		return nil
	}
	switch shape := npy.ShapeText(y.Shape); {
	case len(y.Shape) < 1 || len(y.Shape) > 2 || len(y.Shape) == 2 && y.Shape[1] == 0:
		return y.fault(ErrArray, "has the shape %s; labels are one for each row: (%d,)", shape, x.Shape[0])
	case y.Shape[0] != x.Shape[0]:
		return y.fault(ErrArray, "has the shape %s, and %s has %s; each row needs a label", shape, oneLine(x.name), npy.ShapeText(x.Shape))
	}
	return nil
}

// labels is how many labels an example has.
func (p *pair) labels() int {
	if len(p.y.Shape) == 2 {
		return p.y.Shape[1]
	}
	return 1
}

// oneLabel refuses more than one label a row.
func (p *pair) oneLabel() error {
	if p.labels() == 1 {
		return nil
	}
	return p.y.fault(ErrArray, "has the shape %s; labels are one for each row: y.argmax(axis=1) makes them of one column a class", npy.ShapeText(p.y.Shape))
}

// into reads both arrays into a table, labels as they are.
func (p *pair) into(t *Table) (err error) {
	if err := p.oneLabel(); err != nil {
		return err
	}
	t.M, t.N = p.x.Shape[0], p.x.Shape[1]
	// The labels first: they are soon read, and often what is wrong.
	if t.Y, err = p.y.numbers(); err == nil {
		t.X, err = p.x.numbers()
	}
	return err
}

func (p *pair) hasFeatures(want Schema) error {
	if n := p.x.Shape[1]; n != len(want.Features) {
		return p.x.fault(ErrFeatures, "has %d column%s; the features of the model are %d", n, plural(n), len(want.Features))
	}
	return nil
}
