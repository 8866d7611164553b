package arith

import (
	"runtime"
	"sync"
)

// worthSharing is how many elementary operations pay for handing some of them to
// another core: about a hundred microseconds of a field's.
const worthSharing = 1 << 17

// share calls do on the numbers from 0 to n, cut into one piece for each core
// where the work, in elementary operations, is worth it. What do makes of a number
// must depend on the number alone, so that the result is the same on any number of
// cores.
func share(n, work int, do func(lo, hi int)) {
	pieces := min(runtime.GOMAXPROCS(0), n)
	if work < worthSharing || pieces < 2 {
		do(0, n)
		return
	}
	var done sync.WaitGroup
	for k := range pieces {
		done.Go(func() { do(k*n/pieces, (k+1)*n/pieces) })
	}
	done.Wait()
}
