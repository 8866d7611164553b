// Loops over CX elements, LANES at a time: from SI, and from DX if there are two
// operands, to DI; the joint one to DI (loss) and R8 (residual). What is left after
// the last full vector goes through the same instructions, loaded and stored
// under a mask: an element's result does not depend on where it lies.
//
// LOAD, STORE, LOADPART, STOREPART and PARTIAL, which makes the mask from CX, depend on
// the type of the elements, of SIZE bytes.

#define UNARY(BODY) \
	LEAQ ·mapConstants(SB), BX; \
next: \
	CMPQ CX, $LANES; \
	JLT part; \
	LOAD(SI, V0); \
compute: \
	BODY; \
	CMPQ CX, $LANES; \
	JLT last; \
	STORE(V2, DI); \
	ADDQ $(LANES*SIZE), SI; \
	ADDQ $(LANES*SIZE), DI; \
	SUBQ $LANES, CX; \
	JMP next; \
part: \
	TESTQ CX, CX; \
	JEQ done; \
	PARTIAL; \
	LOADPART(SI, V0); \
	JMP compute; \
last: \
	STOREPART(V2, DI); \
done: \
	VZEROUPPER; \
	RET

#define BINARY(BODY) \
	LEAQ ·mapConstants(SB), BX; \
next: \
	CMPQ CX, $LANES; \
	JLT part; \
	LOAD(SI, V0); \
	LOAD(DX, V1); \
compute: \
	BODY; \
	CMPQ CX, $LANES; \
	JLT last; \
	STORE(V2, DI); \
	ADDQ $(LANES*SIZE), SI; \
	ADDQ $(LANES*SIZE), DX; \
	ADDQ $(LANES*SIZE), DI; \
	SUBQ $LANES, CX; \
	JMP next; \
part: \
	TESTQ CX, CX; \
	JEQ done; \
	PARTIAL; \
	LOADPART(SI, V0); \
	LOADPART(DX, V1); \
	JMP compute; \
last: \
	STOREPART(V2, DI); \
done: \
	VZEROUPPER; \
	RET

#define JOINT(BODY) \
	LEAQ ·mapConstants(SB), BX; \
next: \
	CMPQ CX, $LANES; \
	JLT part; \
	LOAD(SI, V0); \
	LOAD(DX, V1); \
compute: \
	BODY; \
	CMPQ CX, $LANES; \
	JLT last; \
	STORE(V3, DI); \
	STORE(V2, R8); \
	ADDQ $(LANES*SIZE), SI; \
	ADDQ $(LANES*SIZE), DX; \
	ADDQ $(LANES*SIZE), DI; \
	ADDQ $(LANES*SIZE), R8; \
	SUBQ $LANES, CX; \
	JMP next; \
part: \
	TESTQ CX, CX; \
	JEQ done; \
	PARTIAL; \
	LOADPART(SI, V0); \
	LOADPART(DX, V1); \
	JMP compute; \
last: \
	STOREPART(V3, DI); \
	STOREPART(V2, R8); \
done: \
	VZEROUPPER; \
	RET
