package data

import (
	"embed"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

//go:embed tables/*.csv
var tables embed.FS

// demo is a table that needs no file.
type demo struct {
	open     func() (io.ReadCloser, error)
	target   string
	positive string // the class that Demo tells from the rest, "" for two classes
}

var demos = map[string]demo{
	"breast_cancer": {embedded("breast_cancer"), "diagnosis", ""},
	"iris":          {embedded("iris"), "species", "virginica"},
	"two-features":  {twoFeatures, "y", ""},
}

func embedded(name string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return tables.Open("tables/" + name + ".csv") }
}

// Demos returns the names of the embedded tables, sorted:
//
//   - breast_cancer: 569 tumours, 30 measurements, benign or malignant;
//   - iris: 150 flowers, 4 measurements, virginica against the rest;
//   - two-features: 100 examples of x1 and x2, drawn from a logistic model
//     with w₁ = 2, w₂ = −3, b = 0.5, whose classes overlap.
func Demos() []string {
	return slices.Sorted(maps.Keys(demos))
}

// Demo returns an embedded table, or ErrDemo when there is none of that name.
func Demo(name string) (*Table, error) {
	return DemoOptions(name, Options{})
}

// DemoOptions returns an embedded table as Read does with o; o.Comma does not
// matter. Iris has three classes: without o.Positive it is virginica against
// the rest.
func DemoOptions(name string, o Options) (*Table, error) {
	d, ok := demos[name]
	if !ok {
		return nil, faultAt(name, 0, ErrDemo, "no such demo table; there are %s", strings.Join(Demos(), ", "))
	}
	text, err := d.open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = text.Close() }()
	o.Comma = ','
	if o.Positive == "" && (o.Target == "" || o.Target == d.target) {
		o.Positive = d.positive
	}
	return Read(text, name, o)
}

// twoFeatures draws x1 and x2 from a normal distribution, rounds them to three
// decimals, and draws y from σ(2·x1 − 3·x2 + 0.5).
func twoFeatures() (io.ReadCloser, error) {
	random := rand.NewPCG(1, 2)
	var b strings.Builder
	b.WriteString("x1,x2,y\n")
	for range 100 {
		g1, g2 := normalPair(random)
		x1, x2 := math.Round(g1*1000)/1000, math.Round(g2*1000)/1000
		y := 0
		if uniform(random) < 1/(1+math.Exp(-(2*x1-3*x2+0.5))) {
			y = 1
		}
		fmt.Fprintf(&b, "%.3f,%.3f,%d\n", x1, x2, y)
	}
	return io.NopCloser(strings.NewReader(b.String())), nil
}

// normalPair draws two independent standard normal numbers (Box and Muller).
func normalPair(random *rand.PCG) (float64, float64) {
	radius := math.Sqrt(-2 * math.Log(1-uniform(random)))
	sin, cos := math.Sincos(2 * math.Pi * uniform(random))
	return radius * cos, radius * sin
}

// uniform draws from [0, 1).
func uniform(random *rand.PCG) float64 {
	return float64(random.Uint64()>>11) * 0x1p-53
}
