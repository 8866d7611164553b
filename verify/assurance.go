package verify

import (
	"fmt"
	"math"
	"strings"
)

// Assurance is in one line what a pass rests on: the primes and the probability
// that a wrong gradient passes over them, or to how many bits real numbers agree.
func (r *Report) Assurance() string {
	var parts []string
	if id := r.Identity; id != nil && len(id.Primes) > 0 {
		text := "equal modulo " + listed(id.Primes)
		if id.WrongPass != nil {
			text += fmt.Sprintf(", degree ≤ %.0f, a wrong one passes with probability ≤ %s",
				float64(id.Degree), probability(float64(*id.WrongPass)))
		}
		if id.Branches > 0 {
			text += fmt.Sprintf(", for the branches of %d inputs", id.Branches)
			if id.OneWay > 0 {
				text += ", " + oneWay(id.OneWay)
			}
		}
		parts = append(parts, text)
	}
	for _, f := range r.Checks {
		if f.Verdict == Pass && f.Bits > 0 {
			parts = append(parts, fmt.Sprintf("%s to 2^−%d (%s)", f.Quantity, f.Bits, f.Diagnosis))
		}
	}
	return strings.Join(parts, "; ")
}

// oneWay says of how many choices between branches only one branch was looked at.
func oneWay(choices int) string {
	if choices == 1 {
		return "one choice always went the same way"
	}
	return fmt.Sprintf("%d choices always went the same way", choices)
}

// listed names one prime, or how many there are.
func listed(primes []string) string {
	if len(primes) == 1 {
		return "the prime " + primes[0]
	}
	return fmt.Sprintf("%d primes from %s on", len(primes), primes[0])
}

// probability is 2ˣ as people read it.
func probability(log2 float64) string {
	if log2 >= 0 {
		return "1: the degree is too high to say"
	}
	return fmt.Sprintf("2^−%.0f", math.Floor(-log2))
}
