// The vocabulary of map_steps_amd64.h in AVX-512: eight float64 lanes.

#define V0 Z0
#define V1 Z1
#define V2 Z2
#define V3 Z3
#define V4 Z4
#define V5 Z5
#define V6 Z6
#define V7 Z7
#define V8 Z8
#define V9 Z9
#define V10 Z10
#define V11 Z11
#define V12 Z12
#define V13 Z13
#define V14 Z14
#define V15 Z15

// CONST is d = c, and the others d = a op c or d = a op b.
#define CONST(c, d) VBROADCASTSD c, d
#define ADDC(c, a, d) VADDPD.BCST c, a, d
#define SUBC(c, a, d) VSUBPD.BCST c, a, d
#define MULC(c, a, d) VMULPD.BCST c, a, d
#define MINC(c, a, d) VBROADCASTSD c, d; VMINPD a, d, d
#define MAXC(c, a, d) VBROADCASTSD c, d; VMAXPD a, d, d
#define ANDC(c, a, d) VANDPD.BCST c, a, d
#define ORC(c, a, d) VORPD.BCST c, a, d
#define XORC(c, a, d) VXORPD.BCST c, a, d
#define ADD(a, b, d) VADDPD b, a, d
#define SUB(a, b, d) VSUBPD b, a, d
#define MUL(a, b, d) VMULPD b, a, d
#define DIV(a, b, d) VDIVPD b, a, d
#define OR(a, b, d) VORPD b, a, d
#define XOR(a, b, d) VXORPD b, a, d
#define MAX(a, b, d) VMAXPD b, a, d
#define ZERO(d) VPXORQ d, d, d
#define COPY(a, d) VMOVAPD a, d

// d = d·x + c; d += a·b; d −= a·b; d += a·c; d −= a·c
#define HORNER(c, x, d) VFMADD213PD.BCST c, x, d
#define FMA(a, b, d) VFMADD231PD b, a, d
#define FNMA(a, b, d) VFNMADD231PD b, a, d
#define FMAC(c, a, d) VFMADD231PD.BCST c, a, d
#define FNMAC(c, a, d) VFNMADD231PD.BCST c, a, d

// COMPARE puts v op c into the mask, and SELECT takes a where the mask is true and
// b elsewhere; SIGNS and BYSIGN do so with the sign bits of v.
#define COMPARE(op, c, v) VCMPPD.BCST op, c, v, K2
#define SELECT(a, b, d) VBLENDMPD a, b, K2, d
#define MASKED(c, d) VBROADCASTSD.Z c, K2, d
#define SIGNS(v) VPMOVQ2M v, K1
#define BYSIGN(v, a, b, d) VBLENDMPD a, b, K1, d

// The low bits of v, BIASED + k, become 2ᵏ.
#define EXPONENTOF(v) VPSLLQ $52, v, v

// v·2ᵏ rounded once, k being in V4.
#define POWERS
#define SCALE(v, d) VSCALEFPD V4, v, d
#define SCALENORMAL(v, d) VSCALEFPD V4, v, d
#define RESCALE(v, d) VMOVAPD v, d
