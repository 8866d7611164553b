package graph

import (
	"sync"
)

// The crew are goroutines that live as long as the process and wait for errands: to
// start one for every step would allocate.
var crew struct {
	sync.Mutex
	hired   int
	errands chan errand
}

func init() { crew.errands = make(chan errand, 256) }

// An errand is work for one of the crew.
type errand struct {
	by   interface{ work() }
	done *sync.WaitGroup
}

// hire makes sure that so many are there.
func hire(n int) {
	crew.Lock()
	defer crew.Unlock()
	for ; crew.hired < n; crew.hired++ {
		go func() {
			for e := range crew.errands {
				e.run()
			}
		}()
	}
}

func (e errand) run() {
	e.by.work()
	e.done.Done()
}

// delegate hands an errand to the crew, or runs it where too many are waiting. One that
// is taken up late finds no work left.
func delegate(e errand) {
	select {
	case crew.errands <- e:
	default:
		e.run()
	}
}
