package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
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

const labelsHelp = "with a FILE.npy, the `FILE` of its labels, .npy too"

// arrayFlags checks the flags that depend on whether the file is one of NumPy's,
// of which a .npy file has no labels in it. given says which flags are there.
func arrayFlags(file, labels string, given func(flag string) bool) error {
	alone := strings.EqualFold(filepath.Ext(file), ".npy")
	switch {
	case labels != "" && !alone:
		return usage("--labels goes with a FILE.npy, which has no labels in it")
	case alone && labels == "":
		return usage("%s has no labels in it; give their file with --labels FILE.npy", file)
	case !data.IsNumPy(file):
		return nil
	case given("target"):
		return usage("--target names a column, and the columns of a NumPy array have no names")
	case given("delimiter"):
		return usage("--delimiter is about text, which %s is not", file)
	}
	return nil
}

// readTable reads a table from a file, or from standard input where path is "-".
// Labels is the file of its labels, where they are not in it.
func (a *app) readTable(path, labels string, options data.Options) (*data.Table, error) {
	switch {
	case path == "-":
		return data.Read(a.In, standardInput, options)
	case data.IsNumPy(path):
		return data.ReadNumPy(path, labels, options)
	}
	return data.ReadFile(path, options)
}

// readLabelled reads a table to evaluate a model on.
func (a *app) readLabelled(path, labels string, want data.Schema, delimiter rune) (*data.Table, error) {
	if data.IsNumPy(path) {
		return data.ReadNumPyLabelled(path, labels, want)
	}
	input, name, err := a.input([]string{path})
	if err != nil {
		return nil, err
	}
	defer func() { _ = input.Close() }()
	return data.ReadLabelled(input, name, want, delimiter)
}

// readFeatures reads rows to predict, and says how messages name them.
func (a *app) readFeatures(args []string, want data.Schema, delimiter rune) (*data.Rows, string, error) {
	if len(args) > 0 && data.IsNumPy(args[0]) {
		rows, err := data.ReadNumPyFeatures(args[0], want)
		return rows, args[0], err
	}
	input, name, err := a.input(args)
	if err != nil {
		return nil, name, err
	}
	defer func() { _ = input.Close() }()
	rows, err := data.ReadFeatures(input, name, want, delimiter)
	return rows, name, err
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
