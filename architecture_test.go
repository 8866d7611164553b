package surefoot_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers are the folders from left to right: none imports one to its right.
var layers = []string{"ops", "graph", "verify", "train", "cmd"}

// homes are the folders that may import what has the given prefix, in files of
// the program; in tests too, where it says so.
var homes = []struct {
	prefix  string
	folders []string
	tests   bool
}{
	{"gorgonia.org/", []string{"ops", "graph", "verify"}, true},
	{"encoding/csv", []string{"train/data", "cmd"}, false},
	{"encoding/xml", []string{"train/data"}, false},
	{"github.com/sbinet/npyio", []string{"train/data"}, false},
	{"github.com/goccy/go-yaml", []string{"train/data", "cmd"}, false},
	{"github.com/spf13/", []string{"cmd"}, true},
	{"github.com/jedib0t/go-pretty", []string{"cmd"}, true},
	{"github.com/schollz/progressbar", []string{"cmd"}, true},
	{"gonum.org/v1/plot", []string{"cmd"}, true},
}

// emptyNames say nothing of what a package is for.
var emptyNames = []string{"util", "utils", "common", "manager", "helpers", "misc", "shared", "base"}

// maxLines is the longest that a file of the program may be.
const maxLines = 400

// source is a Go file as far as its architecture goes.
type source struct {
	folder    string // "train/data", "" for the root
	name      string
	pkg       string // the name in its package clause
	imports   []string
	lines     int
	test      bool
	generated bool
	doc       bool
	examples  int
}

func (s source) String() string { return path.Join(s.folder, s.name) }

// within says whether a folder is another one or lies in it.
func within(folder, parent string) bool {
	return folder == parent || strings.HasPrefix(folder, parent+"/")
}

// layer is the number of a folder's layer, −1 if it has none.
func layer(folder string) int {
	return slices.IndexFunc(layers, func(l string) bool { return within(folder, l) })
}

// violations says what in the files of a module is not as it should be.
func violations(module string, files []source) []string {
	var out []string
	for _, f := range files {
		out = append(out, wrongImports(module, f)...)
		if f.lines > maxLines && !f.test && !f.generated {
			out = append(out, fmt.Sprintf("%v has %d lines; %d are enough", f, f.lines, maxLines))
		}
		if !f.test && slices.Contains(emptyNames, f.pkg) {
			out = append(out, fmt.Sprintf("%v: a package named %s says nothing", f, f.pkg))
		}
	}
	return append(out, wrongPackages(files)...)
}

func wrongImports(module string, f source) []string {
	var out []string
	for _, imported := range f.imports {
		folder, own := strings.CutPrefix(imported, module+"/")
		if here, there := layer(f.folder), layer(folder); own && here >= 0 && there > here {
			out = append(out, fmt.Sprintf("%v imports %s, which lies to the right of it", f, imported))
		}
		for _, home := range homes {
			inside := slices.ContainsFunc(home.folders, func(h string) bool { return within(f.folder, h) })
			if strings.HasPrefix(imported, home.prefix) && !inside && (home.tests || !f.test) {
				out = append(out, fmt.Sprintf("%v imports %s, which belongs into %s", f, imported, strings.Join(home.folders, ", ")))
			}
		}
	}
	return out
}

// wrongPackages are those without a doc comment, and those of the library without
// an example.
func wrongPackages(files []source) []string {
	var out []string
	folders := map[string][]source{}
	for _, f := range files {
		folders[f.folder] = append(folders[f.folder], f)
	}
	for folder, files := range folders {
		program := slices.DeleteFunc(slices.Clone(files), func(f source) bool { return f.test })
		if len(program) == 0 {
			continue
		}
		if !slices.ContainsFunc(program, func(f source) bool { return f.doc }) {
			out = append(out, fmt.Sprintf("package %s has no doc comment", folder))
		}
		if !within(folder, "cmd") && !slices.ContainsFunc(files, func(f source) bool { return f.test && f.examples > 0 }) {
			out = append(out, fmt.Sprintf("package %s has no example", folder))
		}
	}
	slices.Sort(out)
	return out
}

// read is all Go files of the module in this folder, but for modules inside it.
func read(t *testing.T) []source {
	t.Helper()
	var files []source
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || isModule(name)):
			return filepath.SkipDir
		case entry.IsDir() || filepath.Ext(name) != ".go":
			return nil
		}
		file, err := readFile(name)
		files = append(files, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func isModule(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "go.mod"))
	return err == nil
}

func readFile(name string) (source, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return source{}, err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return source{}, err
	}
	slashed := filepath.ToSlash(name)
	folder := strings.TrimPrefix(path.Dir(slashed), ".")
	f := source{
		folder: folder, name: path.Base(slashed), pkg: parsed.Name.Name, lines: bytes.Count(text, []byte("\n")),
		test: strings.HasSuffix(name, "_test.go"), generated: ast.IsGenerated(parsed), doc: parsed.Doc != nil,
	}
	for _, i := range parsed.Imports {
		imported, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return source{}, err
		}
		f.imports = append(f.imports, imported)
	}
	for _, d := range parsed.Decls {
		if function, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(function.Name.Name, "Example") {
			f.examples++
		}
	}
	return f, nil
}

func TestArchitecture(t *testing.T) {
	files := read(t)
	for _, folder := range append(layers[:4:4], "ops/arith", "train/data", "cmd/surefoot") {
		if !slices.ContainsFunc(files, func(f source) bool { return f.folder == folder && !f.test }) {
			t.Errorf("there is nothing in %s: the test does not see the module", folder)
		}
	}
	for _, v := range violations("surefoot", files) {
		t.Error(v)
	}
}

// right is a file that breaks no rule, changed.
func right(folder string, change func(*source)) source {
	f := source{folder: folder, name: "a.go", pkg: path.Base(folder), lines: 100, doc: true}
	change(&f)
	return f
}

// imports is a file of a folder with one import.
func imports(folder, imported string) source {
	return right(folder, func(f *source) { f.imports = []string{imported} })
}

// inTest makes a file a test.
func inTest(f source) source {
	f.test, f.name = true, "a_test.go"
	return f
}

func TestTheArchitectureTestFindsWhatItIsFor(t *testing.T) {
	for name, c := range map[string]struct {
		file source
		want string // part of the violation; empty for none
	}{
		"to the left":                 {imports("train", "m/verify"), ""},
		"in its own layer":            {imports("train", "m/train/data"), ""},
		"to the right":                {imports("ops", "m/graph"), "to the right"},
		"to the right, from within":   {imports("train/data", "m/cmd/x"), "to the right"},
		"to the right, from a test":   {inTest(imports("graph", "m/verify")), "to the right"},
		"another module of that name": {imports("ops", "other/graph"), ""},
		"a folder of a like name":     {imports("ops", "m/graphics"), ""},
		"gorgonia in train":           {imports("train", "gorgonia.org/tensor"), "belongs into ops, graph, verify"},
		"gorgonia in a test of train": {inTest(imports("train", "gorgonia.org/gorgonia")), "belongs into"},
		"gorgonia in a part of graph": {imports("graph/layers", "gorgonia.org/gorgonia"), ""},
		"CSV in train":                {imports("train", "encoding/csv"), "belongs into train/data"},
		"CSV in a test":               {inTest(imports("train", "encoding/csv")), ""},
		"CSV in train/data":           {imports("train/data", "encoding/csv"), ""},
		"cobra in verify":             {imports("verify", "github.com/spf13/cobra"), "belongs into cmd"},
		"tables in train":             {imports("train", "github.com/jedib0t/go-pretty/v6/table"), "belongs into cmd"},
		"plots in train":              {imports("train", "gonum.org/v1/plot/plotter"), "belongs into cmd"},
		"plots in cmd":                {imports("cmd/x", "gonum.org/v1/plot"), ""},
		"an empty name":               {right("train/util", func(*source) {}), "says nothing"},
		"too long":                    {right("train", func(f *source) { f.lines = 401 }), "401 lines"},
		"long, generated":             {right("train", func(f *source) { f.lines, f.generated = 401, true }), ""},
		"long, a test":                {inTest(right("train", func(f *source) { f.lines = 401 })), ""},
		"no doc comment":              {right("train/x", func(f *source) { f.doc = false }), "train/x has no doc comment"},
	} {
		files := []source{c.file}
		if c.file.test {
			files = append(files, right(c.file.folder, func(*source) {}))
		}
		files = append(files, inTest(right(c.file.folder, func(f *source) { f.examples = 1 })))
		got := violations("m", files)
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)) {
			t.Errorf("%s: %q", name, got)
		}
	}
	for folder, want := range map[string]int{"train/x": 1, "cmd/x": 0} {
		if got := violations("m", []source{right(folder, func(*source) {})}); len(got) != want {
			t.Errorf("%s without an example: %q", folder, got)
		}
	}
}
