// The body of AddRows for AVX-512, two columns and d without gaps, for both widths:
// the including file defines also PERMUTE, and ADD_PAIR, which adds the sums of the
// lanes of X2 to out.
//
// Two vectors at a time hold as many rows as one has lanes, which is what d fills.

	LOAD twiceLow<>(SB), Z16
	LOAD twiceHigh<>(SB), Z17
	VXORPD X2, X2, X2
	VXORPD X3, X3, X3
	SUBQ $LANES, BX
	JLT  fewPairs

allPairs:
	ADD_LINE_AHEAD
	LOAD (DX), Z0
	PERMUTE Z0, Z16, Z1
	PERMUTE Z0, Z17, Z0
	FMA  (SI), Z1, Z2
	FMA  64(SI), Z0, Z3
	ADDQ $64, DX
	ADDQ $128, SI
	SUBQ $LANES, BX
	JGE  allPairs

fewPairs:
	ADDQ $LANES, BX
	JEQ  sumPairs
	PAIR_MASKS
	LOAD.Z (DX), K3, Z0
	PERMUTE Z0, Z16, Z1
	PERMUTE Z0, Z17, Z0
	FMA  (SI), Z1, K1, Z2
	FMA  64(SI), Z0, K2, Z3

sumPairs:
	ADD  Z3, Z2, Z2
	VEXTRACTF64X4 $1, Z2, Y3
	ADD  Y3, Y2, Y2
	VEXTRACTF128 $1, Y2, X3
	ADD  X3, X2, X2
	ADD_PAIR
	VZEROUPPER
	RET
