// The vocabulary of map_steps_amd64.h in AVX2 with FMA: four float64 lanes.

#define V0 Y0
#define V1 Y1
#define V2 Y2
#define V3 Y3
#define V4 Y4
#define V5 Y5
#define V6 Y6
#define V7 Y7
#define V8 Y8
#define V9 Y9
#define V10 Y10
#define V11 Y11
#define V12 Y12
#define V13 Y13
#define V14 Y14
#define V15 Y15

// CONST is d = c, and the others d = a op c or d = a op b.
#define CONST(c, d) VMOVUPD c, d
#define ADDC(c, a, d) VADDPD c, a, d
#define SUBC(c, a, d) VSUBPD c, a, d
#define MULC(c, a, d) VMULPD c, a, d
#define MINC(c, a, d) VMOVUPD c, d; VMINPD a, d, d
#define MAXC(c, a, d) VMOVUPD c, d; VMAXPD a, d, d
#define ANDC(c, a, d) VANDPD c, a, d
#define ORC(c, a, d) VORPD c, a, d
#define XORC(c, a, d) VXORPD c, a, d
#define ADD(a, b, d) VADDPD b, a, d
#define SUB(a, b, d) VSUBPD b, a, d
#define MUL(a, b, d) VMULPD b, a, d
#define DIV(a, b, d) VDIVPD b, a, d
#define OR(a, b, d) VORPD b, a, d
#define XOR(a, b, d) VXORPD b, a, d
#define MAX(a, b, d) VMAXPD b, a, d
#define ZERO(d) VXORPD d, d, d
#define COPY(a, d) VMOVAPD a, d

// d = d·x + c; d += a·b; d −= a·b; d += a·c; d −= a·c
#define HORNER(c, x, d) VFMADD213PD c, x, d
#define FMA(a, b, d) VFMADD231PD b, a, d
#define FNMA(a, b, d) VFNMADD231PD b, a, d
#define FMAC(c, a, d) VFMADD231PD c, a, d
#define FNMAC(c, a, d) VFNMADD231PD c, a, d

// COMPARE puts v op c into the mask, which is Y10, and SELECT takes a where the mask
// is true and b elsewhere; BYSIGN does so with the sign bits of v.
#define COMPARE(op, c, v) VCMPPD op, c, v, Y10
#define SELECT(a, b, d) VBLENDVPD Y10, a, b, d
#define MASKED(c, d) VANDPD c, Y10, d
#define SIGNS(v)
#define BYSIGN(v, a, b, d) VBLENDVPD v, a, b, d

// The low bits of v, BIASED + k, become 2ᵏ.
#define EXPONENTOF(v) VPSLLQ $52, v, v

// v·2ᵏ rounded once: POWERS turns k in V4 into two powers of two, in V4 the one that
// keeps a number near 1 normal, and in V14 what is left.
// SCALENORMAL does the first step only, and RESCALE the second.
#define POWERS \
	MINC(MOST, V4, V10); \
	MAXC(LEAST, V10, V11); \
	SUB(V4, V11, V14); \
	ADDC(BIASED, V14, V14); \
	EXPONENTOF(V14); \
	ADDC(BIASED, V11, V4); \
	EXPONENTOF(V4)
#define SCALE(v, d) VMULPD Y4, v, d; VMULPD Y14, d, d
#define SCALENORMAL(v, d) VMULPD Y4, v, d
#define RESCALE(v, d) VMULPD Y14, v, d
