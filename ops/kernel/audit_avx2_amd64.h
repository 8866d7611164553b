// What audit_steps_amd64.h works with in AVX2: constants are in memory.

#define V0 Y0
#define V1 Y1
#define V2 Y2
#define V3 Y3
#define V4 Y4
#define V5 Y5
#define V6 Y6

#define SIGNED Y11
#define PROJECTED Y12
#define TOTAL Y13
#define SQUARES Y14
#define LOGITS Y15
#define XSIGNED X11
#define XPROJECTED X12
#define XTOTAL X13
#define XSQUARES X14
#define XLOGITS X15

#define ZERO Y8
#define LIMIT Y11
#define HIGH Y12
#define LOW Y13

#define ONE (32*0)(BX)
#define MAGNITUDE (32*1)(BX)
#define LARGEST (32*2)(BX)
#define SMALLEST (32*3)(BX)
#define PERDOUBLING (32*4)(BX)
#define SHIFTER (32*6)(BX)
#define FLOOR (32*7)(BX)
#define TOLERANCE (32*8)(BX)
#define TERM0 (32*9)(BX)
#define TERM1 (32*10)(BX)
#define TERM2 (32*11)(BX)
#define TERM3 (32*12)(BX)
#define TERM4 (32*13)(BX)
#define TERM5 (32*14)(BX)
#define TERM6 (32*15)(BX)
#define TERM7 (32*16)(BX)
#define TERM8 (32*17)(BX)

// Y10 is all ones in the lanes that are within tolerance so far; PART puts a mask into Y9.
#define CLEAR \
	VXORPD SIGNED, SIGNED, SIGNED; \
	VXORPD PROJECTED, PROJECTED, PROJECTED; \
	VXORPD TOTAL, TOTAL, TOTAL; \
	VXORPD SQUARES, SQUARES, SQUARES; \
	VXORPD LOGITS, LOGITS, LOGITS; \
	VXORPD ZERO, ZERO, ZERO; \
	VPCMPEQD Y10, Y10, Y10
#define COMPLEMENT(y, d) MOVE ONE, d; SUB y, d, d
#define CLAMP(z, d) \
	MOVE LARGEST, d; \
	MIN z, d, d; \
	MOVE SMALLEST, z; \
	MAX d, z, d
#define NOTNEGATIVE(v) \
	COMPARE $18, v, ZERO, v; \
	AND v, Y10, Y10
#define SETASIDE MOVE Y10, Y7
#define OFPART BLEND Y9, Y10, Y7, Y10
#define LOADPART(p, v) MASKED (p), Y9, v
#define STOREPART(v, p) MASKED v, Y9, (p)

// NARROW(y, x) makes the lanes of y two of float64 in x, its lower half. The lanes that are
// within tolerance become bits of AX.
#define NARROWALL \
	SIGNS Y10, AX; \
	NARROW(Y11, X11); \
	NARROW(Y12, X12); \
	NARROW(Y13, X13); \
	NARROW(Y14, X14); \
	NARROW(Y15, X15)

// What AuditHardLogits works with: FARTHEST is the largest size of an error so far, and Y7 has
// the bits of labels, which VPSLLV shifts to the sign by the counts at R13.
#define FARTHEST Y10
#define CLEARFARTHEST VXORPD FARTHEST, FARTHEST, FARTHEST
#define TAKEFARTHER(x, v) \
	AND MAGNITUDE, x, x; \
	MAX x, FARTHEST, FARTHEST
#define NOTFARTHER(x) COMPARE $18, x, FARTHEST, FARTHEST
#define ONLYPART(x) AND Y9, x, x
#define LABELS(i, s) \
	TOSIGN (32*i)(R13), Y7, s; \
	AND SIGNBIT, s, s; \
	XOR PER, s, s
#define LABELSLEFT(s) \
	VMOVD R12, X7; \
	VPBROADCASTD X7, Y7; \
	SHRQ $LANES, R12; \
	LABELS(0, s)

// What lies ahead of four vectors of u is fetched, line by line.
#define FETCHAHEAD(bytes) \
	PREFETCHT0 (R10)(bytes*1); \
	PREFETCHT0 64(R10)(bytes*1)
