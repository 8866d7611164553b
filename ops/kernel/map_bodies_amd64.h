// The functions: from V0, or V0 and V1, to V2; the joint one to V2 and V3.

#define EXPS \
	MINC(CEILING, V0, V9); \
	EXPONENTIAL; \
	POWERS; \
	SCALE(V2, V2)

#define SIGMOIDS \
	COPY(V0, V9); \
	LOGISTIC; \
	SIGMOID

#define SIGMOIDSLOPES \
	COPY(V0, V9); \
	LOGISTIC; \
	SLOPE; \
	SCALE(V10, V2)

#define SOFTPLUSES \
	COPY(V0, V9); \
	TAIL; \
	LOG1P; \
	ABOVE

#define LOGSIGMOIDS \
	XORC(SIGN, V0, V0); \
	SOFTPLUSES; \
	XORC(SIGN, V2, V2)

// z + z³t(z²) for z² < 1/256, and elsewhere (1 − e)/(1 + e) with the sign of z.
#define TANHS \
	ADD(V0, V0, V9); \
	LOGISTIC; \
	CONST(ONE, V12); \
	COPY(V12, V13); \
	SUB(V12, V5, V12); \
	SUB(V13, V12, V13); \
	SUB(V13, V5, V13); \
	SUB(V13, V9, V13); \
	OVER(V12, V13); \
	ANDC(SIGN, V0, V2); \
	OR(V2, V10, V2); \
	MUL(V0, V0, V11); \
	CONST(TANHTERM(5), V12); \
	HORNER(TANHTERM(4), V11, V12); \
	HORNER(TANHTERM(3), V11, V12); \
	HORNER(TANHTERM(2), V11, V12); \
	HORNER(TANHTERM(1), V11, V12); \
	HORNER(TANHTERM(0), V11, V12); \
	MUL(V12, V11, V12); \
	COPY(V0, V13); \
	FMA(V0, V12, V13); \
	COMPARE(LESS, NEARZERO, V11); \
	SELECT(V13, V2, V2)

#define TANHSLOPES \
	ADD(V0, V0, V9); \
	LOGISTIC; \
	SLOPE; \
	ADD(V10, V10, V10); \
	ADD(V10, V10, V10); \
	SCALE(V10, V2)

// max(0, z) is z where they are equal or z is not a number; −0 + 0 = 0.
#define RELUS \
	ZERO(V12); \
	MAX(V12, V0, V2); \
	ADD(V2, V12, V2)

#define STEPS \
	CONST(ONE, V11); \
	ZERO(V12); \
	COMPARE(GREATER, NOTHING, V0); \
	SELECT(V11, V12, V2); \
	COMPARE(UNORDERED, NOTHING, V0); \
	SELECT(V0, V2, V2)

#define CROSSENTROPIES \
	LABELS; \
	COPY(V0, V9); \
	TAIL; \
	LOG1P; \
	LOSS; \
	COPY(V3, V2)

#define RESIDUALS \
	LABELS; \
	COPY(V0, V9); \
	LOGISTIC; \
	SIGMOID; \
	MINUSLABEL

// In three parts, each with much to do at once.
#define JOINTBEGIN \
	LABELS; \
	COPY(V0, V9); \
	LOGISTIC

#define JOINTMIDDLE \
	SIGMOID; \
	MINUSLABEL

#define JOINTEND \
	LOG1P; \
	LOSS

#define CROSSENTROPIESANDRESIDUALS JOINTBEGIN; JOINTMIDDLE; JOINTEND

#define MULS MUL(V0, V1, V2)
#define ADDS ADD(V0, V1, V2)
#define SUBS SUB(V0, V1, V2)
