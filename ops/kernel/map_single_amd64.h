// The functions over float32, in float64 lanes as those of map_bodies_amd64.h, but only as far
// as one rounding to float32 can tell: relative errors below 2⁻³⁵. No exponential
// leaves the normal numbers, and one division does for a quotient.

// V5 = e^V9 for −200 ≤ V9 ≤ 200, and e^−200 below. Changes V3, V4 and V7 to V12.
#define EXPONENTIAL32 \
	MAXC(FLOOR32, V9, V10); \
	CONST(BIASED, V4); \
	FMAC(PERLOG2, V10, V4); \
	SUBC(BIASED, V4, V11); \
	FNMAC(LOG2HIGH, V11, V10); \
	EXPONENTOF(V4); \
	MUL(V10, V10, V11); \
	CONST(EXPTERM32(5), V8); \
	CONST(EXPTERM32(6), V12); \
	HORNER(EXPTERM32(4), V10, V8); \
	FMA(V12, V11, V8); \
	CONST(EXPTERM32(3), V7); \
	HORNER(EXPTERM32(2), V10, V7); \
	FMA(V8, V11, V7); \
	CONST(EXPTERM32(1), V3); \
	HORNER(EXPTERM32(0), V10, V3); \
	ADDC(ONE, V10, V12); \
	FMA(V3, V11, V12); \
	MUL(V11, V11, V11); \
	FMA(V7, V11, V12); \
	MUL(V12, V4, V5)

// V5 = e^−|V9|.
#define TAIL32 \
	ORC(SIGN, V9, V9); \
	EXPONENTIAL32

// V2 = 1/(1+e) where V0 has no sign and e/(1+e) elsewhere. Changes V6 and V12.
#define SIGMOID32 \
	SIGNS(V0); \
	CONST(ONE, V12); \
	ADD(V5, V12, V6); \
	BYSIGN(V0, V5, V12, V12); \
	DIV(V12, V6, V2)

// V2 = e/(1+e)². Changes V6.
#define SLOPE32 \
	ADDC(ONE, V5, V6); \
	MUL(V6, V6, V6); \
	DIV(V5, V6, V2)

// V13 = log(1+e) = s(2 + s²p(s²)) with s = e/(2+e). Changes V3, V7, V8 and V10 to V12.
#define LOG1P32 \
	ADDC(TWO, V5, V10); \
	DIV(V5, V10, V13); \
	MUL(V13, V13, V10); \
	MUL(V10, V10, V11); \
	CONST(LOGTERM32(4), V8); \
	CONST(LOGTERM32(5), V12); \
	HORNER(LOGTERM32(3), V10, V8); \
	FMA(V12, V11, V8); \
	CONST(LOGTERM32(2), V7); \
	HORNER(LOGTERM32(1), V10, V7); \
	CONST(LOGTERM32(0), V3); \
	HORNER(TWO, V10, V3); \
	FMA(V7, V11, V3); \
	MUL(V11, V11, V11); \
	FMA(V8, V11, V3); \
	MUL(V3, V13, V13)

#define EXPS32 \
	MINC(CEILING32, V0, V9); \
	EXPONENTIAL32; \
	COPY(V5, V2)

#define SIGMOIDS32 \
	COPY(V0, V9); \
	TAIL32; \
	SIGMOID32

#define SIGMOIDSLOPES32 \
	COPY(V0, V9); \
	TAIL32; \
	SLOPE32

#define SOFTPLUSES32 \
	COPY(V0, V9); \
	TAIL32; \
	LOG1P32; \
	ABOVE

#define LOGSIGMOIDS32 \
	XORC(SIGN, V0, V0); \
	SOFTPLUSES32; \
	XORC(SIGN, V2, V2)

// As in float64, the series ending with z⁹.
#define TANHS32 \
	ADD(V0, V0, V9); \
	TAIL32; \
	CONST(ONE, V12); \
	ADD(V5, V12, V6); \
	SUB(V12, V5, V12); \
	DIV(V12, V6, V13); \
	ANDC(SIGN, V0, V2); \
	OR(V2, V13, V2); \
	MUL(V0, V0, V11); \
	CONST(TANHTERM(3), V12); \
	HORNER(TANHTERM(2), V11, V12); \
	HORNER(TANHTERM(1), V11, V12); \
	HORNER(TANHTERM(0), V11, V12); \
	MUL(V12, V11, V12); \
	COPY(V0, V13); \
	FMA(V0, V12, V13); \
	COMPARE(LESS, NEARZERO, V11); \
	SELECT(V13, V2, V2)

#define TANHSLOPES32 \
	ADD(V0, V0, V9); \
	TAIL32; \
	SLOPE32; \
	ADD(V2, V2, V2); \
	ADD(V2, V2, V2)

#define CROSSENTROPIES32 \
	LABELS; \
	COPY(V0, V9); \
	TAIL32; \
	LOG1P32; \
	LOSS; \
	COPY(V3, V2)

#define RESIDUALS32 \
	LABELS; \
	COPY(V0, V9); \
	TAIL32; \
	SIGMOID32; \
	MINUSLABEL

// In three parts, each with much to do at once.
#define JOINTBEGIN32 \
	LABELS; \
	COPY(V0, V9); \
	TAIL32

#define JOINTMIDDLE32 \
	SIGMOID32; \
	MINUSLABEL

#define JOINTEND32 \
	LOG1P32; \
	LOSS

#define CROSSENTROPIESANDRESIDUALS32 JOINTBEGIN32; JOINTMIDDLE32; JOINTEND32
