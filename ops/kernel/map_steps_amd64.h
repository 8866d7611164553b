// What functions over slices do with the lanes of a vector, in the vocabulary of
// map_avx512_amd64.h or map_avx2_amd64.h: the same roundings in both, so that their results are the
// same bits. V0 and V1 are the operands, V2 and V3 the results. Nothing looks at
// another lane.

// The constants, each four times, in the order of map_constants_amd64.go.
#define ONE (32*0)(BX)
#define TWO (32*1)(BX)
#define SIGN (32*2)(BX)
#define NOTHING (32*3)(BX)
#define FLOOR (32*4)(BX)
#define CEILING (32*5)(BX)
#define PERLOG2 (32*6)(BX)
#define INTEGER (32*7)(BX)
#define LOG2HIGH (32*8)(BX)
#define LOG2LOW (32*9)(BX)
#define LEAST (32*10)(BX)
#define MOST (32*11)(BX)
#define BIASED (32*12)(BX)
#define TINY (32*13)(BX)
#define NEARZERO (32*14)(BX)
#define EXPTERM(k) (32*15+32*k)(BX)
#define LOGTERM(k) (32*26+32*k)(BX)
#define TANHTERM(k) (32*37+32*k)(BX)
#define FLOOR32 (32*43)(BX)
#define CEILING32 (32*44)(BX)
#define EXPTERM32(k) (32*45+32*k)(BX)
#define LOGTERM32(k) (32*52+32*k)(BX)

#define EQUAL $0
#define LESS $17
#define UNORDERED $3
#define GREATER $30

// V12 = t(0) + t(1)·x + … + t(10)·x¹⁰, where x2 is x²: in pairs, and pairs of those (G.
// Estrin, 1960), for a chain of 4 additions instead of 10. Changes V3, V7 and V8.
#define POLYNOMIAL(T, x, x2) \
	CONST(T(9), V8); \
	CONST(T(10), V12); \
	HORNER(T(8), x, V8); \
	FMA(V12, x2, V8); \
	CONST(T(5), V3); \
	CONST(T(7), V7); \
	HORNER(T(4), x, V3); \
	HORNER(T(6), x, V7); \
	FMA(V7, x2, V3); \
	CONST(T(1), V12); \
	CONST(T(3), V7); \
	HORNER(T(0), x, V12); \
	HORNER(T(2), x, V7); \
	FMA(V7, x2, V12); \
	MUL(x2, x2, V7); \
	FMA(V8, V7, V3); \
	FMA(V3, V7, V12)

// e^V9 = (V2 + V3)·2^V4, for V9 ≤ 800; below −800, e^−800. With V9 = k log 2 + r, where
// k log 2 is taken away exactly, e^r = 1 + r + r²q(r); the sum is kept in two parts.
// Changes V9 to V13.
#define EXPONENTIAL \
	MAXC(FLOOR, V9, V10); \
	COPY(V10, V9); \
	CONST(INTEGER, V10); \
	FMAC(PERLOG2, V9, V10); \
	SUBC(INTEGER, V10, V4); \
	FNMAC(LOG2HIGH, V4, V9); \
	MULC(LOG2LOW, V4, V10); \
	SUB(V9, V10, V11); \
	MUL(V11, V11, V13); \
	POLYNOMIAL(EXPTERM, V11, V13); \
	MUL(V12, V13, V12); \
	SUB(V12, V10, V10); \
	ADDC(ONE, V9, V12); \
	SUBC(ONE, V12, V13); \
	SUB(V9, V13, V9); \
	ADD(V10, V9, V10); \
	ADD(V12, V10, V2); \
	SUB(V2, V12, V13); \
	SUB(V10, V13, V3)

// e^−|V9| = (V2 + V3)·2^V4 = V5 + V9. Changes V10 to V13; leaves V4, and with AVX2 V14, to
// SCALE.
#define TAIL \
	ORC(SIGN, V9, V9); \
	EXPONENTIAL; \
	POWERS; \
	SCALENORMAL(V2, V5); \
	SCALENORMAL(V3, V9)

// 1 + V5 + V9 = V6 + V7, and V8 is 1/V6.
#define DENOMINATOR \
	ADDC(ONE, V5, V6); \
	SUBC(ONE, V6, V7); \
	SUB(V5, V7, V7); \
	ADD(V7, V9, V7); \
	CONST(ONE, V8); \
	DIV(V8, V6, V8)

#define LOGISTIC TAIL; DENOMINATOR

// V10 = (a + b)/(V6 + V7), the quotient put right by its remainder. Changes V11.
#define OVER(a, b) \
	MUL(a, V8, V10); \
	COPY(a, V11); \
	FNMA(V10, V6, V11); \
	ADD(V11, b, V11); \
	FNMA(V10, V7, V11); \
	FMA(V11, V8, V10)

// V2 = 1/(1+e) where V0 has no sign and e/(1+e) elsewhere, after LOGISTIC. Changes
// V10 to V13.
#define SIGMOID \
	SIGNS(V0); \
	CONST(ONE, V12); \
	ZERO(V13); \
	BYSIGN(V0, V2, V12, V12); \
	BYSIGN(V0, V3, V13, V13); \
	OVER(V12, V13); \
	SCALE(V10, V11); \
	BYSIGN(V0, V11, V10, V2)

// V10 = e/(1+e)², its power of two left out, after LOGISTIC. Changes V11 to V13.
#define SLOPE \
	OVER(V2, V3); \
	COPY(V10, V12); \
	ZERO(V13); \
	OVER(V12, V13)

// V13 = log(1 + V5 + V9) after TAIL, as 2 artanh s with s = e/(2+e), e = V5 + V9: 2s and what it
// lost, plus s³p(s²). A tiny e is its own. Changes V6 and V10 to V12.
#define LOG1P \
	ADDC(TWO, V5, V10); \
	SUBC(TWO, V10, V11); \
	SUB(V5, V11, V11); \
	ADD(V11, V9, V11); \
	CONST(ONE, V12); \
	DIV(V12, V10, V12); \
	MUL(V5, V12, V13); \
	COPY(V5, V6); \
	FNMA(V13, V10, V6); \
	ADD(V6, V9, V6); \
	FNMA(V13, V11, V6); \
	MUL(V6, V12, V6); \
	ADD(V6, V6, V6); \
	MUL(V13, V13, V10); \
	MUL(V10, V10, V11); \
	POLYNOMIAL(LOGTERM, V10, V11); \
	MUL(V12, V10, V11); \
	FMA(V11, V13, V6); \
	ADD(V13, V13, V13); \
	ADD(V13, V6, V13); \
	RESCALE(V5, V11); \
	COMPARE(LESS, TINY, V5); \
	SELECT(V11, V13, V13)

// V2 = max(V0, 0) + V13.
#define ABOVE \
	ZERO(V12); \
	MAX(V0, V12, V12); \
	ADD(V12, V13, V2)

// A label 1 in V1 becomes 0, and V0 = −V0 there: V15 is the sign to change.
#define LABELS \
	COMPARE(EQUAL, ONE, V1); \
	MASKED(SIGN, V15); \
	ZERO(V11); \
	SELECT(V11, V1, V1); \
	XOR(V0, V15, V0)

// V2 = ±(V2 − V1), after LABELS and SIGMOID.
#define MINUSLABEL \
	SUB(V2, V1, V2); \
	XOR(V2, V15, V2)

// V3 = max(V0, 0) − V1 V0 + V13, the product left out where the label is 0: there V0 may
// be infinite. Changes V10 to V12.
#define LOSS \
	ZERO(V12); \
	MAX(V0, V12, V12); \
	COPY(V12, V11); \
	FNMA(V1, V0, V11); \
	COMPARE(EQUAL, NOTHING, V1); \
	SELECT(V12, V11, V12); \
	ADD(V12, V13, V3)
