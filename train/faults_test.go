package train

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"surefoot/graph"
	"surefoot/verify"
)

// scenes are runs of logistic regression and of small networks, in both types of numbers,
// from the first steps until the gradient has all but vanished.
func scenes(t testing.TB, few bool) []scene {
	var all []scene
	for _, c := range []struct {
		model    string
		weighted bool
		m, n     int
		rate     float64
		until    []float64 // in float64
		least    float64   // in float32
		rows     int       // of a block; 0 for as many as the program takes
	}{
		{"logistic", false, 456, 30, 0.5, []float64{1, 1e-2, 3e-3, 1e-3, 1e-4}, 3e-3, 0},
		{"logistic", true, 1000, 20, 0.5, []float64{1, 1e-2, 3e-3, 1e-4}, 3e-3, 0},
		{"logistic", false, 5000, 50, 1, []float64{1e-2, 3e-3, 1e-4}, 3e-3, 0},
		{"logistic", false, 4000, 20, 1, []float64{1e-2, 3e-3, 1e-4}, 3e-3, 8}, // 8 blocks are added up
		{"mlp:8tanh,4relu", false, 800, 12, 0.3, []float64{1, 1e-2, 3e-3}, 1e-2, 0},
		{"mlp:6sigmoid", false, 2000, 10, 1, []float64{1, 1e-2, 3e-3, 1e-3}, 3e-3, 16},
		{"mlp:5tanh,3softmax", true, 900, 8, 0.5, []float64{1, 1e-2}, 1e-2, 0},
	} {
		model := network(t, c.model, c.n)
		block := learnable(model, c.m, 5)
		for i := range block.C {
			if c.weighted {
				block.C[i] = 0.5 + float64(i%7)/4
			}
		}
		for _, until := range c.until {
			all = append(all, newScene[float64](t, model, block, c.rate, until, c.rows))
			if until >= c.least {
				all = append(all, newScene[float32](t, model, block, c.rate, until, c.rows))
			}
			if few {
				break
			}
		}
	}
	return all
}

// inBlocksOf has the run's program work in blocks of so many rows.
func inBlocksOf(f *fit, rows int) {
	f.newProjected = func() (verify.Projected, error) {
		return verify.NewProjected(f.model, f.graph, f.source, f.settings.Seed, graph.EngineOptions{
			Rows: rows, Workers: f.settings.Workers, Single: f.settings.Single, OnlySums: true,
		})
	}
}

// learnable are examples whose labels follow from the features, with noise: the gradient
// vanishes at finite parameters.
func learnable(model *graph.Model, m int, seed int64) graph.Block {
	block := verify.RandomExamples(model, m, seed)
	r := rand.New(rand.NewPCG(uint64(seed), 77))
	k := block.Labels()
	for i := range m {
		x := block.Table[i*block.N : (i+1)*block.N]
		score := x[0] - 0.5*x[1%len(x)] + 1.5*r.NormFloat64()
		class := 0
		if score > 0 {
			class = 1
		}
		if k == 1 {
			block.Y[i] = float64(class)
			continue
		}
		if score > 1.5 {
			class = 2 % k
		}
		clear(block.Y[i*k : (i+1)*k])
		block.Y[i*k+class] = 1
	}
	return block
}

// A tally is what became of faults.
type tally struct {
	all, harmful, found int // found before the update, of the harmful ones
	others              int // found, of those that do less harm than counts
	later               int // found at the next step, of the harmful ones that were not
}

// A campaign is what became of many faults.
type campaign struct {
	total          tally
	byPlace, byBit map[string]*tally
	byHarm         map[harmKey]*tally
	missed         []string
}

// A harmKey is a type of numbers, by what harm counts, and the decade of what was changed.
type harmKey struct {
	tolerated float64
	decade    int
}

// runCampaign tries so many faults, at all places of all scenes in turn.
func runCampaign(all []scene, faults int, seed uint64) *campaign {
	c := &campaign{byPlace: map[string]*tally{}, byBit: map[string]*tally{}, byHarm: map[harmKey]*tally{}}
	r := rand.New(rand.NewPCG(seed, 9))
	places := slices.Concat(insidePlaces, outsidePlaces)
	for i := range faults {
		s := all[i%len(all)]
		c.try(s, s.draw(r, places[i/len(all)%len(places)]))
	}
	return c
}

// try tries a fault.
func (c *campaign) try(s scene, x *fault) {
	found, harm, change := s.run(x)
	ratio := harm / s.tolerated()
	decade := harmKey{s.tolerated(), int(math.Floor(min(max(math.Log10(change), leastDecade), mostDecade)))}
	later := ratio > 1 && !found && s.next()
	for _, t := range []*tally{&c.total, at(c.byPlace, x.place), at(c.byHarm, decade), at(c.byBit, bitName(s, x))} {
		t.all++
		switch {
		case ratio > 1:
			t.harmful++
			if found {
				t.found++
			}
			if later {
				t.later++
			}
		case found:
			t.others++
		}
	}
	if ratio > 1 && !found {
		c.missed = append(c.missed, fmt.Sprintf("%v: %s, bit %d, harm %.2g of the update", s, x.place, x.bit, harm))
	}
}

func bitName(s scene, x *fault) string {
	sign, exponent := 63, 52
	if s.bits(x.place) == 32 {
		sign, exponent = 31, 23
	}
	switch {
	case x.bit == sign:
		return "sign"
	case x.bit >= exponent:
		return "exponent"
	case x.bit >= exponent/2:
		return "mantissa, upper half"
	}
	return "mantissa, lower half"
}

func at[K comparable](m map[K]*tally, k K) *tally {
	if m[k] == nil {
		m[k] = &tally{}
	}
	return m[k]
}

// String is the campaign as tables for people, in Markdown.
func (c *campaign) String() string {
	var out strings.Builder
	line := func(name string, t tally) {
		share := "–"
		if t.harmful > 0 {
			share = fmt.Sprintf("%.2f %%", 100*float64(t.found)/float64(t.harmful))
		}
		fmt.Fprintf(&out, "| %s | %d | %d | %d | %s | %d | %d |\n", name, t.all, t.harmful, t.found, share, t.later, t.others)
	}
	table := func(what string) {
		fmt.Fprintf(&out, "\n| %s | faults | harmful | refused before the update | | found a step later | others refused |\n", what)
		out.WriteString("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	}
	table("place")
	for _, place := range slices.Concat(insidePlaces, outsidePlaces) {
		line(place, *at(c.byPlace, place))
	}
	line("all", c.total)
	table("bit")
	for _, bit := range slices.Sorted(maps.Keys(c.byBit)) {
		line(bit, *c.byBit[bit])
	}
	c.curve(&out)
	fmt.Fprintf(&out, "\n%d missed\n", len(c.missed))
	for _, miss := range c.missed {
		fmt.Fprintf(&out, "- %s\n", miss)
	}
	return out.String()
}

const (
	leastDecade = -16
	mostDecade  = 3
)

// curve is how much is found of what does so much harm, in float64 and in float32.
func (c *campaign) curve(out *strings.Builder) {
	out.WriteString("\n| part of the update that is changed | float64: faults | refused | | float32: faults | refused | |\n")
	out.WriteString("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for decade := leastDecade; decade <= mostDecade; decade++ {
		name := fmt.Sprintf("10^%d to 10^%d", decade, decade+1)
		switch decade {
		case leastDecade:
			name = fmt.Sprintf("none, or below 10^%d", decade+1)
		case mostDecade:
			name = fmt.Sprintf("10^%d and more", decade)
		}
		fmt.Fprintf(out, "| %s |", name)
		for _, tolerated := range []float64{1e-6, 1e-3} {
			t := at(c.byHarm, harmKey{tolerated, decade})
			refused, share := t.found+t.others, "–"
			if t.all > 0 {
				share = fmt.Sprintf("%.1f %%", 100*float64(refused)/float64(t.all))
			}
			fmt.Fprintf(out, " %d | %d | %s |", t.all, refused, share)
		}
		out.WriteString("\n")
	}
}

// A campaign in small: every harmful fault is refused before the update.
func TestFaultsAreFoundBeforeTheUpdate(t *testing.T) {
	faults := 4000
	if testing.Short() {
		faults = 1000
	}
	c := runCampaign(scenes(t, true), faults, 1)
	t.Log(c)
	for _, miss := range c.missed {
		t.Error("missed: ", miss)
	}
	for place, x := range c.byPlace {
		if x.all == 0 || x.harmful == 0 && place != inChecked {
			t.Errorf("%s: no harmful faults in %d", place, x.all)
		}
	}
}
