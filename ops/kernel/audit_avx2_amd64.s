#include "textflag.h"
#include "go_asm.h"
#include "audit_double_amd64.h"
#include "audit_avx2_amd64.h"
#include "audit_steps_amd64.h"

#define LANES 4
#define SPLIT SPLITBYBITS
#define JOIN JOINBITS
#define RATE PERDOUBLING
#define POWER(x, k, q) \
	SPLIT(x, k, q, RATE); \
	JOIN(x, k, q)

// PART makes Y9 all ones in the first CX lanes, in all of them if there are fewer.
#define PART \
	MOVQ $LANES, R12; \
	CMPQ CX, R12; \
	CMOVQLT CX, R12; \
	NEGQ R12; \
	LEAQ ·wideLanes+32(SB), AX; \
	MOVE (AX)(R12*8), Y9

// Four lanes become two.
#define NARROW(y, x) \
	VEXTRACTF128 $1, y, X0; \
	VADDPD X0, x, x

// func decaysAVX2(out, z *float64, n int, limit, high, low float64)
TEXT ·decaysAVX2(SB), NOSPLIT, $0-48
	LEAQ ·auditConstants(SB), BX
	REPEAT limit+24(FP), LIMIT
	REPEAT high+32(FP), HIGH
#include "audit_decays_amd64.h"
	RET

#define WEIGHT BYWEIGHTS

// func auditAVX2(sums *Audit, z, y, c, d, u, s *float64, n, ahead int) (within bool)
TEXT ·auditAVX2(SB), NOSPLIT, $0-73
	LEAQ ·auditConstants(SB), BX
#include "audit_body_amd64.h"
	CMPL AX, $15
	SETEQ within+72(FP)
	RET

#undef WEIGHT
#define WEIGHT BYONES

// func auditOfOnesAVX2(sums *Audit, z, y, c, d, u, s *float64, n, ahead int) (within bool)
TEXT ·auditOfOnesAVX2(SB), NOSPLIT, $0-73
	LEAQ ·auditConstants(SB), BX
#include "audit_body_amd64.h"
	CMPL AX, $15
	SETEQ within+72(FP)
	RET

#define PER PERDOUBLING
#undef RATE
#define RATE V1
#define LABELSOFFOUR VPBROADCASTW (R8), Y7
#undef LARGEST
#define LARGEST (32*34)(BX)
#undef SMALLEST
#define SMALLEST (32*35)(BX)
#define SIGNBIT (32*36)(BX)

// func auditHardAVX2(sums *Audit, z *float64, hard *byte, d, u, s *float64, n, ahead int) (within bool)
TEXT ·auditHardAVX2(SB), NOSPLIT, $0-65
	LEAQ ·auditConstants(SB), BX
	LEAQ ·hardCounts(SB), R13
#include "audit_hard_amd64.h"
	CMPL AX, $15
	SETEQ AX
	ANDNOTNAN
	MOVB AX, within+64(FP)
	RET
