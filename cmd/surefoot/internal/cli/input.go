package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"unicode/utf8"

	"surefoot/train"
	"surefoot/train/data"
)

const delimiterHelp = "`CHARACTER` between cells, or tab (default: as in the header)"

// delimiterFlag checks the value of --delimiter.
func delimiterFlag(text string) error {
	if text == "" || text == "tab" || utf8.RuneCountInString(text) == 1 {
		return nil
	}
	return usage("--delimiter must be one character or tab, and is %q", text)
}

// delimiterRune is the character of a checked --delimiter, 0 where none is given.
func delimiterRune(text string) rune {
	switch text {
	case "":
		return 0
	case "tab":
		return '\t'
	}
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

// named puts the name of a file before an error.
func named(name string, err error) error { return fmt.Errorf("%s: %w", name, err) }

// standardInput is how messages name what "-" means.
const standardInput = "standard input"

// readTable reads a table from a file, or from standard input where path is "-".
func (a *app) readTable(path string, options data.Options) (*data.Table, error) {
	if path == "-" {
		return data.Read(a.In, standardInput, options)
	}
	return data.ReadFile(path, options)
}

// input opens the file that the arguments name, or standard input.
func (a *app) input(args []string) (io.ReadCloser, string, error) {
	if len(args) == 0 || args[0] == "-" {
		return io.NopCloser(a.In), standardInput, nil
	}
	file, err := openFile(args[0])
	return file, args[0], err
}

func openFile(path string) (*os.File, error) {
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: no such file", path)
	case err != nil:
		return nil, named(path, plainError(err))
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		_ = file.Close()
		return nil, fmt.Errorf("%s: is a directory, not a file", path)
	}
	return file, nil
}

// largestFile is the largest JSON file that is read: a model of some million features.
const largestFile = 256 << 20

// readModel reads a model file.
func readModel(path string) (*train.ModelFile, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no such model file; train one with --out %s", path, path)
	}
	text, err := readJSON(path, "model file")
	if err != nil {
		return nil, err
	}
	model, err := train.DecodeModelFile(text)
	if err != nil {
		return nil, named(path, err)
	}
	return model, nil
}

// readJSON reads a file that should be the given thing, and is JSON at least.
func readJSON(path, what string) ([]byte, error) {
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, largestFile+1))
	switch {
	case err != nil:
		return nil, named(path, plainError(err))
	case len(text) > largestFile:
		return nil, fmt.Errorf("%s: not a %s: it is larger than %d MiB", path, what, largestFile>>20)
	case len(bytes.TrimSpace(text)) == 0:
		return nil, fmt.Errorf("%s: not a %s: it is empty", path, what)
	}
	var syntax *json.SyntaxError
	if err := json.Unmarshal(text, new(json.RawMessage)); errors.As(err, &syntax) {
		line := 1 + bytes.Count(text[:syntax.Offset], []byte("\n"))
		return nil, fmt.Errorf("%s:%d: not a %s: %w", path, line, what, err)
	}
	return text, nil
}
