// The body of Dot and Sum for AVX-512, for both widths: the including file defines
// ADD, SUM8, SHIFT, LANES, TERM(offset, z), which adds a vector of terms to z, and
// MASKED, which adds those that K1 selects to Z1, and loads x, y and n into SI, DI
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
	TERM(0, Z0)
	TERM(64, Z1)
	TERM(128, Z2)
	TERM(192, Z3)
	TERM(256, Z4)
	TERM(320, Z5)
	TERM(384, Z6)
	TERM(448, Z7)
	ADDQ $512, SI
	ADDQ $512, DI
	SUBQ $(8*LANES), CX
	JGE  eightVectors

fewVectors:
	ADDQ $(7*LANES), CX
	JLT  tail

oneVector:
	TERM(0, Z0)
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $LANES, CX
	JGE  oneVector

tail:
	ADDQ $LANES, CX
	MOVL $1, AX
	SHLL CX, AX
	DECL AX
	KMOVW AX, K1
	MASKED
	ADD  Z4, Z0, Z0
	ADD  Z5, Z1, Z1
	ADD  Z6, Z2, Z2
	ADD  Z7, Z3, Z3
	ADD  Z2, Z0, Z0
	ADD  Z3, Z1, Z1
	ADD  Z1, Z0, Z0
	VXORPD X1, X1, X1
	VXORPD X2, X2, X2
	VXORPD X3, X3, X3
	VXORPD X4, X4, X4
	VXORPD X5, X5, X5
	VXORPD X6, X6, X6
	VXORPD X7, X7, X7
	SUM8
	VZEROUPPER
