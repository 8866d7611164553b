// The vocabulary of audit_steps_amd64.h over float32, for vectors of any width.

#define ELEMENT 4
#define EXPONENT $23
#define SIXTEENTHS $19

#define MOVE VMOVUPS
#define ADD VADDPS
#define SUB VSUBPS
#define MUL VMULPS
#define MIN VMINPS
#define MAX VMAXPS
#define AND VANDPS
#define XOR VXORPS
#define TOSIGN VPSLLVD
#define COMPARE VCMPPS
#define SHIFT VPSLLD
#define ADDBITS VPADDD
#define NEAREST VRANGEPS
#define MASKED VMASKMOVPS
#define BLEND VBLENDVPS
#define SIGNS VMOVMSKPS
#define REPEAT VBROADCASTSS

// d = d·b − a; d += a·b; d −= a·b; d = −a·b − d; d = d·x + c; d = d·x − c
#define LESS(a, b, d) VFMSUB132PS b, a, d
#define FMA VFMADD231PS
#define FNMA VFNMADD231PS
#define FNMS VFNMSUB231PS
#define HORNER VFMADD213PS
#define FMS VFMSUB213PS

#define POLYNOMIAL(p, q) \
	MOVE TERM5, p; \
	HORNER TERM4, q, p; \
	HORNER TERM3, q, p; \
	HORNER TERM2, q, p; \
	HORNER TERM1, q, p; \
	HORNER TERM0, q, p

// p = 2^(q/16) for |q| ≤ ½. Changes p.
#define SIXTEENTH(p, q) \
	MOVE TERM2, p; \
	HORNER TERM1, q, p; \
	HORNER TERM0, q, p

// q −= x·low, where per + low is exact enough for float32.
#define LESSLOW(low, x, q) FNMA low, x, q
