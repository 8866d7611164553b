#include "textflag.h"
#include "map_avx2_amd64.h"
#include "map_steps_amd64.h"
#include "map_bodies_amd64.h"

// PARTIAL points AX at as many all-one lanes as there are elements.
#define LANES 4
#define SIZE 8
#define LOAD(p, v) VMOVUPD (p), v
#define STORE(v, p) VMOVUPD v, (p)
#define PARTIAL \
	MOVQ CX, R9; \
	NEGQ R9; \
	LEAQ ·wideLanes+32(SB), AX; \
	LEAQ (AX)(R9*8), AX
#define LOADPART(p, v) VMOVUPD (AX), Y13; VMASKMOVPD (p), Y13, v
#define STOREPART(v, p) VMOVUPD (AX), Y12; VMASKMOVPD v, Y12, (p)
#include "map_loops_amd64.h"

TEXT ·expsAVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(EXPS)

TEXT ·sigmoidsAVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(SIGMOIDS)

TEXT ·sigmoidSlopesAVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(SIGMOIDSLOPES)

TEXT ·softplusesAVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(SOFTPLUSES)

TEXT ·logSigmoidsAVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(LOGSIGMOIDS)

TEXT ·tanhsAVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(TANHS)

TEXT ·tanhSlopesAVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(TANHSLOPES)

TEXT ·relusAVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(RELUS)

TEXT ·stepsAVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(STEPS)

TEXT ·crossEntropiesAVX2(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(CROSSENTROPIES)

TEXT ·residualsAVX2(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(RESIDUALS)

TEXT ·mulsAVX2(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(MULS)

TEXT ·addsAVX2(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(ADDS)

TEXT ·subsAVX2(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(SUBS)

TEXT ·crossEntropiesAndResidualsAVX2(SB), NOSPLIT, $0-40
	MOVQ loss+0(FP), DI
	MOVQ residual+8(FP), R8
	MOVQ z+16(FP), SI
	MOVQ y+24(FP), DX
	MOVQ n+32(FP), CX
	JOINT(CROSSENTROPIESANDRESIDUALS)

TEXT ·scalesAVX2(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSD a+24(FP), V1
	UNARY(MULS)
