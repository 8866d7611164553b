package data

import (
	"runtime"
	"runtime/debug"
	"unsafe"
)

// Guard calls f, which asks for rows and reads them, and returns its error; or, if
// the files changed until f was done, that: f may then have read what never was in
// them. Where rows are windows into a mapped file that is cut, reading them is a
// fault, which would end the program: for the calling goroutine alone, it becomes
// [ErrShrunk]. Any other panic goes on.
func (s *Stream) Guard(f func() error) (err error) {
	if s.mapping == nil {
		// Rows are copies, and Rows says what became of them.
		return f()
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if cause := recover(); cause != nil {
			err = s.faulted(cause)
		}
	}()
	err = f()
	// The last page of a cut file is filled with zeros, and reading those is no fault.
	if changed := s.unchanged(); changed != nil {
		return changed
	}
	return err
}

// faulted is the error of a fault at an address of the mapping. It panics again with
// any other cause.
func (s *Stream) faulted(cause any) error {
	fault, ok := cause.(interface {
		runtime.Error
		Addr() uintptr // as debug.SetPanicOnFault promises
	})
	if !ok {
		panic(cause)
	}
	begin := uintptr(unsafe.Pointer(unsafe.SliceData(s.mapping)))
	if place := fault.Addr() - begin; fault.Addr() < begin || place >= uintptr(len(s.mapping)) {
		panic(cause)
	}
	if changed := s.unchanged(); changed != nil {
		return changed
	}
	// The file is whole again, or its disk does not give the page.
	place := int64(fault.Addr() - begin)
	return faultAt(s.x.name, 0, ErrShrunk, "cannot be read at byte %d: the file was shorter for a while, or its disk has failed", place)
}
