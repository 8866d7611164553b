#include "textflag.h"
#include "map_avx2_amd64.h"
#include "map_steps_amd64.h"
#include "map_bodies_amd64.h"
#include "map_single_amd64.h"

// Each element is widened to float64, and its result rounded to float32 once. PARTIAL
// points AX at as many all-one lanes as there are elements.
#define LANES 4
#define SIZE 4
#define LOAD(p, v) VCVTPS2PD (p), v
#define STORE(v, p) VCVTPD2PSY v, X13; VMOVUPS X13, (p)
#define PARTIAL \
	MOVQ CX, R9; \
	NEGQ R9; \
	LEAQ ·narrowLanes+32(SB), AX; \
	LEAQ (AX)(R9*4), AX
#define LOADPART(p, v) VMOVUPS (AX), X13; VMASKMOVPS (p), X13, X13; VCVTPS2PD X13, v
#define STOREPART(v, p) VMOVUPS (AX), X12; VCVTPD2PSY v, X13; VMASKMOVPS X13, X12, (p)
#include "map_loops_amd64.h"

TEXT ·exps32AVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(EXPS32)

TEXT ·sigmoids32AVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(SIGMOIDS32)

TEXT ·sigmoidSlopes32AVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(SIGMOIDSLOPES32)

TEXT ·softpluses32AVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(SOFTPLUSES32)

TEXT ·logSigmoids32AVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(LOGSIGMOIDS32)

TEXT ·tanhs32AVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(TANHS32)

TEXT ·tanhSlopes32AVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(TANHSLOPES32)

TEXT ·relus32AVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(RELUS)

TEXT ·steps32AVX2(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(STEPS)

TEXT ·crossEntropies32AVX2(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(CROSSENTROPIES32)

TEXT ·residuals32AVX2(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(RESIDUALS32)

TEXT ·crossEntropiesAndResiduals32AVX2(SB), NOSPLIT, $0-40
	MOVQ loss+0(FP), DI
	MOVQ residual+8(FP), R8
	MOVQ z+16(FP), SI
	MOVQ y+24(FP), DX
	MOVQ n+32(FP), CX
	JOINT(CROSSENTROPIESANDRESIDUALS32)
