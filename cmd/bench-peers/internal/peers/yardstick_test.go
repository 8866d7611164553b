package peers

import (
	"slices"
	"testing"
)

func TestYardstickLines(t *testing.T) {
	got, err := parseYardstick("A,c_fused,float64,1,100,2,4.36e-07,4.318e-07,0.623528738")
	if want := (measured{Seconds: 4.36e-7, Cost: 0.623528738, Rounding: decimals}); err != nil || got != want {
		t.Errorf("%v %v, want %v", got, err, want)
	}
	for _, line := range []string{"", "A,c_fused,float64,1,100,2,4.36e-07,4.318e-07", "A,c_fused,float64,1,100,2,x,4.318e-07,0.6"} {
		if got, err := parseYardstick(line); err == nil {
			t.Errorf("%q is read as %v", line, got)
		}
	}
}

func TestEnvironmentOfChildren(t *testing.T) {
	got := without([]string{"A=1", "OPENBLAS_CORETYPE=x", "OPENBLAS_L2_SIZE=512", "OPENBLAS_L2_SIZES=1"}, slowing)
	if want := []string{"A=1", "OPENBLAS_L2_SIZES=1"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
