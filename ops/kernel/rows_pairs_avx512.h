// PAIR_MASKS selects BX rows of two columns in K1 and K2, and one column in K3.
#define PAIR_MASKS \
	LEAQ (BX)(BX*1), CX; \
	MOVQ $1, AX; \
	SHLQ CX, AX; \
	DECQ AX; \
	KMOVW AX, K1; \
	SHRQ $LANES, AX; \
	KMOVW AX, K2; \
	MOVQ BX, CX; \
	MOVQ $1, AX; \
	SHLQ CX, AX; \
	DECQ AX; \
	KMOVW AX, K3

// halves puts the even ones of eight before the odd ones.
DATA halves<>+0(SB)/8, $0
DATA halves<>+8(SB)/8, $2
DATA halves<>+16(SB)/8, $4
DATA halves<>+24(SB)/8, $6
DATA halves<>+32(SB)/8, $1
DATA halves<>+40(SB)/8, $3
DATA halves<>+48(SB)/8, $5
DATA halves<>+56(SB)/8, $7
GLOBL halves<>(SB), RODATA|NOPTR, $64
