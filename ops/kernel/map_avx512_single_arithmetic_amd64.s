#include "textflag.h"
#include "map_avx512_amd64.h"
#include "map_steps_amd64.h"
#include "map_bodies_amd64.h"

#define LANES 16
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
	MOVL $1, AX; \
	SHLL CX, AX; \
	SUBL $1, AX; \
	KMOVW AX, K7
#define LOADPART(p, v) VMOVUPS.Z (p), K7, v
#define STOREPART(v, p) VMOVUPS v, K7, (p)
#include "map_loops_amd64.h"

TEXT ·muls32AVX512(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(MULS)

TEXT ·adds32AVX512(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(ADDS)

TEXT ·subs32AVX512(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(SUBS)

TEXT ·scales32AVX512(SB), NOSPLIT, $0-28
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSS a+24(FP), V1
	UNARY(MULS)
