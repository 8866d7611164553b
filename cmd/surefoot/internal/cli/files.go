package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// A destination is a file that a flag names; path "" is none.
type destination struct{ flag, path string }

// writable says early whether files can be made, so that a long run does not end
// in an error, and that they are neither each other nor a file that is read.
func writable(inputs []string, files ...destination) error {
	for i, file := range files {
		if file.path == "" {
			continue
		}
		for _, input := range inputs {
			if input != "" && samePlace(file.path, input) {
				return usage("--%s %s is the table that is read; name another file", file.flag, file.path)
			}
		}
		for _, other := range files[:i] {
			if other.path != "" && samePlace(file.path, other.path) {
				return usage("--%s and --%s are one file, %s; name two", other.flag, file.flag, file.path)
			}
		}
		if err := probe(file.path); err != nil {
			return fmt.Errorf("--%s %s: %w", file.flag, file.path, plainError(err))
		}
	}
	return nil
}

func samePlace(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// probe makes a file beside path and removes it again.
func probe(path string) error {
	place, err := placeOf(path)
	if err != nil || place.device {
		return err
	}
	file, err := place.beside()
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// A place is where a file goes.
type place struct {
	path   string      // behind symbolic links
	mode   fs.FileMode // of the file that is there, else 0
	device bool        // not a file to be replaced: a terminal, a pipe
}

func placeOf(path string) (place, error) {
	if os.IsPathSeparator(path[len(path)-1]) {
		return place{}, errors.New("is a folder; name a file")
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return place{}, errors.New("is a folder; name a file")
	case err == nil && !info.Mode().IsRegular():
		return place{path: path, device: true}, nil
	case err == nil:
		behind, err := filepath.EvalSymlinks(path)
		return place{path: behind, mode: info.Mode().Perm()}, err
	}
	dir := filepath.Dir(path)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return place{}, fmt.Errorf("there is no folder %s; make it first", dir)
	}
	return place{path: path}, nil
}

// beside makes a new file in the folder of the place.
func (p place) beside() (*os.File, error) {
	name := filepath.Join(filepath.Dir(p.path), fmt.Sprintf(".surefoot-%016x", rand.Uint64()))
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err == nil && p.mode != 0 {
		err = file.Chmod(p.mode)
	}
	return file, err
}

// outputs are files to be written together, all or none: each is written beside
// its place first, and moved there when all are ready.
type outputs struct {
	paths    []string
	contents [][]byte
}

func (o *outputs) add(path string, content []byte) {
	o.paths, o.contents = append(o.paths, path), append(o.contents, content)
}

func (a *app) write(o outputs) error {
	a.writing.Lock()
	defer a.writing.Unlock()
	ready := make([]string, len(o.paths))
	defer func() {
		for _, path := range ready {
			if path != "" {
				_ = os.Remove(path)
			}
		}
	}()
	places := make([]place, len(o.paths))
	for i, path := range o.paths {
		var err error
		if places[i], err = placeOf(path); err == nil {
			ready[i], err = places[i].fill(o.contents[i])
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", path, plainError(err))
		}
	}
	for i, path := range o.paths {
		if ready[i] == "" {
			continue
		}
		if err := os.Rename(ready[i], places[i].path); err != nil {
			return fmt.Errorf("write %s: %w", path, plainError(err))
		}
		ready[i] = ""
	}
	return nil
}

// fill writes the content to a file beside the place, whose name it returns; to
// a device it writes at once.
func (p place) fill(content []byte) (name string, err error) {
	var file *os.File
	if p.device {
		file, err = os.OpenFile(p.path, os.O_WRONLY, 0)
	} else if file, err = p.beside(); file != nil {
		name = file.Name()
	}
	if file == nil {
		return "", err
	}
	if err == nil {
		_, err = file.Write(content)
	}
	return name, errors.Join(err, file.Close())
}

// plainError drops the path that errors of the file system repeat.
func plainError(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
