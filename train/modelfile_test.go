package train

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"surefoot/graph"
	"surefoot/train/data"
)

// stored is a model file with every part.
func stored() *ModelFile {
	return &ModelFile{
		Model:   "logistic",
		Schema:  data.Schema{Features: []string{"x1", "größe"}, Target: "y", Classes: [2]string{"no", "yes"}},
		Scaling: &data.Scaling{Mean: []float64{1, -2}, Deviation: []float64{0.5, 4}},
		Parameters: graph.Parameters{
			{Name: "w", Shape: []int{2}, Values: []float64{0.1, -2.5e-308}}, {Name: "b", Shape: []int{}, Values: []float64{math.MaxFloat64}},
		},
		Training: TrainingRecord{
			Solver: "gd", Rate: 0.1, Iterations: 10, Engine: "program", Seed: -3, Cost: 0.5, Examples: 7,
			Fingerprint: "0123456789abcdef", Verify: VerifyFull, StepsChecked: 10,
		},
	}
}

func encoded(t testing.TB, f *ModelFile) string {
	t.Helper()
	text, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAModelFileComesBackAsItWas(t *testing.T) {
	for _, scaling := range []*data.Scaling{nil, stored().Scaling} {
		f := stored()
		f.Scaling = scaling
		text := encoded(t, f)
		back, err := DecodeModelFile([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(f, back); diff != "" {
			t.Error(diff)
		}
		if encoded(t, back) != text || !strings.HasSuffix(text, "}\n") {
			t.Error("written once more it is another file")
		}
	}
}

func TestNumbersThatJSONCannotHoldAreNotWritten(t *testing.T) {
	for _, x := range []float64{math.NaN(), math.Inf(1)} {
		f := stored()
		f.Parameters[0].Values[1] = x
		if text, err := f.Encode(); err == nil {
			t.Errorf("%v is written as %s", x, text)
		}
	}
}

func TestDamagedModelFilesAreErrors(t *testing.T) {
	text := encoded(t, stored())
	replace := func(from, to string) string {
		if !strings.Contains(text, from) {
			t.Fatalf("there is no %s in %s", from, text)
		}
		return strings.Replace(text, from, to, 1)
	}
	for name, c := range map[string]struct{ text, says string }{
		"empty":                     {"", "EOF"},
		"no JSON":                   {"x1,x2,y\n", "invalid"},
		"a list":                    {"[]", "array"},
		"null":                      {"null", "format"},
		"cut off":                   {text[:len(text)/2], "EOF"},
		"something after its end":   {text + "{}", "after its end"},
		"text after its end":        {text + "x", "after its end"},
		"another format":            {replace("surefoot-model", "other"), `"other"`},
		"another version":           {replace(`"version": 1`, `"version": 2`), "version is 2"},
		"an unknown field":          {replace(`"version"`, `"colour": 3, "version"`), "colour"},
		"an unknown model":          {replace(`"logistic"`, `"cubist"`), "cubist"},
		"no features":               {replace(`"x1",`, "@"), ""},
		"a feature too few":         {replace(`"größe"`, `"größe", "x3"`), "wrong shape"},
		"a parameter too few":       {replace(`"name": "w"`, `"name": "v"`), "is v of shape"},
		"a shape that does not fit": {replace("\"shape\": [\n        2\n", "\"shape\": [\n        3\n"), "wrong shape"},
		"a number too many":         {replace("0.1,", "0.1, 0.2,"), "3 numbers"},
		"NaN":                       {replace("0.1,", `"NaN",`), "string"},
		"NaN, bare":                 {replace("0.1,", "NaN,"), "invalid"},
		"a number out of range":     {replace("0.1,", "1e999,"), "1e999"},
		"a mean too few":            {replace("      1,\n      -2", "      1"), "scaling"},
		"a deviation too few":       {replace("      0.5,\n      4", "      0.5"), "scaling"},
	} {
		if name == "no features" {
			f := stored()
			f.Schema.Features, f.Scaling = nil, nil
			c.text, c.says = encoded(t, f), "at least one feature"
		}
		f, err := DecodeModelFile([]byte(c.text))
		if !errors.Is(err, ErrModelFile) || f != nil {
			t.Errorf("%s: %v", name, err)
		} else if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
	f := stored()
	f.Parameters = f.Parameters[:1]
	if _, err := DecodeModelFile([]byte(encoded(t, f))); !errors.Is(err, ErrModelFile) || !strings.Contains(err.Error(), "1 parameters") {
		t.Errorf("a parameter too few: %v", err)
	}
}

func TestLogits(t *testing.T) {
	f := stored()
	f.Parameters[0].Values, f.Parameters[1].Values = []float64{2, -1}, []float64{0.5}
	table := []float64{2, 2, 0, -6, 1, -2}
	before := append([]float64(nil), table...)
	// x ↦ ((x1 − 1)/0.5, (x2 + 2)/4): (2, 1), (−2, −1), (0, 0).
	for _, c := range []struct {
		scaling *data.Scaling
		want    []float64
	}{{f.Scaling, []float64{3.5, -2.5, 0.5}}, {nil, []float64{2.5, 6.5, 4.5}}} {
		f.Scaling = c.scaling
		got, err := f.Logits(table)
		if err != nil || !cmp.Equal(got, c.want) || !cmp.Equal(table, before) {
			t.Errorf("%v, not %v: %v", got, c.want, err)
		}
	}
	f.Parameters[0].Values[0] = 1e300
	if _, err := f.Logits([]float64{1, 1, -1e300, 1}); err == nil || !strings.HasPrefix(err.Error(), "row 2: ") {
		t.Errorf("a logit that overflows: %v", err)
	}
	f.Model = "cubist"
	if _, err := f.Logits(table); !errors.Is(err, graph.ErrUnknownModel) {
		t.Errorf("an unknown model: %v", err)
	}
}

// What is read is sound: it predicts, and is written as what it was read from.
func FuzzDecodeModelFile(f *testing.F) {
	text := encoded(f, stored())
	f.Add([]byte(text))
	f.Add([]byte(strings.Replace(text, "0.1", "-0", 1)))
	f.Add([]byte(`{"format":"surefoot-model","version":1,"model":"logistic","schema":{"features":["x"]},` +
		`"parameters":[{"name":"w","shape":[1],"values":[1]},{"name":"b","shape":null,"values":[0]}]}`))
	f.Add([]byte(`{"format":"surefoot-model","version":1,"model":"logistic","schema":{"features":[]},"parameters":[]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		model, err := DecodeModelFile(text)
		if err != nil {
			if !errors.Is(err, ErrModelFile) {
				t.Fatalf("%v is no ErrModelFile", err)
			}
			return
		}
		again := encoded(t, model)
		back, err := DecodeModelFile([]byte(again))
		if err != nil {
			t.Fatalf("%v in what was written: %s", err, again)
		}
		if twice := encoded(t, back); !bytes.Equal([]byte(twice), []byte(again)) {
			t.Errorf("%s is written as %s", again, twice)
		}
		if n := len(model.Schema.Features); n < 1000 {
			if _, err := model.Logits(make([]float64, 2*n)); err != nil && !strings.HasPrefix(err.Error(), "row ") {
				t.Error(err)
			}
		}
	})
}
