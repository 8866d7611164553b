#include "textflag.h"
#include "go_asm.h"
#include "audit_double_amd64.h"
#include "audit_avx512_amd64.h"
#include "audit_steps_amd64.h"

#define LANES 8
#define LOADPART(p, v) VMOVUPD.Z (p), K2, v
#define STOREPART(v, p) VMOVUPD v, K2, (p)

// VSCALEFPD takes the integer part from below of what it is given, and q, from 0 to 1, is the
// rest.
#define SPLIT(x, k, q, per) \
	VPXORQ k, k, k; \
	FNMA per, x, k; \
	VREDUCEPD $1, k, q
#define JOIN(x, k, q) \
	POLYNOMIAL(x, q); \
	VSCALEFPD k, x, x

// What Decays works with.
#define TERMS \
	LEAQ ·auditConstants(SB), BX; \
	REPEAT (32*1)(BX), MAGNITUDE; \
	REPEAT (32*18)(BX), TERM0; \
	REPEAT (32*19)(BX), TERM1; \
	REPEAT (32*20)(BX), TERM2; \
	REPEAT (32*21)(BX), TERM3; \
	REPEAT (32*22)(BX), TERM4; \
	REPEAT (32*23)(BX), TERM5; \
	REPEAT (32*24)(BX), TERM6; \
	REPEAT (32*25)(BX), TERM7; \
	REPEAT (32*26)(BX), TERM8

// What AuditLogits works with.
#define CONSTANTS \
	LEAQ ·auditConstants(SB), BX; \
	MOVE ·auditPowers(SB), POWERS; \
	MOVE ·auditPowers+64(SB), UPPERPOWERS; \
	REPEAT (32*0)(BX), ONE; \
	REPEAT (32*1)(BX), MAGNITUDE; \
	REPEAT (32*2)(BX), LARGEST; \
	REPEAT (32*27)(BX), PERSIXTEENTH; \
	REPEAT (32*28)(BX), SHIFTER; \
	REPEAT (32*7)(BX), FLOOR; \
	REPEAT (32*8)(BX), TOLERANCE; \
	REPEAT (32*29)(BX), TERM0; \
	REPEAT (32*30)(BX), TERM1; \
	REPEAT (32*31)(BX), TERM2; \
	REPEAT (32*32)(BX), TERM3; \
	REPEAT (32*33)(BX), TERM4
#define LOOKUP(k) VPERMI2PD UPPERPOWERS, POWERS, k

// Eight lanes become two.
#define NARROW(z, y, x) \
	VEXTRACTF64X4 $1, z, Y0; \
	VADDPD Y0, y, y; \
	VEXTRACTF128 $1, y, X0; \
	VADDPD X0, x, x

// func decaysAVX512(out, z *float64, n int, limit, high, low float64)
TEXT ·decaysAVX512(SB), NOSPLIT, $0-48
	TERMS
	REPEAT limit+24(FP), LIMIT
	REPEAT high+32(FP), HIGH
#include "audit_decays_amd64.h"
	RET

#define WEIGHT BYWEIGHTS

// func auditAVX512(sums *Audit, z, y, c, d, u, s *float64, n, ahead int) (within bool)
TEXT ·auditAVX512(SB), NOSPLIT, $0-73
	CONSTANTS
#include "audit_body_amd64.h"
	VERDICT(KORTESTB)
	MOVB AX, within+72(FP)
	RET

#undef WEIGHT
#define WEIGHT BYONES

// func auditOfOnesAVX512(sums *Audit, z, y, c, d, u, s *float64, n, ahead int) (within bool)
TEXT ·auditOfOnesAVX512(SB), NOSPLIT, $0-73
	CONSTANTS
#include "audit_body_amd64.h"
	VERDICT(KORTESTB)
	MOVB AX, within+72(FP)
	RET

// A byte has the labels of a vector.
#define LABELS(i, s) \
	KMOVB i(R8), K4; \
	VBLENDMPD MINUSRATE, PER, K4, s
#define LABELSLEFT(s) \
	KMOVW R12, K4; \
	SHRQ $LANES, R12; \
	VBLENDMPD MINUSRATE, PER, K4, s
#define PER PERSIXTEENTH
#undef RATE
#define RATE V1

// func auditHardAVX512(sums *Audit, z *float64, hard *byte, d, u, s *float64, n, ahead int) (within bool)
TEXT ·auditHardAVX512(SB), NOSPLIT, $0-65
	CONSTANTS
	REPEAT (32*34)(BX), LARGEST
	VPXORQ MINUSRATE, MINUSRATE, MINUSRATE
	SUB PER, MINUSRATE, MINUSRATE
#include "audit_hard_amd64.h"
	ALLNEAR(KORTESTB)
	ANDNOTNAN
	MOVB AX, within+64(FP)
	RET
