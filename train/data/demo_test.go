package data

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"testing"
)

func TestDemos(t *testing.T) {
	for _, c := range []struct {
		name         string
		m, n, ones   int
		classes      [2]string
		target, last string
	}{
		{"breast_cancer", 569, 30, 212, [2]string{"benign", "malignant"}, "diagnosis", "worst_fractal_dimension"},
		{"iris", 150, 4, 50, [2]string{"not virginica", "virginica"}, "species", "petal_width"},
		{"two-features", 100, 2, 62, [2]string{"0", "1"}, "y", "x2"},
	} {
		d, err := Demo(c.name)
		if err != nil {
			t.Error(err)
			continue
		}
		if d.Name != c.name || d.M != c.m || d.N != c.n || positives(d) != c.ones || d.Classes != c.classes || d.Target != c.target || d.Features[c.n-1] != c.last {
			t.Errorf("%s is %d×%d with %d positive, classes %q, target %q, last feature %q", d.Name, d.M, d.N, positives(d), d.Classes, d.Target, d.Features[d.N-1])
		}
	}
	if want := []string{"breast_cancer", "iris", "two-features"}; !slices.Equal(Demos(), want) {
		t.Errorf("Demos() = %q, want %q", Demos(), want)
	}
}

func TestUnknownDemo(t *testing.T) {
	_, err := Demo("titanic")
	if want := "titanic: no such demo table; there are breast_cancer, iris, two-features"; !errors.Is(err, ErrDemo) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestDemoOptions(t *testing.T) {
	iris, err := DemoOptions("iris", Options{Positive: "setosa", Comma: ';'})
	if err != nil {
		t.Fatal(err)
	}
	if iris.Classes != [2]string{"not setosa", "setosa"} || !iris.Rest {
		t.Errorf("classes %q, rest %v", iris.Classes, iris.Rest)
	}
	cancer, err := DemoOptions("breast_cancer", Options{Positive: "benign"})
	if err != nil {
		t.Fatal(err)
	}
	if cancer.Classes != [2]string{"malignant", "benign"} || positives(cancer) != 357 {
		t.Errorf("classes %q with %d positive", cancer.Classes, positives(cancer))
	}
}

func TestTwoFeaturesIsTheSameEverywhere(t *testing.T) {
	d, err := Demo("two-features")
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%.3f %v", d.X, d.Y)))[:16]; got != goldenTwoFeatures {
		t.Errorf("the table's hash is %s, was %s in earlier versions", got, goldenTwoFeatures)
	}
}
