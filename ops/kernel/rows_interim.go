package kernel

func DotRows(out, x, w []float64) { dotRows(out, x, w) }
func AddRows(out, x, d []float64, step, rows int) { addRows(out, x, d, step, rows) }
func Sum(x []float64) float64 { return sum(x) }
func Muls(out, x, y []float64) { muls(out, x, y) }
func Adds(out, x, y []float64) { adds(out, x, y) }
func Subs(out, x, y []float64) { subs(out, x, y) }
func Scales(out, x []float64, a float64) { scales(out, x, a) }
func DotRows32(out, x, w []float32) { dotRows(out, x, w) }
func AddRows32(out, x, d []float32, step, rows int) { addRows(out, x, d, step, rows) }
func Sum32(x []float32) float32 { return sum(x) }
func Muls32(out, x, y []float32) { muls(out, x, y) }
func Adds32(out, x, y []float32) { adds(out, x, y) }
func Subs32(out, x, y []float32) { subs(out, x, y) }
func Scales32(out, x []float32, a float32) { scales(out, x, a) }

type number interface{ float32 | float64 }

func dotRows[T number](out, x, w []T) {
	n := len(w)
	for i := range out {
		var s0, s1, s2, s3 T
		r := x[i*n : (i+1)*n]
		j := 0
		for ; j+4 <= n; j += 4 {
			s0 += r[j] * w[j]
			s1 += r[j+1] * w[j+1]
			s2 += r[j+2] * w[j+2]
			s3 += r[j+3] * w[j+3]
		}
		for ; j < n; j++ {
			s0 += r[j] * w[j]
		}
		out[i] = s0 + s1 + s2 + s3
	}
}
func addRows[T number](out, x, d []T, step, rows int) {
	n := len(out)
	for i := range rows {
		a := d[i*step]
		r := x[i*n : (i+1)*n]
		for j := range out {
			out[j] += a * r[j]
		}
	}
}
func sum[T number](x []T) T {
	var s0, s1, s2, s3 T
	j := 0
	for ; j+4 <= len(x); j += 4 {
		s0 += x[j]
		s1 += x[j+1]
		s2 += x[j+2]
		s3 += x[j+3]
	}
	for ; j < len(x); j++ {
		s0 += x[j]
	}
	return s0 + s1 + s2 + s3
}
func muls[T number](out, x, y []T) {
	for i := range out {
		out[i] = x[i] * y[i]
	}
}
func adds[T number](out, x, y []T) {
	for i := range out {
		out[i] = x[i] + y[i]
	}
}
func subs[T number](out, x, y []T) {
	for i := range out {
		out[i] = x[i] - y[i]
	}
}
func scales[T number](out, x []T, a T) {
	for i := range out {
		out[i] = a * x[i]
	}
}
