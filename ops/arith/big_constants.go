package arith

import (
	"math/big"
	"sync"
)

// A constant is an irrational number, kept as wide as it was asked for so far;
// its numbers are never changed.
type constant struct {
	sync.Mutex
	value   *big.Float
	compute func(point uint) *big.Int // in units of 2^−point
}

var (
	// log 2 = 18 artanh(1/26) − 2 artanh(1/4801) + 8 artanh(1/8749) (Machin's kind).
	knownLn2 = constant{compute: func(point uint) *big.Int {
		return machin(point, 1, [][2]int64{{18, 26}, {-2, 4801}, {8, 8749}})
	}}
	// π = 16 arctan(1/5) − 4 arctan(1/239) (J. Machin, 1706).
	knownPi = constant{compute: func(point uint) *big.Int {
		return machin(point, -1, [][2]int64{{16, 5}, {-4, 239}})
	}}
)

// ln2 is log 2 to at least the given number of bits; not to be changed.
func ln2(bits uint) *big.Float { return knownLn2.to(bits) }

// pi is π to at least the given number of bits; not to be changed.
func pi(bits uint) *big.Float { return knownPi.to(bits) }

func (c *constant) to(bits uint) *big.Float {
	c.Lock()
	defer c.Unlock()
	if c.value == nil || c.value.Prec() < bits {
		bits = max(bits, 1024)
		point := bits + guard
		value := new(big.Float).SetPrec(bits).SetInt(c.compute(point))
		c.value = value.SetMantExp(value, -int(point))
	}
	return c.value
}

// machin is Σ factor · Σ signⁿ (1/q)^(2n+1)/(2n+1) over the pairs (factor, q):
// artanh for sign 1 and arctan for sign −1.
func machin(point uint, sign int64, parts [][2]int64) *big.Int {
	sum := new(big.Int)
	for _, part := range parts {
		power := new(big.Int).Lsh(big.NewInt(part[0]), point)
		power.Quo(power, big.NewInt(part[1]))
		square := big.NewInt(sign * part[1] * part[1])
		for n := int64(1); power.Sign() != 0; n += 2 {
			sum.Add(sum, new(big.Int).Quo(power, big.NewInt(n)))
			power.Quo(power, square)
		}
	}
	return sum
}
