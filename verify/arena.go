package verify

import (
	"sync"

	"surefoot/ops/arith"
)

// An arena lends memory for the residues of one check, large arrays from what
// earlier checks gave back: five megabytes for a table of 64 × 10,000, whose
// clearing and collection would cost as much as the check.
type arena struct{ lent []*[]arith.Residue }

// worthKeeping is the length from which memory is kept.
const worthKeeping = 1 << 12

var freeResidues sync.Pool

// residues are n residues with anything in them.
func (a *arena) residues(n int) []arith.Residue {
	if n < worthKeeping {
		return make([]arith.Residue, n)
	}
	free, _ := freeResidues.Get().(*[]arith.Residue)
	if free == nil || cap(*free) < n {
		memory := make([]arith.Residue, n)
		free = &memory
	}
	a.lent = append(a.lent, free)
	return (*free)[:n]
}

// release gives everything back; nothing that was lent may be used any more.
func (a *arena) release() {
	for _, memory := range a.lent {
		freeResidues.Put(memory)
	}
	a.lent = nil
}
