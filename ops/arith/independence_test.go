package arith

import (
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// The gate judges kernels by numbers over Bound: those must not come from the
// kernels.
func TestBoundSharesNoKernel(t *testing.T) {
	for _, name := range []string{"bound.go", "bound_functions.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range file.Imports {
			if strings.Contains(i.Path.Value, "surefoot/") {
				t.Errorf("%s imports %s", name, i.Path.Value)
			}
		}
	}
}
