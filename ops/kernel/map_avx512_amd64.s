#include "textflag.h"
#include "map_avx512_amd64.h"
#include "map_steps_amd64.h"
#include "map_bodies_amd64.h"

#define LANES 8
#define SIZE 8
#define LOAD(p, v) VMOVUPD (p), v
#define STORE(v, p) VMOVUPD v, (p)
#define LOADNEXT(p, v) VMOVUPD 64(p), v
#define STORENEXT(v, p) VMOVUPD v, 64(p)
#define BEGIN JOINTBEGIN
#define MIDDLE JOINTMIDDLE
#define END JOINTEND
#define PARTIAL \
	MOVL $1, AX; \
	SHLL CX, AX; \
	SUBL $1, AX; \
	KMOVW AX, K7
#define LOADPART(p, v) VMOVUPD.Z (p), K7, v
#define STOREPART(v, p) VMOVUPD v, K7, (p)
#include "map_loops_amd64.h"

TEXT ·expsAVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(EXPS)

TEXT ·sigmoidsAVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(SIGMOIDS)

TEXT ·sigmoidSlopesAVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(SIGMOIDSLOPES)

TEXT ·softplusesAVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(SOFTPLUSES)

TEXT ·logSigmoidsAVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(LOGSIGMOIDS)

TEXT ·tanhsAVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(TANHS)

TEXT ·tanhSlopesAVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(TANHSLOPES)

TEXT ·relusAVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(RELUS)

TEXT ·stepsAVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(STEPS)

TEXT ·crossEntropiesAVX512(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(CROSSENTROPIES)

TEXT ·residualsAVX512(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(RESIDUALS)

TEXT ·mulsAVX512(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(MULS)

TEXT ·addsAVX512(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(ADDS)

TEXT ·subsAVX512(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(SUBS)

TEXT ·crossEntropiesAndResidualsAVX512(SB), NOSPLIT, $0-40
	MOVQ loss+0(FP), DI
	MOVQ residual+8(FP), R8
	MOVQ z+16(FP), SI
	MOVQ y+24(FP), DX
	MOVQ n+32(FP), CX
#include "map_pairs_amd64.h"
	JOINT(CROSSENTROPIESANDRESIDUALS)

TEXT ·scalesAVX512(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSD a+24(FP), V1
	UNARY(MULS)
