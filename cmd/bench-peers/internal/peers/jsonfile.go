package peers

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// A jsonFile is made before a long run, beside its place, and moved there when it is
// written. Path "" is none.
type jsonFile struct {
	path string
	file *os.File
}

func newJSONFile(path string) (*jsonFile, error) {
	if path == "" {
		return &jsonFile{}, nil
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("--json %s is not a file", path)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".bench-peers-")
	if err != nil {
		return nil, fmt.Errorf("--json %s: %w", path, err)
	}
	return &jsonFile{path, file}, nil
}

// fill writes the value.
func (f *jsonFile) fill(value any) error {
	if f.file == nil {
		return nil
	}
	encoder := json.NewEncoder(f.file)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := errors.Join(encoder.Encode(value), f.file.Chmod(0o644), f.file.Close())
	if err == nil {
		err = os.Rename(f.file.Name(), f.path)
	}
	if err == nil {
		f.file = nil
	}
	return err
}

// drop removes what was not filled.
func (f *jsonFile) drop() error {
	if f.file == nil {
		return nil
	}
	_ = f.file.Close() // which may have been done
	return os.Remove(f.file.Name())
}
