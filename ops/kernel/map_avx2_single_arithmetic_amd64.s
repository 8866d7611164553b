#include "textflag.h"
#include "map_avx2_amd64.h"
#include "map_steps_amd64.h"
#include "map_bodies_amd64.h"

// PARTIAL points AX at as many all-one lanes as there are elements.
#define LANES 8
#define SIZE 4
#undef ADD
#undef SUB
#undef MUL
#define ADD(a, b, d) VADDPS b, a, d
#define SUB(a, b, d) VSUBPS b, a, d
#define MUL(a, b, d) VMULPS b, a, d
#define LOAD(p, v) VMOVUPS (p), v
#define STORE(v, p) VMOVUPS v, (p)
#define PARTIAL \
	MOVQ CX, R9; \
	NEGQ R9; \
	LEAQ ·narrowLanes+32(SB), AX; \
	LEAQ (AX)(R9*4), AX
#define LOADPART(p, v) VMOVUPS (AX), Y13; VMASKMOVPS (p), Y13, v
#define STOREPART(v, p) VMOVUPS (AX), Y12; VMASKMOVPS v, Y12, (p)
#include "map_loops_amd64.h"

TEXT ·muls32AVX2(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(MULS)

TEXT ·adds32AVX2(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(ADDS)

TEXT ·subs32AVX2(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(SUBS)

TEXT ·scales32AVX2(SB), NOSPLIT, $0-28
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSS a+24(FP), V1
	UNARY(MULS)
