package kernel

import "testing"

// Fetch changes nothing, whatever it is given, up to the end of what there is.
func TestFetchChangesNothing(t *testing.T) {
	for n := range 300 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(i)
		}
		Fetch(x)
		Fetch(x[n:])
		for i, v := range x {
			if v != float32(i) {
				t.Fatalf("of %d numbers, number %d became %v", n, i, v)
			}
		}
	}
}
