package arith

import "math/bits"

// splitMix is a generator of random words (G. L. Steele, D. Lea, C. H. Flood,
// OOPSLA 2014). Half a million words for the inputs of one check take less than a
// millisecond. Its state grows by the increment with every word.
type splitMix uint64

const increment = 0x9e3779b97f4a7c15

func (s *splitMix) next() uint64 {
	*s += increment
	x := uint64(*s)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// PrimeBits is the length of a field's prime. There are more than 2⁵³ primes of
// that length that are 3 modulo 4.
const PrimeBits = 61

// randomPrime is a random prime of 61 bits that is 3 modulo 4, so that roots are
// powers.
func randomPrime(r *splitMix) uint64 {
	for {
		if p := 1<<60 | r.next()>>4 | 3; isPrime(p) {
			return p
		}
	}
}

// smallPrimes sieve the candidates; and as bases of the test of Miller and Rabin
// they decide every number below 2⁶⁴ (J. Sorenson and J. Webster, 2017).
var smallPrimes = [...]uint64{2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37}

// isPrime decides whether an odd number between 37 and 2⁶³ is prime.
func isPrime(p uint64) bool {
	for _, q := range smallPrimes {
		if p%q == 0 {
			return false
		}
	}
	for _, base := range smallPrimes {
		if !passes(p, base) {
			return false
		}
	}
	return true
}

// passes says whether p looks prime to a base: with p − 1 = 2ˢd, base^d is 1, or
// one of base^d, base^2d, … is −1.
func passes(p, base uint64) bool {
	s := bits.TrailingZeros64(p - 1)
	x := powerModulo(base, (p-1)>>s, p)
	if x == 1 || x == p-1 {
		return true
	}
	for range s - 1 {
		if x = timesModulo(x, x, p); x == p-1 {
			return true
		}
	}
	return false
}

func timesModulo(a, b, p uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	_, rest := bits.Div64(hi%p, lo, p)
	return rest
}

func powerModulo(a, k, p uint64) uint64 {
	out := uint64(1)
	for ; k > 0; k >>= 1 {
		if k&1 == 1 {
			out = timesModulo(out, a, p)
		}
		a = timesModulo(a, a, p)
	}
	return out
}
