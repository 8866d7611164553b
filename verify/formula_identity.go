package verify

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"slices"

	"surefoot/graph"
	"surefoot/ops/arith"
)

// A drawing is a field whose inputs are drawn: what it is given for them are the
// shadows, and the residues are random.
type drawing struct {
	arith.Shadow[float64]
	field  arith.Field
	stream *uint64
}

// Floats are random residues with the numbers as shadows.
func (d drawing) Floats(x []float64, shape ...int) arith.Value {
	*d.stream++
	residues := make([]arith.Residue, len(x))
	d.field.Random(*d.stream, residues)
	return d.Value(arith.NewArray(residues, shape...), d.Real.Floats(x, shape...))
}

// identityInputs are the model's inputs over a random field, with the setting's
// numbers as shadows. Labels of several classes add up to 1 in each example, as the
// derivation of a softmax's gradient needs; else they are free.
func (s *setting) identityInputs(seed uint64) (arith.Field, arith.Shadow[float64], graph.Inputs) {
	field := arith.NewField(seed)
	shadow := arith.NewShadow(field, arith.Float64{})
	stream := seed
	in := graph.InputsOver(drawing{shadow, field, &stream}, s.block, s.theta)
	if shape := in.Y.Shape(); len(shape) == 2 {
		classes := shape[1]
		labels := slices.Clone(shadow.Field.Elements(shadow.Residues(in.Y)))
		for i := 0; i < len(labels); i += classes {
			others := field.Sum(labels[i+1 : i+classes])
			labels[i] = field.Sub(field.Const(big.NewRat(1, 1)), others)
		}
		in.Y = shadow.Value(arith.NewArray(labels, shape...), shadow.Real.Floats(s.block.Y, shape...))
	}
	return field, shadow, in
}

// identities checks, over one random field, that the derivatives of both graphs
// are the formulas, and that the two graphs have one gradient. The branches of
// piecewise functions are those at the setting.
func (s *setting) identities(ctx context.Context, document, training *graph.Graph, seed uint64, record *Identity) ([]Finding, error) {
	field, shadow, in := s.identityInputs(seed)
	record.see(field.P)
	s.inputs[shadow] = in
	hand := s.model.ByHand(shadow, in)
	residues := func(v arith.Value) []arith.Residue { return shadow.Field.Elements(shadow.Residues(v)) }
	var findings []Finding
	byLetter := map[string][]arith.Residue{} // of the document graph
	for k, g := range []*graph.Graph{document, training} {
		formulas := s.claimedBy(g)
		values, err := s.claims(shadow, g, formulas)
		if err != nil {
			return nil, err
		}
		for i, f := range formulas {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			finding := Finding{
				Check: "identity", Quantity: f.Quantity, Formula: f.Text, Graph: graphNames[k],
				Entries: arith.Size(values[i].Shape()),
			}
			got := residues(values[i])
			if !slices.Equal(got, residues(hand[f.Quantity])) || slices.ContainsFunc(got, field.IsNaN) {
				if finding, err = s.decideFormula(finding, g, f); err != nil {
					return nil, err
				}
			}
			findings = append(findings, finding)
			switch other, ok := byLetter[f.By]; {
			case f.Of != "":
			case g == document:
				byLetter[f.By] = got
			case ok && slices.Equal(got, other):
				findings = append(findings, sameGradient(f, finding))
			case ok:
				finding, err = s.decideGraphs(sameGradient(f, finding), document, training, f)
				if err != nil {
					return nil, err
				}
				findings = append(findings, finding)
			}
		}
	}
	delete(s.inputs, shadow)
	return findings, nil
}

// graphNames are what findings call a model's two graphs.
var graphNames = [2]string{"document", "training"}

// sameGradient is the finding that two graphs have one derivative.
func sameGradient(f graph.Formula, like Finding) Finding {
	return Finding{Check: "graphs", Quantity: f.Quantity, Formula: f.Text, Entries: like.Entries}
}

// decideFormula asks high precision about a derivative that differs from its
// formula over the field.
func (s *setting) decideFormula(f Finding, g *graph.Graph, formula graph.Formula) (Finding, error) {
	claim, err := s.claims(s.exactly, g, []graph.Formula{formula})
	if err != nil {
		return f, err
	}
	return s.decidePrecisely(f, comparison{
		got: s.exactly.Elements(claim[0]), exact: s.exactly.Elements(s.exact[formula.Quantity]),
	}), nil
}

// decideGraphs asks high precision about two graphs' derivatives.
func (s *setting) decideGraphs(f Finding, document, training *graph.Graph, formula graph.Formula) (Finding, error) {
	want, err := s.claims(s.exactly, document, []graph.Formula{formula})
	if err != nil {
		return f, err
	}
	got, err := s.claims(s.exactly, training, []graph.Formula{formula})
	if err != nil {
		return f, err
	}
	return s.decidePrecisely(f, comparison{
		got: s.exactly.Elements(got[0]), exact: s.exactly.Elements(want[0]),
		subject: "the trained graph and the document's differ",
	}), nil
}

// decidePrecisely judges numbers of high precision: they may differ by 2^−80 times
// what float64 rounding would explain, far more than 160 bits need, far less than
// any mistake makes.
func (s *setting) decidePrecisely(f Finding, c comparison) Finding {
	c.bound = errorsOf(s.rounding[f.Quantity])
	for i := range c.bound {
		c.bound[i] *= 0x1p-80
	}
	if f = c.judge(f); f.Verdict == Pass {
		f.Bits = int(truth.Precision)
		if size := largest(c.exact); f.MaxAbs > 0 && size > 0 {
			f.Bits = min(f.Bits, int(-math.Log2(float64(f.MaxAbs)/size)))
		}
		f.Diagnosis = fmt.Sprintf("to 2^−%d in high precision: over the field, e^(u+v) and e^u e^v are different things", f.Bits)
	}
	return f
}

// largest is the largest of numbers in size, rounded.
func largest(x []*big.Float) float64 {
	size := 0.0
	for _, v := range x {
		if v != nil {
			f, _ := new(big.Float).Abs(v).Float64()
			size = max(size, f)
		}
	}
	return size
}
