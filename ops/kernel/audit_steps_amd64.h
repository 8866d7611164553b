// The steps of Decays and AuditLogits, in the vocabulary of audit_double_amd64.h or
// audit_single_amd64.h, for vectors of any width. Nothing here is taken from the functions
// that they witness against.
//
// SI, DX and R8 to R11 point to z, y, c, d, u and s, and LOAD(i, p, v) loads vector
// number i from p. The including file names the registers and the constants, and defines
// SPLIT(x, k, q, per), which makes k and q with −x·per = k + q and an integer k,
// JOIN(x, k, q), which makes x = 2ᵏ·2^q, CLAMP(z, d), which makes d the nearest number to z that
// can be taken, and POWER(x, k, q), which makes x = e^−x and may change k and q.
//
// Of two operands one of which is NaN, MIN and MAX give the one that Go writes first, NaN or
// not: it must be the one that comes from outside.

// SPLIT and JOIN for −1022 < x·per < 1022 (126 in float32). k is rounded by adding a number
// that leaves it, and the bias of exponents, in the low bits.
#define SPLITBYBITS(x, k, q, per) \
	MOVE SHIFTER, k; \
	FNMA per, x, k; \
	SUB SHIFTER, k, q; \
	FNMS per, x, q
#define JOINBITS(x, k, q) \
	SHIFT EXPONENT, k, k; \
	POLYNOMIAL(x, q); \
	MUL k, x, x

// w = e^−z of vector number i, z being taken into the range by CLAMP.
#define WEIGH(i, w, k, q) \
	LOAD(i, SI, k); \
	CLAMP(k, w); \
	POWER(w, k, q)

// WEIGHT is one of these: n and p are multiplied by c of vector number i, or left as they are.
#define BYWEIGHTS(i, v, n, p) \
	LOAD(i, R8, v); \
	MUL v, n, n; \
	MUL v, p, p
#define BYONES(i, v, n, p)

// Whether d of vector number i is right, |d(1+w) − c(p−q)| ≤ c(p + q + floor(1+w))·tolerance
// for p = 1 − y and q = yw, becomes part of what NOTNEGATIVE keeps. It looks at the
// difference, for two infinite sides must not pass. The sums take the vector's terms. Changes
// w, v, p and n.
#define CHECK(i, w, v, p, n) \
	LOAD(i, DX, v); \
	COMPLEMENT(v, p); \
	MOVE p, n; \
	FNMA w, v, n; \
	FMA w, v, p; \
	ADD ONE, w, w; \
	FMA FLOOR, w, p; \
	WEIGHT(i, v, n, p); \
	LOAD(i, R9, v); \
	FMS n, v, w; \
	AND MAGNITUDE, w, w; \
	LESS(w, TOLERANCE, p); \
	NOTNEGATIVE(p); \
	ADD v, TOTAL, TOTAL; \
	FMA v, v, SQUARES; \
	LOAD(i, R10, n); \
	FMA n, v, PROJECTED; \
	LOAD(i, SI, p); \
	FMA p, p, LOGITS; \
	LOAD(i, R11, n); \
	FMA n, p, SIGNED

// V0 = e^(−a|V1|), and e^(−a·LIMIT) beyond; HIGH + LOW is a/log 2.
#define DECAY \
	AND MAGNITUDE, V1, V1; \
	MIN V1, LIMIT, V0; \
	SPLIT(V0, V1, V2, HIGH); \
	LESSLOW(LOW, V0, V2); \
	JOIN(V0, V1, V2)

#define AHEAD(vectors) \
	ADDQ $(vectors*LANES*ELEMENT), SI; \
	ADDQ $(vectors*LANES*ELEMENT), DX; \
	ADDQ $(vectors*LANES*ELEMENT), R8; \
	ADDQ $(vectors*LANES*ELEMENT), R9; \
	ADDQ $(vectors*LANES*ELEMENT), R10; \
	ADDQ $(vectors*LANES*ELEMENT), R11; \
	SUBQ $(vectors*LANES), CX
