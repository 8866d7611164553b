#include "textflag.h"

#include "go_asm.h"
#include "rows_ahead_avx2.h"

#define FMA VFMADD231PS
#define MUL VMULPS
#define ADD VADDPS
#define LOAD VMOVUPS
#define MASKED VMASKMOVPS
#define AND VANDPS
#define BROADCAST VBROADCASTSS
#define SCALE 4
#define SHIFT 2
#define LANES 8
#define STORE8 VMOVUPS Y0, (DI)
#define STORE1 VMOVSS X0, (DI)

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

// SUM8 makes Y0 the sums of the lanes of Y0, Y1, … Y7.
#define SUM8 \
	VHADDPS Y1, Y0, Y0; \
	VHADDPS Y3, Y2, Y2; \
	VHADDPS Y5, Y4, Y4; \
	VHADDPS Y7, Y6, Y6; \
	VHADDPS Y2, Y0, Y0; \
	VHADDPS Y6, Y4, Y4; \
	VPERM2F128 $0x20, Y4, Y0, Y11; \
	VPERM2F128 $0x31, Y4, Y0, Y12; \
	VADDPS Y12, Y11, Y0

// func dotRows32AVX2(out, x, w *float32, n, rows int, next *float32, end uintptr)
TEXT ·dotRows32AVX2(SB), NOSPLIT, $0-56
	MOVQ out+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ w+16(FP), DX
	MOVQ n+24(FP), CX
	MOVQ rows+32(FP), BX
	MOVQ next+40(FP), R15
#include "rows_dot_avx2.h"

// func addRows32AVX2(out, x, d *float32, n, rows, step int, next *float32, end uintptr)
TEXT ·addRows32AVX2(SB), NOSPLIT, $0-64
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

// func dot32AVX2(x, y *float32, n int) float32
TEXT ·dot32AVX2(SB), NOSPLIT, $0-28
	MOVQ x+0(FP), SI
	MOVQ y+8(FP), DI
	MOVQ n+16(FP), CX
#include "rows_sum_avx2.h"
	VMOVSS X0, ret+24(FP)
	RET

#undef TERM
#undef LAST
#define TERM(offset, y) ADD offset(SI), y, y
#define LAST \
	MASKED (SI), Y9, Y8; \
	ADD  Y8, Y1, Y1

// func sum32AVX2(x *float32, n int) float32
TEXT ·sum32AVX2(SB), NOSPLIT, $0-20
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
#include "rows_sum_avx2.h"
	VMOVSS X0, ret+16(FP)
	RET
