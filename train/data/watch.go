package data

import (
	"io/fs"
	"os"
	"time"
)

// watched is an open file and what it was when it was opened.
type watched struct {
	file     *os.File
	size     int64
	modified time.Time
}

func watch(file *os.File, info fs.FileInfo) watched {
	return watched{file, info.Size(), info.ModTime()}
}

// unchanged says whether the file is what it was, as far as its size and time say.
func (w watched) unchanged() error {
	name := w.file.Name()
	info, err := w.file.Stat()
	switch {
	case err != nil:
		return fileFault(name, err)
	case info.Size() < w.size:
		return w.shrunk(info.Size())
	case info.Size() != w.size || !info.ModTime().Equal(w.modified):
		return faultAt(name, 0, ErrChanged, "was written to since it was opened; leave it alone while it is in use")
	}
	return nil
}

// shrunk is the error of a file that has a smaller size now.
func (w watched) shrunk(size int64) error {
	return faultAt(w.file.Name(), 0, ErrShrunk, "has %d of the %d bytes that it had when it was opened; leave it alone while it is in use", size, w.size)
}
