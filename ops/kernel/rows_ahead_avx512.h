// Both prefetch four cache lines from R15 on and go on by so many bytes, unless they
// have reached the end: by half of what a step of eight rows and one vector reads, so
// that the memory is as busy as both kernels together can keep it. DotRows takes
// short rows only. AddRows takes long ones too, into the second cache: eight of them
// fill the first.
#define DOT_AHEAD(bytes) \
	CMPQ R15, end+48(FP); \
	JAE  6(PC); \
	PREFETCHT0 (R15); \
	PREFETCHT0 64(R15); \
	PREFETCHT0 128(R15); \
	PREFETCHT0 192(R15); \
	ADDQ bytes, R15

#define ADD_AHEAD(bytes) \
	CMPQ R15, end+56(FP); \
	JAE  13(PC); \
	CMPQ R8, $const_longRow; \
	JGT  6(PC); \
	PREFETCHT0 (R15); \
	PREFETCHT0 64(R15); \
	PREFETCHT0 128(R15); \
	PREFETCHT0 192(R15); \
	JMP  5(PC); \
	PREFETCHT1 (R15); \
	PREFETCHT1 64(R15); \
	PREFETCHT1 128(R15); \
	PREFETCHT1 192(R15); \
	ADDQ bytes, R15

// Those of one line are for rows of two columns.
#define DOT_LINE_AHEAD \
	CMPQ R15, end+48(FP); \
	JAE  3(PC); \
	PREFETCHT0 (R15); \
	ADDQ $64, R15

#define ADD_LINE_AHEAD \
	CMPQ R15, end+56(FP); \
	JAE  3(PC); \
	PREFETCHT0 (R15); \
	ADDQ $64, R15
