#include "textflag.h"
#include "map_avx512_amd64.h"
#include "map_steps_amd64.h"
#include "map_bodies_amd64.h"
#include "map_single_amd64.h"

// Each element is widened to float64, and its result rounded to float32 once.
#define LANES 8
#define SIZE 4
#define LOAD(p, v) VCVTPS2PD (p), v
#define STORE(v, p) VCVTPD2PS v, Y16; VMOVUPS Y16, (p)
#define LOADNEXT(p, v) VCVTPS2PD 32(p), v
#define STORENEXT(v, p) VCVTPD2PS v, Y16; VMOVUPS Y16, 32(p)
#define BEGIN JOINTBEGIN32
#define MIDDLE JOINTMIDDLE32
#define END JOINTEND32
#define PARTIAL \
	MOVL $1, AX; \
	SHLL CX, AX; \
	SUBL $1, AX; \
	KMOVW AX, K7
#define LOADPART(p, v) VCVTPS2PD.Z (p), K7, v
#define STOREPART(v, p) VCVTPD2PS v, Y16; VMOVUPS Y16, K7, (p)
#include "map_loops_amd64.h"

TEXT ·exps32AVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(EXPS32)

TEXT ·sigmoids32AVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(SIGMOIDS32)

TEXT ·sigmoidSlopes32AVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(SIGMOIDSLOPES32)

TEXT ·softpluses32AVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(SOFTPLUSES32)

TEXT ·logSigmoids32AVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(LOGSIGMOIDS32)

TEXT ·tanhs32AVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(TANHS32)

TEXT ·tanhSlopes32AVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(TANHSLOPES32)

TEXT ·relus32AVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(RELUS)

TEXT ·steps32AVX512(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	UNARY(STEPS)

TEXT ·crossEntropies32AVX512(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(CROSSENTROPIES32)

TEXT ·residuals32AVX512(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BINARY(RESIDUALS32)

TEXT ·crossEntropiesAndResiduals32AVX512(SB), NOSPLIT, $0-40
	MOVQ loss+0(FP), DI
	MOVQ residual+8(FP), R8
	MOVQ z+16(FP), SI
	MOVQ y+24(FP), DX
	MOVQ n+32(FP), CX
#include "map_pairs_amd64.h"
	JOINT(CROSSENTROPIESANDRESIDUALS32)
