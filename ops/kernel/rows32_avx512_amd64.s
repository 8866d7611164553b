#include "textflag.h"

#include "go_asm.h"
#include "rows_ahead_avx512.h"

#define FMA VFMADD231PS
#define MUL VMULPS
#define ADD VADDPS
#define LOAD VMOVUPS
#define BROADCAST VBROADCASTSS
#define SCALE 4
#define SHIFT 2
#define LANES 16
#define STORE8 VMOVUPS Y0, (DI)
#define STORE1 VMOVSS X0, (DI)

// INTERLEAVED makes a the sums of what two instructions pick of a and b.
#define INTERLEAVED(low, high, a, b) \
	low  b, a, Z18; \
	high b, a, Z19; \
	VADDPS Z19, Z18, a

// FOLD makes a the sums of 128-bit lanes of a and then b that the two selectors
// pick.
#define FOLD(first, second, a, b) \
	VSHUFF64X2 first, b, a, Z18; \
	VSHUFF64X2 second, b, a, Z19; \
	VADDPS Z19, Z18, a

// SUM8 makes Y0 the sums of the lanes of Z0, Z1, … Z7.
#define SUM8 \
	INTERLEAVED(VUNPCKLPS, VUNPCKHPS, Z0, Z1); \
	INTERLEAVED(VUNPCKLPS, VUNPCKHPS, Z2, Z3); \
	INTERLEAVED(VUNPCKLPS, VUNPCKHPS, Z4, Z5); \
	INTERLEAVED(VUNPCKLPS, VUNPCKHPS, Z6, Z7); \
	INTERLEAVED(VUNPCKLPD, VUNPCKHPD, Z0, Z2); \
	INTERLEAVED(VUNPCKLPD, VUNPCKHPD, Z4, Z6); \
	FOLD($0x44, $0xEE, Z0, Z4); \
	FOLD($0x88, $0xDD, Z0, Z0)

#define FIRSTS(z) VSHUFPS $0x88, Z1, Z0, z
#define SECONDS(z) VSHUFPS $0xDD, Z1, Z0, z
#define PERMUTE VPERMPS
#define ADD_PAIR \
	VMOVHLPS X2, X2, X3; \
	VADDPS X3, X2, X2; \
	VMOVSD (DI), X3; \
	VADDPS X3, X2, X2; \
	VMOVSD X2, (DI)

// twiceLow and twiceHigh pick each lane of a half twice.
DATA twiceLow<>+0(SB)/4, $0
DATA twiceLow<>+4(SB)/4, $0
DATA twiceLow<>+8(SB)/4, $1
DATA twiceLow<>+12(SB)/4, $1
DATA twiceLow<>+16(SB)/4, $2
DATA twiceLow<>+20(SB)/4, $2
DATA twiceLow<>+24(SB)/4, $3
DATA twiceLow<>+28(SB)/4, $3
DATA twiceLow<>+32(SB)/4, $4
DATA twiceLow<>+36(SB)/4, $4
DATA twiceLow<>+40(SB)/4, $5
DATA twiceLow<>+44(SB)/4, $5
DATA twiceLow<>+48(SB)/4, $6
DATA twiceLow<>+52(SB)/4, $6
DATA twiceLow<>+56(SB)/4, $7
DATA twiceLow<>+60(SB)/4, $7
GLOBL twiceLow<>(SB), RODATA|NOPTR, $64
DATA twiceHigh<>+0(SB)/4, $8
DATA twiceHigh<>+4(SB)/4, $8
DATA twiceHigh<>+8(SB)/4, $9
DATA twiceHigh<>+12(SB)/4, $9
DATA twiceHigh<>+16(SB)/4, $10
DATA twiceHigh<>+20(SB)/4, $10
DATA twiceHigh<>+24(SB)/4, $11
DATA twiceHigh<>+28(SB)/4, $11
DATA twiceHigh<>+32(SB)/4, $12
DATA twiceHigh<>+36(SB)/4, $12
DATA twiceHigh<>+40(SB)/4, $13
DATA twiceHigh<>+44(SB)/4, $13
DATA twiceHigh<>+48(SB)/4, $14
DATA twiceHigh<>+52(SB)/4, $14
DATA twiceHigh<>+56(SB)/4, $15
DATA twiceHigh<>+60(SB)/4, $15
GLOBL twiceHigh<>(SB), RODATA|NOPTR, $64

#include "rows_pairs_avx512.h"

// func dotRows32AVX512(out, x, w *float32, n, rows int, next *float32, end uintptr)
TEXT ·dotRows32AVX512(SB), NOSPLIT, $0-56
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

// func addRows32AVX512(out, x, d *float32, n, rows, step int, next *float32, end uintptr)
TEXT ·addRows32AVX512(SB), NOSPLIT, $0-64
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

// func dot32AVX512(x, y *float32, n int) float32
TEXT ·dot32AVX512(SB), NOSPLIT, $0-28
	MOVQ x+0(FP), SI
	MOVQ y+8(FP), DI
	MOVQ n+16(FP), CX
#include "rows_sum_avx512.h"
	VMOVSS X0, ret+24(FP)
	RET

#undef TERM
#undef MASKED
#define TERM(offset, z) ADD offset(SI), z, z
#define MASKED \
	LOAD.Z (SI), K1, Z16; \
	ADD  Z16, Z1, Z1

// func sum32AVX512(x *float32, n int) float32
TEXT ·sum32AVX512(SB), NOSPLIT, $0-20
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
#include "rows_sum_avx512.h"
	VMOVSS X0, ret+16(FP)
	RET
