// The body of DotRows for AVX2, for both widths: the including file defines
// FMA, LOAD, MASKED, AND, STORE1, STORE8, SUM8, SCALE (the size of
// an element), SHIFT (its log₂) and LANES, and loads out, x, w, n > 0, rows > 0 and
// where to prefetch from into DI, SI, DX, CX, BX, R15.
//
// Eight rows at a time, each with an accumulator of its own, columns by vectors,
// the last one masked. SUM8 adds the lanes of the eight at once. The last eight
// rows may overlap those before, whose sums come out the same again; fewer than
// eight rows in all go one by one through the same operations, so that a row's sum
// depends on the row and w alone.
//
// While 24 rows are left, the last vector is loaded whole, of the next row too, and
// what does not belong to it dropped: masked loads of what is in no cache take twice
// as long.

	MOVQ CX, R8
	SHLQ $SHIFT, R8        // R8: bytes of a row; R9, R10, R11: of 3, 5, 7 rows
	LEAQ (R8)(R8*2), R9
	LEAQ (R8)(R8*4), R10
	LEAQ (R9)(R8*4), R11
	MOVQ CX, AX
	ANDQ $(LANES-1), CX
	XORQ CX, AX
	SHLQ $SHIFT, AX
	LEAQ (DX)(AX*1), R12   // R12: where the whole vectors of w end
	LEAQ firstLanes<>+32(SB), R14
	MOVQ CX, AX
	SHLQ $SHIFT, AX
	SUBQ AX, R14
	LOAD (R14), Y10        // Y10: the columns after it
	MASKED (R12), Y10, Y9  // Y9: and their w
	LEAQ (CX*4), R14
	SHLQ $SHIFT, R14       // R14: bytes of half of eight last vectors
	CMPQ BX, $8
	JLT  fewRows

eightRows:
	MOVQ SI, AX
	MOVQ DX, R13
	VXORPD X0, X0, X0
	VXORPD X1, X1, X1
	VXORPD X2, X2, X2
	VXORPD X3, X3, X3
	VXORPD X4, X4, X4
	VXORPD X5, X5, X5
	VXORPD X6, X6, X6
	VXORPD X7, X7, X7
	CMPQ R13, R12
	JEQ  eightTails

eightVectors:
	DOT_AHEAD($128)
	LOAD (R13), Y8
	FMA  (AX), Y8, Y0
	FMA  (AX)(R8*1), Y8, Y1
	FMA  (AX)(R8*2), Y8, Y2
	FMA  (AX)(R9*1), Y8, Y3
	FMA  (AX)(R8*4), Y8, Y4
	FMA  (AX)(R10*1), Y8, Y5
	FMA  (AX)(R9*2), Y8, Y6
	FMA  (AX)(R11*1), Y8, Y7
	ADDQ $32, AX
	ADDQ $32, R13
	CMPQ R13, R12
	JNE  eightVectors

eightTails:
	TESTQ CX, CX
	JEQ  eightSums
	DOT_AHEAD(R14)
	CMPQ BX, $24
	JLT  maskedTails
	AND    (AX), Y10, Y11
	FMA  Y11, Y9, Y0
	AND    (AX)(R8*1), Y10, Y11
	FMA  Y11, Y9, Y1
	AND    (AX)(R8*2), Y10, Y11
	FMA  Y11, Y9, Y2
	AND    (AX)(R9*1), Y10, Y11
	FMA  Y11, Y9, Y3
	AND    (AX)(R8*4), Y10, Y11
	FMA  Y11, Y9, Y4
	AND    (AX)(R10*1), Y10, Y11
	FMA  Y11, Y9, Y5
	AND    (AX)(R9*2), Y10, Y11
	FMA  Y11, Y9, Y6
	AND    (AX)(R11*1), Y10, Y11
	FMA  Y11, Y9, Y7
	JMP  eightSums

maskedTails:
	MASKED (AX), Y10, Y11
	FMA  Y11, Y9, Y0
	MASKED (AX)(R8*1), Y10, Y11
	FMA  Y11, Y9, Y1
	MASKED (AX)(R8*2), Y10, Y11
	FMA  Y11, Y9, Y2
	MASKED (AX)(R9*1), Y10, Y11
	FMA  Y11, Y9, Y3
	MASKED (AX)(R8*4), Y10, Y11
	FMA  Y11, Y9, Y4
	MASKED (AX)(R10*1), Y10, Y11
	FMA  Y11, Y9, Y5
	MASKED (AX)(R9*2), Y10, Y11
	FMA  Y11, Y9, Y6
	MASKED (AX)(R11*1), Y10, Y11
	FMA  Y11, Y9, Y7

eightSums:
	SUM8
	STORE8
	SUBQ $8, BX
	JEQ  done
	LEAQ (SI)(R8*8), SI
	ADDQ $(8<<SHIFT), DI
	CMPQ BX, $8
	JGE  eightRows
	SUBQ $8, BX            // −BX rows of the last eight are done already
	MOVQ BX, AX
	IMULQ R8, AX
	ADDQ AX, SI
	SHLQ $SHIFT, BX
	ADDQ BX, DI
	MOVQ $8, BX
	JMP  eightRows

fewRows:
	VXORPD X1, X1, X1
	VXORPD X2, X2, X2
	VXORPD X3, X3, X3
	VXORPD X4, X4, X4
	VXORPD X5, X5, X5
	VXORPD X6, X6, X6
	VXORPD X7, X7, X7
	VXORPD X0, X0, X0
	MOVQ DX, R13
	CMPQ R13, R12
	JEQ  oneTail

oneVector:
	LOAD (R13), Y8
	FMA  (SI), Y8, Y0
	ADDQ $32, SI
	ADDQ $32, R13
	CMPQ R13, R12
	JNE  oneVector

oneTail:
	MASKED (SI), Y10, Y11
	FMA  Y11, Y9, Y0
	LEAQ (SI)(CX*SCALE), SI
	SUM8
	STORE1
	ADDQ $(1<<SHIFT), DI
	DECQ BX
	JNE  fewRows

done:
	VZEROUPPER
	RET
