package ops_test

import (
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// Every builder's nodes, and those of its gradient where Gorgonia has one,
// compute by their dossiers what Gorgonia computes by itself; and the gradient is
// the derivative, or it is said that Gorgonia's is not. The list of all of
// Gorgonia's builders, of the covered and of the others, is a golden file.
func TestNativeBreadth(t *testing.T) {
	covered := map[string]string{}
	for _, b := range slices.Concat(builders, arrayBuilders) {
		t.Run(b.name, func(t *testing.T) {
			failures := map[string]int{}
			for _, build := range b.builds {
				s := newSheet(t)
				build(s)
				s.compare()
				if failure := gradient(t, build); failure != "" {
					failures[failure]++
				}
			}
			covered[b.name] = note(failures, len(b.builds))
		})
	}
	var lines []string
	for _, name := range exportedBuilders(t) {
		if slices.Contains(plumbing, name) {
			continue
		}
		line, known := covered[name]
		if !known {
			line = "no dossier"
		}
		lines = append(lines, fmt.Sprintf("%-22s %s\n", name, line))
		delete(covered, name)
	}
	if len(covered) > 0 {
		t.Errorf("Gorgonia exports no %v", sorted(covered))
	}
	golden(t, "gorgonia_builders.txt", strings.Join(lines, ""))
}

// note says in how many of a builder's graphs the gradient fails, and how.
func note(failures map[string]int, graphs int) string {
	var parts []string
	right := graphs
	for _, failure := range sorted(failures) {
		n := failures[failure]
		if right -= n; n < graphs {
			failure = fmt.Sprintf("in %d of %d graphs %s", n, graphs, failure)
		}
		parts = append(parts, failure)
	}
	if right > 0 {
		parts = slices.Insert(parts, 0, "gradient too")
	}
	return strings.Join(parts, "; ")
}

// plumbing are exported functions that take and give nodes and name no op.
var plumbing = []string{"ApplyOp", "ApplyOpWithName", "Backpropagate", "Grad", "Must", "Read", "Set"}

// gradient compares the nodes of the derivative by every input, weighted so that
// no cotangent is constant. It is Gorgonia's reason where there is no derivative.
func gradient(t *testing.T, build func(s *sheet) *gorgonia.Node) (failure string) {
	t.Helper()
	s := newSheet(t)
	defer func() {
		switch p := recover().(type) {
		case nil:
		case arith.ShapeError:
			failure = fmt.Sprintf("a wrong gradient: %v", p)
		default:
			failure = fmt.Sprintf("Grad panics: %v", p)
		}
	}()
	node := build(s)
	var inputs gorgonia.Nodes
	for n := range s.known {
		inputs = append(inputs, n)
	}
	slices.SortFunc(inputs, func(a, b *gorgonia.Node) int { return strings.Compare(a.Name(), b.Name()) })
	cost, err := weighted(s, node)
	if err == nil {
		_, err = gorgonia.Grad(cost, inputs...)
	}
	if err != nil {
		reason, _, _ := strings.Cut(cause(err), ": map[") // the nodes
		return "no gradient: " + reason
	}
	if failure := s.tryCompare(); failure != "" {
		return "a gradient that cannot be computed: " + failure
	}
	if !isDerivative(t, s, cost, inputs) {
		return "a gradient that is not the derivative"
	}
	return ""
}

// isDerivative compares Gorgonia's gradient with forward mode through the
// meanings of the cost's nodes, in high precision and a random direction. The
// constants that Gorgonia puts into a derivative are float64, and a few of them
// multiplied are 2^−50 off relatively.
func isDerivative(t *testing.T, s *sheet, cost *gorgonia.Node, inputs gorgonia.Nodes) bool {
	t.Helper()
	b := arith.Big{Precision: 200}
	forward := arith.Over[arith.Dual[*big.Float]]{A: arith.DualOf[*big.Float]{A: b}}
	moving := map[*gorgonia.Node]arith.Value{}
	still := map[*gorgonia.Node]arith.Value{}
	exact := arith.Over[*big.Float]{A: b}
	for node, v := range s.known {
		if node.Op() != nil {
			continue
		}
		numbers := float64s.Float64s(v)
		duals := make([]arith.Dual[*big.Float], len(numbers))
		for i, x := range numbers {
			duals[i].V, duals[i].D = b.Float(x), b.Float(0)
			if slices.Contains(inputs, node) {
				duals[i].D = b.Float(s.dice.Float64() - 0.5)
			}
		}
		moving[node], still[node] = arith.NewArray(duals, v.Shape()...), exact.Floats(numbers, v.Shape()...)
	}
	along, err := evaluate(forward, moving, cost)
	if err != nil {
		t.Fatal(err)
	}
	sum, size := b.Float(0), b.Float(0)
	for _, node := range inputs {
		value, err := evaluate(exact, still, node.Deriv())
		if err != nil {
			t.Fatal(err)
		}
		for i, g := range exact.Elements(value) {
			term := b.Mul(g, forward.Elements(moving[node])[i].D)
			sum, size = b.Add(sum, term), b.Add(size, new(big.Float).Abs(term))
		}
	}
	off := new(big.Float).Sub(forward.Elements(along)[0].D, sum)
	return off.Abs(off).Cmp(size.Mul(size, big.NewFloat(0x1p-50))) <= 0
}

// weighted is the sum of the node times weights.
func weighted(s *sheet, node *gorgonia.Node) (*gorgonia.Node, error) {
	product, err := gorgonia.HadamardProd(node, s.real(-2, 2, node.Shape()...))
	if err != nil || product.IsScalar() {
		return product, err
	}
	return gorgonia.Sum(product)
}

// cause is the innermost error's text.
func cause(err error) string {
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return strings.Join(strings.Fields(err.Error()), " ")
}

// exportedBuilders are Gorgonia's exported functions that make a node of nodes,
// read from its source.
func exportedBuilders(t *testing.T) []string {
	t.Helper()
	gorgoniaSource, err := build.Import("gorgonia.org/gorgonia", ".", 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range gorgoniaSource.GoFiles {
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(gorgoniaSource.Dir, file), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range parsed.Decls {
			f, ok := declaration.(*ast.FuncDecl)
			if ok && f.Recv == nil && f.Name.IsExported() && f.Type.Results != nil &&
				makesNode(f.Type.Results.List[0].Type) && slices.ContainsFunc(f.Type.Params.List, func(p *ast.Field) bool { return makesNode(p.Type) }) {
				names = append(names, f.Name.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// makesNode says whether a type is *Node, ...*Node or Nodes.
func makesNode(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.StarExpr:
		id, ok := e.X.(*ast.Ident)
		return ok && id.Name == "Node"
	case *ast.Ellipsis:
		return makesNode(e.Elt)
	case *ast.Ident:
		return e.Name == "Nodes"
	}
	return false
}

func sorted[V any](m map[string]V) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s has changed; read it, then rewrite it with -update; now:\n%s", path, got)
	}
}
