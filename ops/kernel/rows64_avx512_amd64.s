#include "textflag.h"

#include "go_asm.h"
#include "rows_ahead_avx512.h"

#define FMA VFMADD231PD
#define MUL VMULPD
#define ADD VADDPD
#define LOAD VMOVUPD
#define BROADCAST VBROADCASTSD
#define SCALE 8
#define SHIFT 3
#define LANES 8
#define STORE8 VMOVUPD Z0, (DI)
#define STORE1 VMOVSD X0, (DI)

// PAIRS makes a the sums of neighbouring lanes of a and b, in turn.
#define PAIRS(a, b) \
	VUNPCKLPD b, a, Z18; \
	VUNPCKHPD b, a, Z19; \
	VADDPD Z19, Z18, a

// FOLD makes a the sums of 128-bit lanes of a and then b that the two selectors
// pick.
#define FOLD(first, second, a, b) \
	VSHUFF64X2 first, b, a, Z18; \
	VSHUFF64X2 second, b, a, Z19; \
	VADDPD Z19, Z18, a

// SUM8 makes Z0 the sums of the lanes of Z0, Z1, … Z7.
#define SUM8 \
	PAIRS(Z0, Z1); \
	PAIRS(Z2, Z3); \
	PAIRS(Z4, Z5); \
	PAIRS(Z6, Z7); \
	FOLD($0x44, $0xEE, Z0, Z2); \
	FOLD($0x44, $0xEE, Z4, Z6); \
	FOLD($0x88, $0xDD, Z0, Z4)

#define FIRSTS(z) VUNPCKLPD Z1, Z0, z
#define SECONDS(z) VUNPCKHPD Z1, Z0, z
#define PERMUTE VPERMPD
#define ADD_PAIR \
	VADDPD (DI), X2, X2; \
	VMOVUPD X2, (DI)

// twiceLow and twiceHigh pick each lane of a half twice.
DATA twiceLow<>+0(SB)/8, $0
DATA twiceLow<>+8(SB)/8, $0
DATA twiceLow<>+16(SB)/8, $1
DATA twiceLow<>+24(SB)/8, $1
DATA twiceLow<>+32(SB)/8, $2
DATA twiceLow<>+40(SB)/8, $2
DATA twiceLow<>+48(SB)/8, $3
DATA twiceLow<>+56(SB)/8, $3
GLOBL twiceLow<>(SB), RODATA|NOPTR, $64
DATA twiceHigh<>+0(SB)/8, $4
DATA twiceHigh<>+8(SB)/8, $4
DATA twiceHigh<>+16(SB)/8, $5
DATA twiceHigh<>+24(SB)/8, $5
DATA twiceHigh<>+32(SB)/8, $6
DATA twiceHigh<>+40(SB)/8, $6
DATA twiceHigh<>+48(SB)/8, $7
DATA twiceHigh<>+56(SB)/8, $7
GLOBL twiceHigh<>(SB), RODATA|NOPTR, $64

#include "rows_pairs_avx512.h"

// func dotRows64AVX512(out, x, w *float64, n, rows int, next *float64, end uintptr)
TEXT ·dotRows64AVX512(SB), NOSPLIT, $0-56
	MOVQ out+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ w+16(FP), DX
	MOVQ n+24(FP), CX
	MOVQ rows+32(FP), BX
	MOVQ next+40(FP), R15
	CMPQ CX, $2
	JEQ  pairs
#include "rows_dot_avx512.h"
pairs:
#include "rows_dot_pairs_avx512.h"

// func addRows64AVX512(out, x, d *float64, n, rows, step int, next *float64, end uintptr)
TEXT ·addRows64AVX512(SB), NOSPLIT, $0-64
	MOVQ out+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ d+16(FP), DX
	MOVQ n+24(FP), CX
	MOVQ rows+32(FP), BX
	MOVQ step+40(FP), R12
	MOVQ next+48(FP), R15
	CMPQ CX, $2
	JNE  general
	CMPQ R12, $1
	JEQ  pairs
general:
#include "rows_add_avx512.h"
pairs:
#include "rows_add_pairs_avx512.h"

#define TERM(offset, z) \
	LOAD offset(SI), Z16; \
	FMA  offset(DI), Z16, z
#define MASKED \
	LOAD.Z (SI), K1, Z16; \
	LOAD.Z (DI), K1, Z17; \
	FMA  Z17, Z16, Z1

// func dot64AVX512(x, y *float64, n int) float64
TEXT ·dot64AVX512(SB), NOSPLIT, $0-32
	MOVQ x+0(FP), SI
	MOVQ y+8(FP), DI
	MOVQ n+16(FP), CX
#include "rows_sum_avx512.h"
	VMOVSD X0, ret+24(FP)
	RET

#undef TERM
#undef MASKED
#define TERM(offset, z) ADD offset(SI), z, z
#define MASKED \
	LOAD.Z (SI), K1, Z16; \
	ADD  Z16, Z1, Z1

// func sum64AVX512(x *float64, n int) float64
TEXT ·sum64AVX512(SB), NOSPLIT, $0-24
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
#include "rows_sum_avx512.h"
	VMOVSD X0, ret+16(FP)
	RET
