// The registers of the steps are the upper half of those of AVX-512.

#undef V0
#undef V1
#undef V2
#undef V3
#undef V4
#undef V5
#undef V6
#undef V7
#undef V8
#undef V9
#undef V10
#undef V11
#undef V12
#undef V13
#undef V14
#undef V15

#define V0 Z16
#define V1 Z17
#define V2 Z18
#define V3 Z19
#define V4 Z20
#define V5 Z21
#define V6 Z22
#define V7 Z23
#define V8 Z24
#define V9 Z25
#define V10 Z26
#define V11 Z27
#define V12 Z28
#define V13 Z29
#define V14 Z30
#define V15 Z31
