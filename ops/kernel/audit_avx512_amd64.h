// What audit_steps_amd64.h works with in AVX-512: all constants are in registers.

#define V0 Z0
#define V1 Z1
#define V2 Z2
#define V3 Z3
#define V4 Z4
#define V5 Z5
#define V6 Z6

#define SIGNED Z7
#define PROJECTED Z8
#define TOTAL Z9
#define SQUARES Z10
#define LOGITS Z11
#define XSIGNED X7
#define XPROJECTED X8
#define XTOTAL X9
#define XSQUARES X10
#define XLOGITS X11

#define LIMIT Z12
#define HIGH Z13
#define LOW Z14

#define ZERO Z12
#define POWERS Z13
#define UPPERPOWERS Z14
#define ONE Z15
#define MAGNITUDE Z16
#define LARGEST Z17
#define PERSIXTEENTH Z19
#define SHIFTER Z20
#define FLOOR Z21
#define TOLERANCE Z22
#define TERM0 Z23
#define TERM1 Z24
#define TERM2 Z25
#define TERM3 Z26
#define TERM4 Z27
#define TERM5 Z28
#define TERM6 Z29
#define TERM7 Z30
#define TERM8 Z31

// The lanes that K1 selects are within tolerance so far; PART selects the first CX
// lanes, all of them if there are fewer, by K2.
#define CLEAR \
	VPXORQ SIGNED, SIGNED, SIGNED; \
	VPXORQ PROJECTED, PROJECTED, PROJECTED; \
	VPXORQ TOTAL, TOTAL, TOTAL; \
	VPXORQ SQUARES, SQUARES, SQUARES; \
	VPXORQ LOGITS, LOGITS, LOGITS; \
	VPXORQ ZERO, ZERO, ZERO; \
	KXNORW K1, K1, K1
#define COMPLEMENT(y, d) SUB y, ONE, d

// VRANGE gives the operand that is nearer to 0, with the sign of z: in one instruction, but of a
// NaN it makes a number. VERDICT finds it in the squares of z.
#define CLAMP(z, d) NEAREST $2, LARGEST, z, d

// x = 2^(−x·RATE/16), which is 2^(k/16)·2^(q/16) for an integer k. LOOKUP makes of k the
// bits of 2^((k mod 16)/16), less k mod 16 where the exponent begins: added to k there, they are
// those of 2^(k/16).
#define RATE PERSIXTEENTH
#define POWER(x, k, q) \
	MOVE SHIFTER, k; \
	FNMA RATE, x, k; \
	SUB SHIFTER, k, q; \
	FNMS RATE, x, q; \
	SHIFT SIXTEENTHS, k, x; \
	LOOKUP(k); \
	ADDBITS x, k, k; \
	SIXTEENTH(x, q); \
	MUL k, x, x

// AX says whether the lanes of K1 are all of them, and no z was NaN.
#define VERDICT(ALL) \
	ALL K1, K1; \
	SETCS AX; \
	VUCOMISD XLOGITS, XLOGITS; \
	SETPC CX; \
	ANDL CX, AX

// What AuditHardLogits works with: FARTHEST is the largest size of an error so far.
#define FARTHEST Z12
#define MINUSRATE Z15
#define CLEARFARTHEST VPXORQ FARTHEST, FARTHEST, FARTHEST
#define TAKEFARTHER(x, v) NEAREST $11, x, FARTHEST, FARTHEST
#define NOTFARTHER(x) COMPARE $18, x, FARTHEST, K1
#define ONLYPART(x) MOVE.Z x, K2, x
#define LABELSOFFOUR

// AX says whether the lanes of K1 are all of them.
#define ALLNEAR(ALL) \
	ALL K1, K1; \
	SETCS AX

#define NOTNEGATIVE(v) COMPARE $18, v, ZERO, K1, K1
#define SETASIDE KMOVW K1, K3
#define OFPART \
	KANDNW K3, K2, K3; \
	KORW K3, K1, K1
#define PART \
	MOVL $1, AX; \
	SHLQ CX, AX; \
	DECQ AX; \
	KMOVW AX, K2

// NARROW(z, y, x) makes the lanes of z two of float64 in x, the lowest part of both.
#define NARROWALL \
	NARROW(Z7, Y7, X7); \
	NARROW(Z8, Y8, X8); \
	NARROW(Z9, Y9, X9); \
	NARROW(Z10, Y10, X10); \
	NARROW(Z11, Y11, X11)

// What lies ahead of four vectors of u is fetched, line by line.
#define FETCHAHEAD(bytes) \
	PREFETCHT0 (R10)(bytes*1); \
	PREFETCHT0 64(R10)(bytes*1); \
	PREFETCHT0 128(R10)(bytes*1); \
	PREFETCHT0 192(R10)(bytes*1)
