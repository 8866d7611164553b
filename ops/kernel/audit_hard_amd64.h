// The body of AuditHardLogits for every width and type, after the constants are in place; SI, R8
// to R11 point to z, hard, d, u and s. It is laid out as in audit_body_amd64.h.
//
// V1 = ±PER, minus for the label 1, is the one place where a label is taken in: w = 2^(−V1·z) is
// e^−z or e^z, and V1·(1+w) has the sign that d has. The including file defines LABELS(i, s),
// which makes that of vector number i, after LABELSOFFOUR, and LABELSLEFT(s), which makes it
// of the lowest bits of R12 and removes them.

// How far d of vector number i is from being right, |d·V1·(1+w) − PER|, becomes part of FARTHEST.
// PARTOF forgets that of lanes beyond the end. It changes V0 to V3.
#define CHECKHARD(i, PARTOF) \
	WEIGH(i, V0, V2, V3); \
	HORNER V1, V1, V0; \
	LOAD(i, R9, V2); \
	FMS PER, V2, V0; \
	PARTOF(V0); \
	TAKEFARTHER(V0, V3); \
	ADD V2, TOTAL, TOTAL; \
	FMAOF(i, R10, V2, PROJECTED, V3); \
	LOAD(i, SI, V3); \
	FMAOF(i, R11, V3, SIGNED, V0)
#define ALLOF(x)

// After CHECKHARD, V2 is d and V3 is z.
#define ADDSQUARES \
	FMA V2, V2, SQUARES; \
	FMA V3, V3, LOGITS

#define AHEADHARD(vectors) \
	ADDQ $(vectors*LANES*ELEMENT), SI; \
	ADDQ $(vectors*LANES*ELEMENT), R9; \
	ADDQ $(vectors*LANES*ELEMENT), R10; \
	ADDQ $(vectors*LANES*ELEMENT), R11; \
	SUBQ $(vectors*LANES), CX

// A NaN of z or d, which FARTHEST does not notice, is in these sums; AX becomes 0.
#define ANDNOTNAN \
	VADDSD XTOTAL, XSIGNED, XSIGNED; \
	VUCOMISD XSIGNED, XSIGNED; \
	SETPC CX; \
	ANDL CX, AX

	MOVQ z+8(FP), SI
	MOVQ hard+16(FP), R8
	MOVQ d+24(FP), R9
	MOVQ u+32(FP), R10
	MOVQ s+40(FP), R11
	MOVQ n+48(FP), CX
	MOVQ ahead+56(FP), DX
	CLEAR
	CLEARFARTHEST
	SUBQ $(4*LANES), CX
	JLT  few

#define LOAD(i, p, v) MOVE (i*LANES*ELEMENT)(p), v
#define FMAOF(i, p, v, sum, other) FMA (i*LANES*ELEMENT)(p), v, sum
four:
	FETCHAHEAD(DX)
	LABELSOFFOUR
	LABELS(0, V1)
	CHECKHARD(0, ALLOF)
	ADDSQUARES
	LABELS(1, V1)
	CHECKHARD(1, ALLOF)
	LABELS(2, V1)
	CHECKHARD(2, ALLOF)
	LABELS(3, V1)
	CHECKHARD(3, ALLOF)
	ADDQ $(4*LANES/8), R8
	AHEADHARD(4)
	JGE  four

	// One vector of four stands for all of them.
	ADD SQUARES, SQUARES, SQUARES
	ADD SQUARES, SQUARES, SQUARES
	ADD LOGITS, LOGITS, LOGITS
	ADD LOGITS, LOGITS, LOGITS

#undef LOAD
#undef FMAOF
#define LOAD(i, p, v) LOADPART(p, v)
#define FMAOF(i, p, v, sum, other) \
	LOADPART(p, other); \
	FMA other, v, sum
few:
	ADDQ $(4*LANES), CX
	JEQ  added
	MOVQ CX, DX
	ADDQ $7, DX
	SHRQ $3, DX
	XORL DI, DI
byte: // the last first: nothing beyond it is read
	SHLQ $8, DI
	MOVBLZX -1(R8)(DX*1), AX
	ORQ  AX, DI
	DECQ DX
	JNE  byte
one:
	PART
	MOVQ DI, R12
	LABELSLEFT(V1)
	MOVQ R12, DI
	CHECKHARD(0, ONLYPART)
	ADDSQUARES
	AHEADHARD(1)
	JGT  one
#undef LOAD
#undef FMAOF

added:
	MOVE TOLERANCE, V0
	MUL  PER, V0, V0
	NOTFARTHER(V0)
#include "audit_added_amd64.h"
