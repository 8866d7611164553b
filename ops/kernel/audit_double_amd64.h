// The vocabulary of audit_steps_amd64.h over float64, for vectors of any width.

#define ELEMENT 8
#define EXPONENT $52
#define SIXTEENTHS $48

#define MOVE VMOVUPD
#define ADD VADDPD
#define SUB VSUBPD
#define MUL VMULPD
#define MIN VMINPD
#define MAX VMAXPD
#define AND VANDPD
#define XOR VXORPD
#define TOSIGN VPSLLVQ
#define COMPARE VCMPPD
#define SHIFT VPSLLQ
#define ADDBITS VPADDQ
#define NEAREST VRANGEPD
#define MASKED VMASKMOVPD
#define BLEND VBLENDVPD
#define SIGNS VMOVMSKPD
#define REPEAT VBROADCASTSD

// d = d·b − a; d += a·b; d −= a·b; d = −a·b − d; d = d·x + c; d = d·x − c
#define LESS(a, b, d) VFMSUB132PD b, a, d
#define FMA VFMADD231PD
#define FNMA VFNMADD231PD
#define FNMS VFNMSUB231PD
#define HORNER VFMADD213PD
#define FMS VFMSUB213PD

// q = p(q) for the polynomial p that HALVING takes. Changes p.
#define POLYNOMIAL(p, q) \
	MOVE TERM8, p; \
	HORNER TERM7, q, p; \
	HORNER TERM6, q, p; \
	HORNER TERM5, q, p; \
	HORNER TERM4, q, p; \
	HORNER TERM3, q, p; \
	HORNER TERM2, q, p; \
	HORNER TERM1, q, p; \
	HORNER TERM0, q, p

// p = 2^(q/16) for |q| ≤ ½. Changes p.
#define SIXTEENTH(p, q) \
	MOVE TERM4, p; \
	HORNER TERM3, q, p; \
	HORNER TERM2, q, p; \
	HORNER TERM1, q, p; \
	HORNER TERM0, q, p

// What the rounding of per costs is below 2⁻⁴² of a result.
#define LESSLOW(low, x, q)
