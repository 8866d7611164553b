// The body of AuditLogits for every width and type, after the constants are in place: four
// exponentials at a time, for they do not wait for each other. What is left after them
// goes through the same instructions one vector at a time, under a mask: the lanes beyond
// are 0, which the sums do not notice, and OFPART forgets what was found of them. Either way, a lane
// adds up its numbers in their order.

	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ c+24(FP), R8
	MOVQ d+32(FP), R9
	MOVQ u+40(FP), R10
	MOVQ s+48(FP), R11
	MOVQ n+56(FP), CX
	MOVQ ahead+64(FP), R13
	CLEAR
	SUBQ $(4*LANES), CX
	JLT  few

#define LOAD(i, p, v) MOVE (i*LANES*ELEMENT)(p), v
four:
	FETCHAHEAD(R13)
	WEIGH(0, V0, V4, V5)
	WEIGH(1, V1, V4, V5)
	WEIGH(2, V2, V4, V5)
	WEIGH(3, V3, V4, V5)
	CHECK(0, V0, V4, V5, V6)
	CHECK(1, V1, V4, V5, V6)
	CHECK(2, V2, V4, V5, V6)
	CHECK(3, V3, V4, V5, V6)
	AHEAD(4)
	JGE  four

#undef LOAD
#define LOAD(i, p, v) LOADPART(p, v)
few:
	ADDQ $(4*LANES), CX
	JEQ  added
one:
	PART
	WEIGH(0, V0, V4, V5)
	SETASIDE
	CHECK(0, V0, V4, V5, V6)
	OFPART
	AHEAD(1)
	JGT  one
#undef LOAD

added:
#include "audit_added_amd64.h"
