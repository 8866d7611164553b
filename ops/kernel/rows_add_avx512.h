// The body of AddRows for AVX-512, for both widths: the including file defines
// FMA, MUL, ADD, LOAD, BROADCAST, SHIFT and LANES, and loads out, x, d, n > 0,
// rows > 0, the step of d and where to prefetch from into DI, SI, DX, CX, BX,
// R12, R15.
//
// Eight rows at a time, their d in Z16 … Z23; a vector of columns after the other
// is loaded from all eight and added to out. The columns after the last whole
// vector are summed in Z31 until the end: masked stores are slow to read back.

	MOVQ CX, R8
	SHLQ $SHIFT, R8        // R8: bytes of a row; R9, R10, R11: of 3, 5, 7 rows
	LEAQ (R8)(R8*2), R9
	LEAQ (R8)(R8*4), R10
	LEAQ (R9)(R8*4), R11
	SHLQ $SHIFT, R12       // R12: bytes from d to d; R13: of three
	LEAQ (R12)(R12*2), R13
	MOVQ CX, AX
	ANDQ $(LANES-1), CX
	XORQ CX, AX
	MOVL $1, R14
	SHLL CX, R14
	DECL R14
	KMOVW R14, K1          // K1: the columns after the last whole vector
	SHLQ $SHIFT, AX
	LEAQ (DI)(AX*1), CX    // CX: where they are in out
	LOAD.Z (CX), K1, Z31
	SUBQ $8, BX
	JLT  fewRows

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
	MOVQ DI, R14
	CMPQ R14, CX
	JEQ  eightTails

eightVectors:
	ADD_AHEAD
	MUL  (AX), Z16, Z0
	MUL  (AX)(R8*1), Z17, Z1
	FMA  (AX)(R8*2), Z18, Z0
	FMA  (AX)(R9*1), Z19, Z1
	FMA  (AX)(R8*4), Z20, Z0
	FMA  (AX)(R10*1), Z21, Z1
	FMA  (AX)(R9*2), Z22, Z0
	FMA  (AX)(R11*1), Z23, Z1
	ADD  Z1, Z0, Z0
	ADD  (R14), Z0, Z0
	LOAD Z0, (R14)
	ADDQ $64, AX
	ADDQ $64, R14
	CMPQ R14, CX
	JNE  eightVectors

eightTails:
	KTESTW K1, K1
	JEQ  eightDone
	ADD_AHEAD
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

eightDone:
	LEAQ (SI)(R8*8), SI
	SUBQ $8, BX
	JGE  eightRows

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
	ADDQ $64, AX
	ADDQ $64, R14
	CMPQ R14, CX
	JNE  oneVector

oneTail:
	FMA  (AX), Z16, K1, Z31
	ADDQ R8, SI
	DECQ BX
	JNE  oneRow

done:
	LOAD Z31, K1, (CX)
	VZEROUPPER
	RET
