package kernel

// What stands for the assembly where there is none, and what it is tested against.
// Four accumulators keep the additions from waiting for each other.

func portableDotRows[T float32 | float64](out, x, w []T) {
	n, i := len(w), 0
	for ; i+4 <= len(out); i += 4 {
		x0, x1, x2, x3 := x[i*n:][:n], x[(i+1)*n:][:n], x[(i+2)*n:][:n], x[(i+3)*n:][:n]
		var s0, s1, s2, s3 T
		for j, v := range w {
			s0 += x0[j] * v
			s1 += x1[j] * v
			s2 += x2[j] * v
			s3 += x3[j] * v
		}
		out[i], out[i+1], out[i+2], out[i+3] = s0, s1, s2, s3
	}
	for ; i < len(out); i++ {
		var s T
		for j, v := range x[i*n:][:n] {
			s += v * w[j]
		}
		out[i] = s
	}
}

func portableAddRows[T float32 | float64](out, x, d []T, step, rows int) {
	n, i := len(out), 0
	for ; i+4 <= rows; i += 4 {
		x0, x1, x2, x3 := x[i*n:][:n], x[(i+1)*n:][:n], x[(i+2)*n:][:n], x[(i+3)*n:][:n]
		d0, d1, d2, d3 := d[i*step], d[(i+1)*step], d[(i+2)*step], d[(i+3)*step]
		for j := range out {
			out[j] += d0*x0[j] + d1*x1[j] + (d2*x2[j] + d3*x3[j])
		}
	}
	for ; i < rows; i++ {
		factor := d[i*step]
		for j, v := range x[i*n:][:n] {
			out[j] += factor * v
		}
	}
}

func portableDot[T float32 | float64](x, y []T) T {
	var s0, s1, s2, s3 T
	for ; len(x) >= 4 && len(y) >= 4; x, y = x[4:], y[4:] {
		s0 += x[0] * y[0]
		s1 += x[1] * y[1]
		s2 += x[2] * y[2]
		s3 += x[3] * y[3]
	}
	for i, v := range x {
		s0 += v * y[i]
	}
	return s0 + s1 + (s2 + s3)
}

func portableSum[T float32 | float64](x []T) T {
	var s0, s1, s2, s3 T
	for ; len(x) >= 4; x = x[4:] {
		s0 += x[0]
		s1 += x[1]
		s2 += x[2]
		s3 += x[3]
	}
	for _, v := range x {
		s0 += v
	}
	return s0 + s1 + (s2 + s3)
}
