//go:build !amd64

package kernel

func dotRows64(out, x, w, _ []float64) { portableDotRows(out, x, w) }
func dotRows32(out, x, w, _ []float32) { portableDotRows(out, x, w) }

func addRows64(out, x, d []float64, step, rows int, _ []float64) {
	portableAddRows(out, x, d, step, rows)
}

func addRows32(out, x, d []float32, step, rows int, _ []float32) {
	portableAddRows(out, x, d, step, rows)
}

func dot64(x, y []float64) float64 { return portableDot(x, y) }
func dot32(x, y []float32) float32 { return portableDot(x, y) }

func sum64(x []float64) float64 { return portableSum(x) }
func sum32(x []float32) float32 { return portableSum(x) }
