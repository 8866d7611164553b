package kernel

import "math"

// mapConstants are the numbers that the assembly of functions over slices works
// with, each four times, as many as a vector of AVX2 holds. map_steps_amd64.h names them
// by their place.
//
//nolint:unused // the assembly reads it
var mapConstants = replicated(
	1, 2, math.Copysign(0, -1), 0,
	-800, 800, // e^−800 is as zero as any, and e^800 as infinite
	1/math.Ln2,
	0x1.8p52,                                     // adding and subtracting it rounds to an integer
	0x1.62e42fefa39efp-01, 0x1.abc9e3b39803fp-56, // log 2 in two parts
	-1000, 1000, // powers of two that keep a number near 1 normal
	0x1.8p52+1023,
	0x1p-58, // where log(1+e) = e to more than 53 bits
	1./256,  // z² where tanh z is its series
	// (eʳ − 1 − r)/r² for |r| ≤ ½ log 2, relative to eʳ to 2⁻⁶¹: interpolated in
	// Chebyshev's points.
	0x1.0000000000000p-1, 0x1.5555555555557p-3, 0x1.5555555555556p-5, 0x1.11111111100dcp-7,
	0x1.6c16c16c162d4p-10, 0x1.a01a01abe7fe1p-13, 0x1.a01a01a6d889cp-16, 0x1.71de0231960ebp-19,
	0x1.27e4db646b17ep-22, 0x1.af4de97ca4194p-26, 0x1.1f730349868cep-29,
	// (2 artanh s − 2s)/s³ for 0 ≤ s² ≤ 1/9, relative to 2 artanh s to 2⁻⁵⁸, likewise.
	0x1.5555555555555p-1, 0x1.9999999999944p-2, 0x1.2492492499d46p-2, 0x1.c71c71bedea97p-3,
	0x1.745d19937b1fcp-3, 0x1.3b13515f6f9efp-3, 0x1.111abdc8abe16p-3, 0x1.e0a2d581ab68fp-4,
	0x1.bc37f0140c19ep-4, 0x1.32e0d25c9c761p-4, 0x1.401d3e65cdc48p-3,
	tanhSeries[0], tanhSeries[1], tanhSeries[2], tanhSeries[3], tanhSeries[4], tanhSeries[5],
	// For float32: where e^x is as zero and as infinite as any, and the two series again,
	// to 2⁻³⁷ and 2⁻³⁶.
	-200, 200,
	0x1.0000000000000p-1, 0x1.55555567532adp-3, 0x1.5555555c87148p-5, 0x1.1110c632a3088p-7,
	0x1.6c16858b7acb9p-10, 0x1.a15179d80ae96p-13, 0x1.a1132015ba37ep-16,
	0x1.55555553e7594p-1, 0x1.9999a0d3dcfedp-2, 0x1.248f579c7d0d0p-2, 0x1.c7fb3587cdba6p-3,
	0x1.65ad56d9e0064p-3, 0x1.a9bafb0c93ac9p-3,
)

//nolint:unused // called for mapConstants
func replicated(x ...float64) (table [58][4]float64) {
	for i, v := range x {
		table[i] = [4]float64{v, v, v, v}
	}
	return table
}
