// The body of AddRows for AVX-512, for both widths: the including file defines
// FMA, MUL, ADD, LOAD, BROADCAST, SHIFT and LANES, and loads out, x, d, n > 0,
// rows > 0, the step of d and where to prefetch from into DI, SI, DX, CX, BX,
// R12, R15.
//
// Eight rows at a time, their d in Z16 … Z23; a vector of columns after the other
// is loaded from all eight. The last vector, whole or masked, is summed in Z31, and
// up to three before it in Z2, Z3, Z4, if there are no more: what is stored takes
// long to read back.
//
// While 24 rows are left, the last vector is loaded whole, of the next row too, and
// what does not belong to it dropped: masked loads of what is in no cache take twice
// as long.

// EIGHT makes Z0 the sums of eight rows for the columns at AX.
#define EIGHT \
	ADD_AHEAD($256); \
	MUL  (AX), Z16, Z0; \
	MUL  (AX)(R8*1), Z17, Z1; \
	FMA  (AX)(R8*2), Z18, Z0; \
	FMA  (AX)(R9*1), Z19, Z1; \
	FMA  (AX)(R8*4), Z20, Z0; \
	FMA  (AX)(R10*1), Z21, Z1; \
	FMA  (AX)(R9*2), Z22, Z0; \
	FMA  (AX)(R11*1), Z23, Z1; \
	ADD  Z1, Z0, Z0

// NEXT goes on to the next vector, or to the last.
#define NEXT(more) \
	ADDQ $64, AX; \
	ADDQ $64, R14; \
	CMPQ R14, CX; \
	JNE  more

	MOVQ CX, R8
	SHLQ $SHIFT, R8        // R8: bytes of a row; R9, R10, R11: of 3, 5, 7 rows
	LEAQ (R8)(R8*2), R9
	LEAQ (R8)(R8*4), R10
	LEAQ (R9)(R8*4), R11
	SHLQ $SHIFT, R12       // R12: bytes from d to d; R13: of three
	LEAQ (R12)(R12*2), R13
	LEAQ -1(CX), AX
	ANDQ $~(LANES-1), AX
	SUBQ AX, CX
	MOVL $1, R14
	SHLL CX, R14
	DECL R14
	KMOVW R14, K1          // K1: the columns of the last vector
	SHLQ $SHIFT, AX
	LEAQ (DI)(AX*1), CX    // CX: where they are in out
	LOAD.Z (CX), K1, Z31
	SUBQ $8, BX
	JLT  fewRows
	VXORPD X2, X2, X2
	VXORPD X3, X3, X3
	VXORPD X4, X4, X4

eightRows:
	BROADCAST (DX), Z16
	BROADCAST (DX)(R12*1), Z17
	BROADCAST (DX)(R12*2), Z18
	BROADCAST (DX)(R13*1), Z19
	LEAQ (DX)(R12*4), DX
	BROADCAST (DX), Z20
	BROADCAST (DX)(R12*1), Z21
	BROADCAST (DX)(R12*2), Z22
	BROADCAST (DX)(R13*1), Z23
	LEAQ (DX)(R12*4), DX
	MOVQ SI, AX
	LEAQ 192(DI), R14
	CMPQ R14, CX
	JLT  manyVectors
	MOVQ DI, R14
	CMPQ R14, CX
	JEQ  lastVector
	EIGHT
	ADD  Z0, Z2, Z2
	NEXT(second)
	JMP  lastVector

second:
	EIGHT
	ADD  Z0, Z3, Z3
	NEXT(third)
	JMP  lastVector

third:
	EIGHT
	ADD  Z0, Z4, Z4
	ADDQ $64, AX
	JMP  lastVector

manyVectors:
	MOVQ DI, R14

oneOfMany:
	EIGHT
	ADD  (R14), Z0, Z0
	LOAD Z0, (R14)
	NEXT(oneOfMany)

lastVector:
	SUBQ CX, DI            // R14: bytes of half of eight last vectors
	LEAQ (R8)(DI*1), R14
	SHLQ $2, R14
	ADDQ CX, DI
	ADD_AHEAD(R14)
	CMPQ BX, $16            // which are 24 rows
	JLT  maskedLast
	MUL  (AX), Z16, Z0
	MUL  (AX)(R8*1), Z17, Z1
	FMA  (AX)(R8*2), Z18, Z0
	FMA  (AX)(R9*1), Z19, Z1
	FMA  (AX)(R8*4), Z20, Z0
	FMA  (AX)(R10*1), Z21, Z1
	FMA  (AX)(R9*2), Z22, Z0
	FMA  (AX)(R11*1), Z23, Z1
	ADD  Z1, Z0, Z0
	ADD  Z0, Z31, K1, Z31
	JMP  nextRows

maskedLast:
	MUL.Z (AX), Z16, K1, Z0
	MUL.Z (AX)(R8*1), Z17, K1, Z1
	FMA  (AX)(R8*2), Z18, K1, Z0
	FMA  (AX)(R9*1), Z19, K1, Z1
	FMA  (AX)(R8*4), Z20, K1, Z0
	FMA  (AX)(R10*1), Z21, K1, Z1
	FMA  (AX)(R9*2), Z22, K1, Z0
	FMA  (AX)(R11*1), Z23, K1, Z1
	ADD  Z1, Z0, Z0
	ADD  Z0, Z31, Z31

nextRows:
	LEAQ (SI)(R8*8), SI
	SUBQ $8, BX
	JGE  eightRows

	MOVQ CX, R14           // what the registers hold of few vectors, to out
	SUBQ DI, R14
	JEQ  fewRows
	CMPQ R14, $192
	JGT  fewRows
	ADD  (DI), Z2, Z2
	LOAD Z2, (DI)
	CMPQ R14, $64
	JEQ  fewRows
	ADD  64(DI), Z3, Z3
	LOAD Z3, 64(DI)
	CMPQ R14, $128
	JEQ  fewRows
	ADD  128(DI), Z4, Z4
	LOAD Z4, 128(DI)

fewRows:
	ADDQ $8, BX
	JEQ  done

oneRow:
	BROADCAST (DX), Z16
	ADDQ R12, DX
	MOVQ SI, AX
	MOVQ DI, R14
	CMPQ R14, CX
	JEQ  oneTail

oneVector:
	LOAD (R14), Z0
	FMA  (AX), Z16, Z0
	LOAD Z0, (R14)
	NEXT(oneVector)

oneTail:
	FMA  (AX), Z16, K1, Z31
	ADDQ R8, SI
	DECQ BX
	JNE  oneRow

done:
	LOAD Z31, K1, (CX)
	VZEROUPPER
	RET

#undef EIGHT
#undef NEXT
