#include "textflag.h"
#include "go_asm.h"
#include "audit_single_amd64.h"
#include "audit_avx2_amd64.h"
#include "audit_steps_amd64.h"

#define LANES 8
#define SPLIT SPLITBYBITS
#define JOIN JOINBITS

// As in audit_avx512_amd64.h, in eighths: so many powers are in a vector.
#define ROUNDER (32*16)(BX)
#define PEREIGHTH (32*20)(BX)
#define EIGHTHTERM(i) (32*21+32*i)(BX)
#define RATE PEREIGHTH
#define POWER(x, k, q) \
	MOVE ROUNDER, k; \
	FNMA RATE, x, k; \
	SUB ROUNDER, k, q; \
	FNMS RATE, x, q; \
	VPSLLD $20, k, x; \
	VPERMPS ·auditEighths32(SB), k, k; \
	VPADDD x, k, k; \
	MOVE EIGHTHTERM(2), x; \
	HORNER EIGHTHTERM(1), q, x; \
	HORNER EIGHTHTERM(0), q, x; \
	HORNER ONE, q, x; \
	MUL k, x, x

// PART makes Y9 all ones in the first CX lanes, in all of them if there are fewer.
#define PART \
	MOVQ $LANES, R12; \
	CMPQ CX, R12; \
	CMOVQLT CX, R12; \
	NEGQ R12; \
	LEAQ ·narrowLanes+32(SB), AX; \
	MOVE (AX)(R12*4), Y9

// Eight lanes of float32 become two of float64.
#define NARROW(y, x) \
	VEXTRACTF128 $1, y, X0; \
	VCVTPS2PD X0, Y0; \
	VCVTPS2PD x, y; \
	VADDPD Y0, y, y; \
	VEXTRACTF128 $1, y, X0; \
	VADDPD X0, x, x

// func decays32AVX2(out, z *float32, n int, limit, high, low float32)
TEXT ·decays32AVX2(SB), NOSPLIT, $0-36
	LEAQ ·auditConstants32(SB), BX
	REPEAT limit+24(FP), LIMIT
	REPEAT high+28(FP), HIGH
	REPEAT low+32(FP), LOW
#include "audit_decays_amd64.h"
	RET

#define WEIGHT BYWEIGHTS

// func audit32AVX2(sums *Audit, z, y, c, d, u, s *float32, n, ahead int) (within bool)
TEXT ·audit32AVX2(SB), NOSPLIT, $0-73
	LEAQ ·auditConstants32(SB), BX
#include "audit_body_amd64.h"
	CMPL AX, $255
	SETEQ within+72(FP)
	RET

#undef WEIGHT
#define WEIGHT BYONES

// func auditOfOnes32AVX2(sums *Audit, z, y, c, d, u, s *float32, n, ahead int) (within bool)
TEXT ·auditOfOnes32AVX2(SB), NOSPLIT, $0-73
	LEAQ ·auditConstants32(SB), BX
#include "audit_body_amd64.h"
	CMPL AX, $255
	SETEQ within+72(FP)
	RET

#define PER PEREIGHTH
#undef RATE
#define RATE V1
#define LABELSOFFOUR VPBROADCASTD (R8), Y7
#undef LARGEST
#define LARGEST (32*24)(BX)
#undef SMALLEST
#define SMALLEST (32*25)(BX)
#define SIGNBIT (32*26)(BX)

// func auditHard32AVX2(sums *Audit, z *float32, hard *byte, d, u, s *float32, n, ahead int) (within bool)
TEXT ·auditHard32AVX2(SB), NOSPLIT, $0-65
	LEAQ ·auditConstants32(SB), BX
	LEAQ ·hardCounts32(SB), R13
#include "audit_hard_amd64.h"
	CMPL AX, $255
	SETEQ AX
	ANDNOTNAN
	MOVB AX, within+64(FP)
	RET
