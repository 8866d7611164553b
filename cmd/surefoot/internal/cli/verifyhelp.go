package cli

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

const verifyAbout = `Builds a model's graphs, lets Gorgonia differentiate them, and checks each
derivative: in numbers, entry by entry, against the formula derived by hand, at
random parameters (w from N(0, 1/n), b not 0, |z| at most 8) on random examples or
on those of a file; and as identities over random prime fields, against the
formulas, between the graphs, and against forward mode. The numbers' expected
values are computed in 160 bits; the tolerance is a bound on the rounding error of
the graph, printed beside each row. Entries count from 0.

The numbers say something of these inputs only. The identities hold for all inputs,
except with the probability that is printed: checked, not proved. Neither sees an
error in the hand-derived formulas that the graph shares.

The checks, for --check:
`

const verifyMore = `
--self-test plants wrong gradients of every class in the trained graph, one at a
time, and counts how many each check finds, beside finite differences with the
defaults of torch.autograd.gradcheck. It shows how small an error a check finds: the
row to look at is "tiny factor", down to 1 + 2^−52. It exits with 1 if the identity
check passes a wrong gradient, or a check of ours accuses a right one.

--format json writes a record: what was asked, the versions, and the report with its
seed and primes. --rerun repeats it and says what differs first, if anything does.

With --ops or --op it looks at the table of operations instead: whether the
derivatives of each op are those of its meaning, and how far its float64 and float32
results are from that in high precision, in units of the last place (ulp), at the
worst of many inputs, beside what the op declares.`

// helpWidth is how many columns the help's text takes.
const helpWidth = 84

// verifyHelp is the help of verify-gradients, with what each check sees and misses.
func verifyHelp() string {
	var b strings.Builder
	b.WriteString(verifyAbout)
	for _, check := range modelChecks() {
		b.WriteString(hanging("  "+check.name, 13, "sees "+check.sees))
		b.WriteString(hanging("", 13, "misses "+check.misses))
	}
	b.WriteString(verifyMore)
	return b.String()
}

// hanging is a paragraph beside a name, indented as far.
func hanging(name string, indent int, paragraph string) string {
	wrapped := text.WrapSoft(paragraph, helpWidth-indent)
	var b strings.Builder
	for line := range strings.Lines(wrapped) {
		b.WriteString(text.Pad(name, indent, ' ') + strings.TrimRight(line, " \n") + "\n")
		name = ""
	}
	return b.String()
}
