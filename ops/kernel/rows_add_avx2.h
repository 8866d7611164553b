// The body of AddRows for AVX2, for both widths: the including file defines
// FMA, MUL, ADD, LOAD, MASKED, BROADCAST, SHIFT and LANES, and loads out, x, d,
// n > 0, rows > 0, the step of d and where to prefetch from into DI, SI, DX, CX,
// BX, R12, R15.
//
// Eight rows at a time, their d in Y8 … Y15; a vector of columns after the other
// is loaded from all eight and added to out. The last vector, whole or masked, is
// summed in Y4 until the end: what is stored takes long to read back.
//
// While 24 rows are left, the last vector is loaded whole, of the next row too, and
// what does not belong to it is not stored: masked loads of what is in no cache take twice
// as long.

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
	SHLQ $SHIFT, CX
	LEAQ firstLanes<>+32(SB), R14
	SUBQ CX, R14
	LOAD (R14), Y5         // Y5: the columns of the last vector
	SHLQ $SHIFT, AX
	LEAQ (DI)(AX*1), CX    // CX: where they are in out
	MASKED (CX), Y5, Y4
	SUBQ $8, BX
	JLT  fewRows

eightRows:
	BROADCAST (DX), Y8
	BROADCAST (DX)(R12*1), Y9
	BROADCAST (DX)(R12*2), Y10
	BROADCAST (DX)(R13*1), Y11
	LEAQ (DX)(R12*4), DX
	BROADCAST (DX), Y12
	BROADCAST (DX)(R12*1), Y13
	BROADCAST (DX)(R12*2), Y14
	BROADCAST (DX)(R13*1), Y15
	LEAQ (DX)(R12*4), DX
	MOVQ SI, AX
	MOVQ DI, R14
	CMPQ R14, CX
	JEQ  lastVector

eightVectors:
	ADD_AHEAD($128)
	MUL  (AX), Y8, Y0
	MUL  (AX)(R8*1), Y9, Y1
	FMA  (AX)(R8*2), Y10, Y0
	FMA  (AX)(R9*1), Y11, Y1
	FMA  (AX)(R8*4), Y12, Y0
	FMA  (AX)(R10*1), Y13, Y1
	FMA  (AX)(R9*2), Y14, Y0
	FMA  (AX)(R11*1), Y15, Y1
	ADD  Y1, Y0, Y0
	ADD  (R14), Y0, Y0
	LOAD Y0, (R14)
	ADDQ $32, AX
	ADDQ $32, R14
	CMPQ R14, CX
	JNE  eightVectors

lastVector:
	SUBQ CX, DI            // R14: bytes of half of eight last vectors
	LEAQ (R8)(DI*1), R14
	SHLQ $2, R14
	ADDQ CX, DI
	ADD_AHEAD(R14)
	CMPQ BX, $16            // which are 24 rows
	JLT  maskedLast
	MUL  (AX), Y8, Y0
	MUL  (AX)(R8*1), Y9, Y1
	FMA  (AX)(R8*2), Y10, Y0
	FMA  (AX)(R9*1), Y11, Y1
	FMA  (AX)(R8*4), Y12, Y0
	FMA  (AX)(R10*1), Y13, Y1
	FMA  (AX)(R9*2), Y14, Y0
	FMA  (AX)(R11*1), Y15, Y1
	JMP  addLast

maskedLast:
	MASKED (AX), Y5, Y6
	MUL  Y6, Y8, Y0
	MASKED (AX)(R8*1), Y5, Y6
	MUL  Y6, Y9, Y1
	MASKED (AX)(R8*2), Y5, Y6
	FMA  Y6, Y10, Y0
	MASKED (AX)(R9*1), Y5, Y6
	FMA  Y6, Y11, Y1
	MASKED (AX)(R8*4), Y5, Y6
	FMA  Y6, Y12, Y0
	MASKED (AX)(R10*1), Y5, Y6
	FMA  Y6, Y13, Y1
	MASKED (AX)(R9*2), Y5, Y6
	FMA  Y6, Y14, Y0
	MASKED (AX)(R11*1), Y5, Y6
	FMA  Y6, Y15, Y1

addLast:
	ADD  Y1, Y0, Y0
	ADD  Y0, Y4, Y4
	LEAQ (SI)(R8*8), SI
	SUBQ $8, BX
	JGE  eightRows

fewRows:
	ADDQ $8, BX
	JEQ  done

oneRow:
	BROADCAST (DX), Y8
	ADDQ R12, DX
	MOVQ SI, AX
	MOVQ DI, R14
	CMPQ R14, CX
	JEQ  oneTail

oneVector:
	LOAD (R14), Y0
	FMA  (AX), Y8, Y0
	LOAD Y0, (R14)
	ADDQ $32, AX
	ADDQ $32, R14
	CMPQ R14, CX
	JNE  oneVector

oneTail:
	MASKED (AX), Y5, Y6
	FMA  Y6, Y8, Y4
	ADDQ R8, SI
	DECQ BX
	JNE  oneRow

done:
	MASKED Y4, Y5, (CX)
	VZEROUPPER
	RET
