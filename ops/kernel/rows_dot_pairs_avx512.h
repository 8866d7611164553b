// The body of DotRows for AVX-512 and two columns, for both widths: the including
// file defines also FIRSTS and SECONDS, which take the columns of Z0 and Z1 apart.
//
// Two vectors at a time hold as many rows as one has lanes.

	BROADCAST (DX), Z16
	BROADCAST SCALE(DX), Z17
	VMOVUPD halves<>(SB), Z18
	SUBQ $LANES, BX
	JLT  fewPairs

allPairs:
	DOT_LINE_AHEAD
	LOAD (SI), Z0
	LOAD 64(SI), Z1
	FIRSTS(Z2)
	SECONDS(Z3)
	MUL  Z2, Z16, Z2
	FMA  Z3, Z17, Z2
	VPERMPD Z2, Z18, Z2
	LOAD Z2, (DI)
	ADDQ $128, SI
	ADDQ $64, DI
	SUBQ $LANES, BX
	JGE  allPairs

fewPairs:
	ADDQ $LANES, BX
	JEQ  noPairs
	PAIR_MASKS
	LOAD.Z (SI), K1, Z0
	LOAD.Z 64(SI), K2, Z1
	FIRSTS(Z2)
	SECONDS(Z3)
	MUL  Z2, Z16, Z2
	FMA  Z3, Z17, Z2
	VPERMPD Z2, Z18, Z2
	LOAD Z2, K3, (DI)

noPairs:
	VZEROUPPER
	RET
