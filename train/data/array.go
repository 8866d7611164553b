package data

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"

	"surefoot/train/data/npy"
)

// array is an array of numbers in a file, whose header is read.
type array struct {
	npy.Header
	name string   // for messages: "X.npy" or "data.npz: X"
	file *os.File // that holds it
	size int64    // of the file
	// start is the place in the file of the first number, or −1 where the numbers are
	// compressed.
	start int64
	// open begins to read the numbers.
	open func() (io.ReadCloser, error)
}

// fault says what is wrong with an array.
func (a *array) fault(kind error, format string, args ...any) error {
	return faultAt(a.name, 0, kind, format, args...)
}

// arrayFault puts the name of an array before an error of its format.
func arrayFault(name string, err error) error {
	if errors.Is(err, npy.ErrFormat) || errors.Is(err, npy.ErrType) {
		return &inputError{oneLine(name) + ": " + err.Error(), []error{ErrArray, err}}
	}
	return faultAt(name, 0, err, "reading failed: %s", reason(err))
}

// openRegular opens a file that has a size, and can be read at any place.
func openRegular(path string) (*os.File, fs.FileInfo, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, fileFault(path, err)
	}
	info, err := file.Stat()
	switch {
	case err != nil:
		err = fileFault(path, err)
	case info.IsDir():
		err = fileFault(path, &fs.PathError{Op: "read", Path: path, Err: syscall.EISDIR})
	case !info.Mode().IsRegular():
		err = faultAt(path, 0, ErrArray, "is no regular file; a NumPy array is read at more places than one, so save it as a file first")
	default:
		return file, info, nil
	}
	_ = file.Close()
	return nil, nil, err
}

// arrayIn reads the header of the .npy file.
func arrayIn(file *os.File, size int64, path string) (*array, error) {
	header, err := npy.ReadHeader(io.NewSectionReader(file, 0, size))
	if err != nil {
		return nil, arrayFault(path, err)
	}
	a := &array{Header: header, name: path, file: file, size: size, start: header.Offset}
	a.open = func() (io.ReadCloser, error) {
		return io.NopCloser(io.NewSectionReader(file, a.start, a.Bytes())), nil
	}
	return a, a.fits(size - a.start)
}

// fits refuses a header that promises more or less than there is.
func (a *array) fits(there int64) error {
	switch want := a.Bytes(); {
	case there < want:
		return a.fault(ErrArray, "ends after %d of the %d bytes that its shape %s takes: not all of the file is there; copy or save it again",
			there, want, npy.ShapeText(a.Shape))
	case there > want:
		return a.fault(ErrArray, "goes on for %d bytes after its array of shape %s; save one array in a file", there-want, npy.ShapeText(a.Shape))
	}
	return nil
}

// archive is a .npz file: a zip of .npy files, each named as its array.
type archive struct {
	path    string
	file    *os.File
	size    int64
	members []*zip.File
}

func archiveIn(file *os.File, size int64, path string) (*archive, error) {
	z, err := zip.NewReader(file, size)
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) {
		return nil, faultAt(path, 0, ErrArray, "is not a .npz file: it is not a zip archive, or not all of one; save it with np.savez")
	}
	if err != nil {
		return nil, arrayFault(path, err)
	}
	return &archive{path, file, size, z.File}, nil
}

// array finds an array by its name and reads its header.
func (z *archive) array(name string) (*array, error) {
	var found *zip.File
	var names []string
	for _, member := range z.members {
		if member.Name == name+".npy" {
			if found != nil {
				return nil, faultAt(z.path, 0, ErrArray, "holds two arrays %s; save it again with np.savez", name)
			}
			found = member
		}
		names = append(names, member.Name)
	}
	if found == nil {
		return nil, faultAt(z.path, 0, ErrArray, "there is no array %s; it holds %s; save it with np.savez(FILE, X=…, y=…)", name, orNothing(list(names, 8)))
	}
	return z.member(found, name)
}

func orNothing(names string) string {
	if names == "" {
		return "nothing"
	}
	return names
}

// deflateMost is how many times smaller than the text deflated text can be: no
// header may promise more, and ask for the memory.
const deflateMost = 1032

func (z *archive) member(m *zip.File, name string) (*array, error) {
	a := &array{name: z.path + ": " + name, file: z.file, size: z.size, start: -1}
	damaged := func(err error) error {
		return &inputError{fmt.Sprintf("%s: is damaged: %s; copy or save it again", oneLine(a.name), reason(err)), []error{ErrArray, err}}
	}
	switch {
	case m.Method != zip.Store && m.Method != zip.Deflate:
		return nil, a.fault(ErrArray, "is compressed in a way that NumPy does not use; save it with np.savez or np.savez_compressed")
	case m.CompressedSize64 > uint64(z.size) || m.UncompressedSize64/deflateMost > m.CompressedSize64:
		return nil, damaged(zip.ErrFormat)
	}
	text, err := m.Open()
	if err != nil {
		return nil, damaged(err)
	}
	defer func() { _ = text.Close() }()
	if a.Header, err = npy.ReadHeader(text); err != nil {
		return nil, arrayFault(a.name, err)
	}
	if m.Method == zip.Store {
		begin, err := m.DataOffset()
		if err != nil || m.CompressedSize64 != m.UncompressedSize64 || begin+int64(m.CompressedSize64) > z.size {
			return nil, damaged(zip.ErrFormat)
		}
		a.start = begin + a.Offset
	}
	a.open = func() (io.ReadCloser, error) {
		r, err := m.Open()
		if err == nil {
			_, err = io.CopyN(io.Discard, r, a.Offset)
		}
		return r, err
	}
	return a, a.fits(int64(m.UncompressedSize64) - a.Offset)
}
