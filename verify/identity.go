package verify

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"

	"surefoot/graph"
	"surefoot/ops/arith"
)

const (
	// certainty is log₂ of the probability of a wrong pass that is good enough: one
	// evaluation more makes it smaller.
	certainty = -40
	// mostRedraws is how often other numbers are drawn where something has no
	// value: a zero denominator, or a root that does not exist, as half of all do
	// not.
	mostRedraws = 64
)

// shadowScales are the sizes of the real numbers that choose the branches of
// piecewise ops: an evaluation at some and at their negatives each, after that at the
// inputs' own numbers.
var shadowScales = []float64{1, 30, 1000}

// identity asks of one cost whether the claimed gradients are its derivatives,
// over random prime fields.
type identity struct {
	*claimed
	which  []int // the claims
	seed   int64
	record *Identity

	memory    arena
	fields    uint64 // made so far
	piecewise bool
}

// cost is the cost that the claims are about.
func (c *identity) cost() node { return c.claims[c.which[0]].Cost }

// Identity is what the identity check was made with.
type Identity struct {
	Primes []string `json:"primes"` // of the evaluations, in hexadecimal
	// Degree bounds the degree of the difference of the two sides in inputs and
	// atoms, denominators multiplied out.
	Degree Number `json:"degree,omitempty"`
	// WrongPass is log₂ of the probability that a wrong gradient passes.
	WrongPass *Number `json:"log2_wrong_pass,omitempty"`
	// Branches are the sets of branches of piecewise ops that were evaluated.
	Branches int `json:"branch_sets,omitempty"`
	// OneWay is how many choices of a branch went the same way in all of them: a gradient
	// that is wrong on the other way passes.
	OneWay int `json:"one_way,omitempty"`
	// Ties are choices of a branch exactly at a kink, at the inputs' own numbers, where
	// the gradient follows another convention than forward mode and is not judged.
	Ties int `json:"ties,omitempty"`
	// Constants are the readings of floats as fractions: "0.1 as 1/10".
	Constants []string `json:"constants,omitempty"`
}

// A draw is a field with random inputs and random directions in it.
type draw struct {
	field   arith.Field
	machine arith.Machine
	values  graph.Values
	toward  map[node]arith.Value
	real    map[node][]float64 // the shadows, where there are any
	// ties and lost are how many branches were chosen by a shadow without sign, and
	// by one that is not a number.
	ties, lost func() int
	// sides are the ways that the choices went.
	sides func() []byte
	// outside is set where the cost's shadow is not a number.
	outside *bool
}

// errNoResidue is returned where no random numbers give every node a value.
var errNoResidue = errors.New("no random residues give every node a value")

// next makes the next field, seeded by how many there were before.
func (c *identity) next() arith.Field {
	c.fields++
	return arith.NewField(mix(c.seed, c.fields))
}

// mix makes one seed of two.
func mix(seed int64, k uint64) uint64 {
	return (uint64(seed)*0x9e3779b97f4a7c15 + k) * 0xd1342543de82ef95
}

// draw draws residues for all inputs, a direction for each Wrt, and where real is
// given, takes its numbers as their shadows.
func (c *identity) draw(real map[node][]float64) draw {
	field := c.next()
	d := draw{field: field, toward: map[node]arith.Value{}, real: real, outside: new(bool)}
	plain := arith.Over[arith.Residue]{A: field}
	d.machine = plain
	stream := c.fields << 20
	random := func(n node) arith.Value {
		stream++
		residues := c.memory.residues(arith.Size(n.Shape()))
		field.Random(mix(c.seed, stream), residues)
		return arith.NewArray(residues, n.Shape()...)
	}
	cover := func(_ node, residues arith.Value, _ []float64) arith.Value { return residues }
	if real != nil {
		shadow := arith.NewShadow(field, shadowArith)
		d.machine, d.ties, d.lost, d.sides = shadow, shadow.Ties, shadow.Lost, shadow.Sides
		cover = func(n node, residues arith.Value, x []float64) arith.Value {
			return shadow.Value(residues, shadow.Real.Floats(x, n.Shape()...))
		}
	}
	d.values = c.setting(d.machine, func(n node) arith.Value { return cover(n, random(n), real[n]) })
	for _, i := range c.which {
		w := c.claims[i].Wrt
		d.toward[w] = cover(w, random(w), make([]float64, arith.Size(w.Shape())))
	}
	return d
}

// shadowArith is the arithmetic of shadows: with 64 bits and any exponent, so that
// a sign is not lost to overflow.
var shadowArith = arith.Big{Precision: 64}

// evaluate compares the two sides along the draw's directions. The claims that
// are asked about are all of them, or one, the others standing still.
func (c *identity) evaluate(d draw, which []int) (equal bool, err error) {
	toward := map[node]arith.Value{}
	for _, i := range which {
		toward[c.claims[i].Wrt] = d.toward[c.claims[i].Wrt]
	}
	sides, err := c.alongDirections(d.machine, d.values, c.cost(), which, toward)
	if err != nil {
		return false, err
	}
	if d.real != nil {
		*d.outside = *d.outside || math.IsNaN(d.machine.Float64s(sides.within[c.cost()])[0])
	}
	left, right := residue(d.machine, sides.forward), residue(d.machine, sides.claimed)
	if d.field.IsNaN(left) || d.field.IsNaN(right) {
		return false, errNoResidue
	}
	return left == right, nil
}

func residue(m arith.Machine, v arith.Value) arith.Residue {
	if shadow, ok := m.(arith.Shadow[*big.Float]); ok {
		v = shadow.Residues(v)
	}
	return arith.Over[arith.Residue]{}.Elements(v)[0]
}

// try draws until every node has a value, and says which claims differ. With real
// numbers, those are the shadows of every draw.
func (c *identity) try(ctx context.Context, real map[node][]float64) (d draw, wrong []int, err error) {
	for range mostRedraws {
		if err := ctx.Err(); err != nil {
			return d, nil, err
		}
		d = c.draw(real)
		equal, err := c.evaluate(d, c.which)
		switch {
		case errors.Is(err, errNoResidue) && d.field.Trouble().NotNumbers == 0:
			continue
		case err != nil:
			return d, nil, err
		case equal:
			return d, nil, nil
		}
		for _, i := range c.which {
			if equal, err := c.evaluate(d, []int{i}); err != nil {
				return d, nil, err
			} else if !equal {
				wrong = append(wrong, i)
			}
		}
		return d, wrong, nil
	}
	return d, nil, errNoResidue
}

// odds bounds the probability that one evaluation passes a wrong gradient, and says
// whether the gradients have logarithms or roots that the cost has not.
func (c *identity) odds() (odds arith.Odds, own bool, err error) {
	m := arith.NewDegrees()
	input := func(n node) arith.Value { return m.Input(n.Shape()...) }
	toward := map[node]arith.Value{}
	for _, i := range c.which {
		toward[c.claims[i].Wrt] = input(c.claims[i].Wrt)
	}
	if _, err := c.alongDirections(m, c.setting(m, input), c.cost(), nil, toward); err != nil {
		return arith.Odds{}, false, err
	}
	before := m.Partial()
	m = arith.NewDegrees()
	sides, err := c.alongDirections(m, c.setting(m, input), c.cost(), c.which, toward)
	if err != nil {
		return arith.Odds{}, false, err
	}
	return m.WrongPass(m.Sub(sides.forward, sides.claimed)), m.Partial() > before, nil
}

// note keeps what the draw was made with.
func (c *identity) note(d draw) {
	c.record.Primes = append(c.record.Primes, fmt.Sprintf("%#x", d.field.P))
}

// suspicion is what the fields found: which claims differ, with an entry of each that
// does, and at which draw; none where they agree.
type suspicion struct {
	wrong   []int
	entries []int
	at      []point // the shadows of the draw
	certain bool    // only fractions were computed
	// undecided says why the fields cannot tell, and is empty where they can.
	undecided string
	elsewhere []point // where high precision should look too
	// confirm says why high precision should be asked of what the fields pass, and
	// domain that it is only about where the gradient has a value.
	confirm string
	domain  bool
}

// search evaluates over fields until a wrong gradient is found or the odds for
// missing one are small enough.
func (c *identity) search(ctx context.Context) (suspicion, error) {
	odds, own, err := c.odds()
	if err != nil {
		return suspicion{}, err
	}
	c.record.Degree = max(c.record.Degree, Number(odds.Degree))
	c.piecewise = odds.Branches > 0
	log2 := odds.Log2()
	found := suspicion{certain: odds.Atoms == 0 && odds.Roots == 0}
	switch {
	case log2 > faintest:
		found.undecided = "the degree is too high for a field to tell"
		return found, nil
	case odds.Roots > 0:
		found.confirm = "the roots of a field have no sign"
	case own:
		found.confirm, found.domain = "the gradient has logarithms of its own, which negative numbers have not", true
	}
	if c.piecewise {
		c.weigh(log2)
		return c.searchBranches(ctx, found)
	}
	draws := int(math.Ceil(certainty / log2))
	if c.atOnce(draws) {
		c.weigh(log2 * float64(draws))
		return found, nil
	}
	for range draws {
		d, wrong, err := c.try(ctx, nil)
		switch {
		case errors.Is(err, errNoResidue):
			found.undecided = c.noResidue(d)
			return found, nil
		case err != nil:
			return found, err
		}
		c.note(d)
		if wrong != nil {
			return c.suspect(found, d, wrong)
		}
	}
	c.weigh(log2 * float64(draws))
	return found, nil
}

// faintest is log₂ of the largest probability of a wrong pass at which a field is
// asked at all.
const faintest = -20

// suspect looks in the same draw for an entry of each wrong gradient that is wrong, by
// halving: of two halves, one must be.
func (c *identity) suspect(found suspicion, d draw, wrong []int) (suspicion, error) {
	found.wrong = wrong
	for _, i := range wrong {
		w := c.claims[i].Wrt
		whole := d.toward[w]
		low, high := 0, arith.Size(w.Shape())
		for high-low > 1 {
			middle := (low + high) / 2
			d.toward[w] = d.between(whole, low, middle)
			equal, err := c.evaluate(d, []int{i})
			if err != nil {
				return found, err
			}
			if equal {
				low = middle
			} else {
				high = middle
			}
		}
		d.toward[w] = whole
		found.entries = append(found.entries, low)
	}
	return found, nil
}

// between is a direction with nothing but its entries from low up to high.
func (d draw) between(direction arith.Value, low, high int) arith.Value {
	return d.machine.Gather(direction, direction.Shape(), func(i int) int {
		if low <= i && i < high {
			return i
		}
		return -1
	})
}

// weigh keeps the larger of the probabilities of several costs.
func (c *identity) weigh(log2 float64) {
	c.record.weigh(Number(log2))
}

// noResidue says why nothing has a value.
func (c *identity) noResidue(d draw) string {
	switch t := d.field.Trouble(); {
	case t.NotNumbers > 0:
		return "a constant is not a finite number"
	case t.Roots > 0:
		return "not all of its square roots exist in one field"
	}
	return "a denominator is zero whatever the inputs"
}
