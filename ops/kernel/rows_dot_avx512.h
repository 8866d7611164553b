// The body of DotRows for AVX-512, for both widths: the including file defines
// FMA, LOAD, STORE1, STORE8, SUM8, SCALE (the size of
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
	MOVL $1, AX
	SHLL CX, AX
	DECL AX
	KMOVW AX, K1           // K1: the columns after it
	LOAD.Z (R12), K1, Z17  // Z17: and their w
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
	DOT_AHEAD($256)
	LOAD (R13), Z16
	FMA  (AX), Z16, Z0
	FMA  (AX)(R8*1), Z16, Z1
	FMA  (AX)(R8*2), Z16, Z2
	FMA  (AX)(R9*1), Z16, Z3
	FMA  (AX)(R8*4), Z16, Z4
	FMA  (AX)(R10*1), Z16, Z5
	FMA  (AX)(R9*2), Z16, Z6
	FMA  (AX)(R11*1), Z16, Z7
	ADDQ $64, AX
	ADDQ $64, R13
	CMPQ R13, R12
	JNE  eightVectors

eightTails:
	TESTQ CX, CX
	JEQ  eightSums
	DOT_AHEAD(R14)
	CMPQ BX, $24
	JLT  maskedTails
	LOAD (AX), Z16
	FMA  Z16, Z17, K1, Z0
	LOAD (AX)(R8*1), Z16
	FMA  Z16, Z17, K1, Z1
	LOAD (AX)(R8*2), Z16
	FMA  Z16, Z17, K1, Z2
	LOAD (AX)(R9*1), Z16
	FMA  Z16, Z17, K1, Z3
	LOAD (AX)(R8*4), Z16
	FMA  Z16, Z17, K1, Z4
	LOAD (AX)(R10*1), Z16
	FMA  Z16, Z17, K1, Z5
	LOAD (AX)(R9*2), Z16
	FMA  Z16, Z17, K1, Z6
	LOAD (AX)(R11*1), Z16
	FMA  Z16, Z17, K1, Z7
	JMP  eightSums

maskedTails:
	FMA  (AX), Z17, K1, Z0
	FMA  (AX)(R8*1), Z17, K1, Z1
	FMA  (AX)(R8*2), Z17, K1, Z2
	FMA  (AX)(R9*1), Z17, K1, Z3
	FMA  (AX)(R8*4), Z17, K1, Z4
	FMA  (AX)(R10*1), Z17, K1, Z5
	FMA  (AX)(R9*2), Z17, K1, Z6
	FMA  (AX)(R11*1), Z17, K1, Z7

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
	LOAD (R13), Z16
	FMA  (SI), Z16, Z0
	ADDQ $64, SI
	ADDQ $64, R13
	CMPQ R13, R12
	JNE  oneVector

oneTail:
	LOAD.Z (SI), K1, Z16
	FMA  Z17, Z16, K1, Z0
	LEAQ (SI)(CX*SCALE), SI
	SUM8
	STORE1
	ADDQ $(1<<SHIFT), DI
	DECQ BX
	JNE  fewRows

done:
	VZEROUPPER
	RET
