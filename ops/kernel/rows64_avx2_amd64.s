#include "textflag.h"

#include "go_asm.h"
#include "rows_ahead_avx2.h"

#define FMA VFMADD231PD
#define MUL VMULPD
#define ADD VADDPD
#define LOAD VMOVUPD
#define MASKED VMASKMOVPD
#define AND VANDPD
#define BROADCAST VBROADCASTSD
#define SCALE 8
#define SHIFT 3
#define LANES 4
#define STORE8 \
	VMOVUPD Y0, (DI); \
	VMOVUPD Y4, 32(DI)
#define STORE1 VMOVSD X0, (DI)

// firstLanes is a mask of all bytes and one of none: 32 bytes from k before the
// middle on select the first k.
DATA firstLanes<>+0(SB)/8, $-1
DATA firstLanes<>+8(SB)/8, $-1
DATA firstLanes<>+16(SB)/8, $-1
DATA firstLanes<>+24(SB)/8, $-1
DATA firstLanes<>+32(SB)/8, $0
DATA firstLanes<>+40(SB)/8, $0
DATA firstLanes<>+48(SB)/8, $0
DATA firstLanes<>+56(SB)/8, $0
GLOBL firstLanes<>(SB), RODATA|NOPTR, $64

// SUM4 makes a the sums of the lanes of a, b, c, d.
#define SUM4(a, b, c, d) \
	VHADDPD b, a, a; \
	VHADDPD d, c, c; \
	VPERM2F128 $0x20, c, a, Y11; \
	VPERM2F128 $0x31, c, a, Y12; \
	VADDPD Y12, Y11, a

// SUM8 makes Y0 and Y4 the sums of the lanes of Y0, Y1, … Y7.
#define SUM8 \
	SUM4(Y0, Y1, Y2, Y3); \
	SUM4(Y4, Y5, Y6, Y7)

// func dotRows64AVX2(out, x, w *float64, n, rows int, next *float64, end uintptr)
TEXT ·dotRows64AVX2(SB), NOSPLIT, $0-56
	MOVQ out+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ w+16(FP), DX
	MOVQ n+24(FP), CX
	MOVQ rows+32(FP), BX
	MOVQ next+40(FP), R15
#include "rows_dot_avx2.h"

// func addRows64AVX2(out, x, d *float64, n, rows, step int, next *float64, end uintptr)
TEXT ·addRows64AVX2(SB), NOSPLIT, $0-64
	MOVQ out+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ d+16(FP), DX
	MOVQ n+24(FP), CX
	MOVQ rows+32(FP), BX
	MOVQ step+40(FP), R12
	MOVQ next+48(FP), R15
#include "rows_add_avx2.h"

#define TERM(offset, y) \
	LOAD offset(SI), Y8; \
	FMA  offset(DI), Y8, y
#define LAST \
	MASKED (SI), Y9, Y8; \
	MASKED (DI), Y9, Y11; \
	FMA  Y11, Y8, Y1

// func dot64AVX2(x, y *float64, n int) float64
TEXT ·dot64AVX2(SB), NOSPLIT, $0-32
	MOVQ x+0(FP), SI
	MOVQ y+8(FP), DI
	MOVQ n+16(FP), CX
#include "rows_sum_avx2.h"
	VMOVSD X0, ret+24(FP)
	RET

#undef TERM
#undef LAST
#define TERM(offset, y) ADD offset(SI), y, y
#define LAST \
	MASKED (SI), Y9, Y8; \
	ADD  Y8, Y1, Y1

// func sum64AVX2(x *float64, n int) float64
TEXT ·sum64AVX2(SB), NOSPLIT, $0-24
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
#include "rows_sum_avx2.h"
	VMOVSD X0, ret+16(FP)
	RET
