// The body of Dot and Sum for AVX2, for both widths: the including file defines
// ADD, SUM8, SHIFT, LANES, TERM(offset, z), which adds a vector of terms to z, and
// LAST, which adds those that Y9 selects to Y1, and loads x, y and n into SI, DI
// and CX.

	VXORPD X0, X0, X0
	VXORPD X1, X1, X1
	VXORPD X2, X2, X2
	VXORPD X3, X3, X3
	VXORPD X4, X4, X4
	VXORPD X5, X5, X5
	VXORPD X6, X6, X6
	VXORPD X7, X7, X7
	SUBQ $(8*LANES), CX
	JLT  fewVectors

eightVectors:
	TERM(0, Y0)
	TERM(32, Y1)
	TERM(64, Y2)
	TERM(96, Y3)
	TERM(128, Y4)
	TERM(160, Y5)
	TERM(192, Y6)
	TERM(224, Y7)
	ADDQ $256, SI
	ADDQ $256, DI
	SUBQ $(8*LANES), CX
	JGE  eightVectors

fewVectors:
	ADDQ $(7*LANES), CX
	JLT  tail

oneVector:
	TERM(0, Y0)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $LANES, CX
	JGE  oneVector

tail:
	ADDQ $LANES, CX
	SHLQ $SHIFT, CX
	LEAQ firstLanes<>+32(SB), AX
	SUBQ CX, AX
	VMOVUPD (AX), Y9
	LAST
	ADD  Y4, Y0, Y0
	ADD  Y5, Y1, Y1
	ADD  Y6, Y2, Y2
	ADD  Y7, Y3, Y3
	ADD  Y2, Y0, Y0
	ADD  Y3, Y1, Y1
	ADD  Y1, Y0, Y0
	VXORPD X1, X1, X1
	VXORPD X2, X2, X2
	VXORPD X3, X3, X3
	VXORPD X4, X4, X4
	VXORPD X5, X5, X5
	VXORPD X6, X6, X6
	VXORPD X7, X7, X7
	SUM8
	VZEROUPPER
