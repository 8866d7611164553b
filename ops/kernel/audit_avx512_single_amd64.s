#include "textflag.h"
#include "go_asm.h"
#include "audit_single_amd64.h"
#include "audit_avx512_amd64.h"
#include "audit_steps_amd64.h"

#define LANES 16
#define LOADPART(p, v) VMOVUPS.Z (p), K2, v
#define STOREPART(v, p) VMOVUPS v, K2, (p)

#define SPLIT SPLITBYBITS
#define JOIN JOINBITS

// What Decays works with.
#define TERMS \
	LEAQ ·auditConstants32(SB), BX; \
	REPEAT (32*1)(BX), MAGNITUDE; \
	REPEAT (32*6)(BX), SHIFTER; \
	REPEAT (32*9)(BX), TERM0; \
	REPEAT (32*10)(BX), TERM1; \
	REPEAT (32*11)(BX), TERM2; \
	REPEAT (32*12)(BX), TERM3; \
	REPEAT (32*13)(BX), TERM4; \
	REPEAT (32*14)(BX), TERM5

// What AuditLogits works with.
#define CONSTANTS \
	LEAQ ·auditConstants32(SB), BX; \
	MOVE ·auditPowers32(SB), POWERS; \
	REPEAT (32*0)(BX), ONE; \
	REPEAT (32*1)(BX), MAGNITUDE; \
	REPEAT (32*2)(BX), LARGEST; \
	REPEAT (32*15)(BX), PERSIXTEENTH; \
	REPEAT (32*16)(BX), SHIFTER; \
	REPEAT (32*7)(BX), FLOOR; \
	REPEAT (32*8)(BX), TOLERANCE; \
	REPEAT (32*17)(BX), TERM0; \
	REPEAT (32*18)(BX), TERM1; \
	REPEAT (32*19)(BX), TERM2
#define LOOKUP(k) VPERMPS POWERS, k, k

// Sixteen lanes of float32 become two of float64.
#define NARROW(z, y, x) \
	VEXTRACTF64X4 $1, z, Y0; \
	VCVTPS2PD Y0, Z0; \
	VCVTPS2PD y, z; \
	VADDPD Z0, z, z; \
	VEXTRACTF64X4 $1, z, Y0; \
	VADDPD Y0, y, y; \
	VEXTRACTF128 $1, y, X0; \
	VADDPD X0, x, x

// func decays32AVX512(out, z *float32, n int, limit, high, low float32)
TEXT ·decays32AVX512(SB), NOSPLIT, $0-36
	TERMS
	REPEAT limit+24(FP), LIMIT
	REPEAT high+28(FP), HIGH
	REPEAT low+32(FP), LOW
#include "audit_decays_amd64.h"
	RET

#define WEIGHT BYWEIGHTS

// func audit32AVX512(sums *Audit, z, y, c, d, u, s *float32, n, ahead int) (within bool)
TEXT ·audit32AVX512(SB), NOSPLIT, $0-73
	CONSTANTS
#include "audit_body_amd64.h"
	VERDICT(KORTESTW)
	MOVB AX, within+72(FP)
	RET

#undef WEIGHT
#define WEIGHT BYONES

// func auditOfOnes32AVX512(sums *Audit, z, y, c, d, u, s *float32, n, ahead int) (within bool)
TEXT ·auditOfOnes32AVX512(SB), NOSPLIT, $0-73
	CONSTANTS
#include "audit_body_amd64.h"
	VERDICT(KORTESTW)
	MOVB AX, within+72(FP)
	RET

// Two bytes have the labels of a vector.
#define LABELS(i, s) \
	KMOVW (2*i)(R8), K4; \
	VBLENDMPS MINUSRATE, PER, K4, s
#define LABELSLEFT(s) \
	KMOVW R12, K4; \
	SHRQ $LANES, R12; \
	VBLENDMPS MINUSRATE, PER, K4, s
#define PER PERSIXTEENTH
#undef RATE
#define RATE V1

// func auditHard32AVX512(sums *Audit, z *float32, hard *byte, d, u, s *float32, n, ahead int) (within bool)
TEXT ·auditHard32AVX512(SB), NOSPLIT, $0-65
	CONSTANTS
	REPEAT (32*24)(BX), LARGEST
	VPXORQ MINUSRATE, MINUSRATE, MINUSRATE
	SUB PER, MINUSRATE, MINUSRATE
#include "audit_hard_amd64.h"
	ALLNEAR(KORTESTW)
	ANDNOTNAN
	MOVB AX, within+64(FP)
	RET
