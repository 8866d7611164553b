package arith

import "math/bits"

// The kinds of atom, which a random function tells apart.
const (
	atomExp = iota + 1
	atomLog
	atomCircle
)

// atom is a random residue other than 0 for each kind and argument: two
// multiplications with secret factors, high word and low word mixed each time.
func (f Field) atom(kind uint64, u Residue) Residue {
	hi, lo := bits.Mul64(uint64(u)^f.key[0], f.key[1]+kind<<1)
	hi, lo = bits.Mul64(hi^lo^f.key[2], f.key[0]^(uint64(u)+kind))
	hi, _ = bits.Mul64(hi^lo, f.P-1)
	return Residue(hi + 1)
}

// upper says whether u is the larger of u and −u, of which an even or odd
// function is given by the smaller.
func (f Field) upper(u Residue) bool { return uint64(u) > f.P/2 }

// Exp is the atom eᵃ, with e⁰ = 1 and e^−a = 1/eᵃ.
func (f Field) Exp(a Residue) Residue {
	out := []Residue{0}
	f.expAll(out, []Residue{a})
	return out[0]
}

// expAll inverts all atoms of negative arguments together.
func (f Field) expAll(out, a []Residue) {
	var inverted []Residue
	var places []int
	for i, u := range a {
		switch {
		case u == noResidue:
			out[i] = noResidue
		case u == 0:
			out[i] = f.one
		case f.upper(u):
			inverted, places = append(inverted, f.atom(atomExp, f.Neg(u))), append(places, i)
		default:
			out[i] = f.atom(atomExp, u)
		}
	}
	f.invertAll(inverted)
	for k, i := range places {
		out[i] = inverted[k]
	}
}

// divideAll is aᵢ/bᵢ, with one inversion for all of them. An operand of one
// element serves every i.
func (f Field) divideAll(out, a, b []Residue) {
	inverse := make([]Residue, len(b))
	for i, v := range b {
		if inverse[i] = v; v == 0 {
			inverse[i] = noResidue
			f.trouble.ZeroDivisions++
		}
	}
	f.invertAll(inverse)
	for i := range out {
		out[i] = f.Mul(a[min(i, len(a)-1)], inverse[min(i, len(inverse)-1)])
	}
}

// invertAll puts 1/aᵢ in the place of each aᵢ ≠ 0, leaving not-a-numbers, by one
// inversion of the product of them all (Montgomery's trick).
func (f Field) invertAll(a []Residue) {
	if len(a) == 0 {
		return
	}
	before := make([]Residue, len(a)) // the product of those before
	product := f.one
	for i, v := range a {
		before[i] = product
		if v != noResidue {
			product = f.times(product, v)
		}
	}
	inverse := f.invert(product)
	for i := len(a) - 1; i >= 0; i-- {
		if v := a[i]; v != noResidue {
			a[i] = f.times(inverse, before[i])
			inverse = f.times(inverse, v)
		}
	}
}

// Log is the atom log a, with log 1 = 0.
func (f Field) Log(a Residue) Residue {
	switch a {
	case noResidue:
		return noResidue
	case 0:
		f.trouble.ZeroDivisions++
		return noResidue
	case f.one:
		return 0
	}
	return f.atom(atomLog, a)
}

// Log1p is log(1+a).
func (f Field) Log1p(a Residue) Residue { return f.Log(f.Add(f.one, a)) }

// Expm1 is eᵃ − 1.
func (f Field) Expm1(a Residue) Residue { return f.Sub(f.Exp(a), f.one) }

// Sqrt is the root a^((P+1)/4), which is itself a square, if a has a root: P is 3
// modulo 4. It makes √(ab) = √a √b, and knows nothing of positive and negative.
func (f Field) Sqrt(a Residue) Residue {
	if a == noResidue {
		return noResidue
	}
	root := f.power(a, f.P/4+1)
	if f.times(root, root) != a {
		f.trouble.Roots++
		return noResidue
	}
	return root
}

// circle are 2t and 1 − t², each over 1 + t², for a random t: the sine and the
// cosine of the smaller of u and −u. 1 + t² is not 0, as −1 has no root.
func (f Field) circle(u Residue) (sine, cosine Residue) {
	t := f.atom(atomCircle, u)
	square := f.times(t, t)
	scale := f.invert(f.Add(f.one, square))
	return f.times(f.Add(t, t), scale), f.times(f.Sub(f.one, square), scale)
}

// Sin is the atom sin a, odd.
func (f Field) Sin(a Residue) Residue {
	switch {
	case a == noResidue || a == 0:
		return a
	case f.upper(a):
		sine, _ := f.circle(f.Neg(a))
		return f.Neg(sine)
	}
	sine, _ := f.circle(a)
	return sine
}

// Cos is the atom cos a, even, with cos² + sin² = 1.
func (f Field) Cos(a Residue) Residue {
	switch {
	case a == noResidue:
		return a
	case a == 0:
		return f.one
	case f.upper(a):
		a = f.Neg(a)
	}
	_, cosine := f.circle(a)
	return cosine
}
