//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package data

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapFile maps a file for reading, from one end to the other.
func mapFile(file *os.File, size int) ([]byte, error) {
	mapping, err := unix.Mmap(int(file.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	// An advice: rows are read in order, so read ahead far. It may be declined.
	_ = unix.Madvise(mapping, unix.MADV_SEQUENTIAL)
	return mapping, nil
}

func unmapFile(mapping []byte) error { return unix.Munmap(mapping) }
