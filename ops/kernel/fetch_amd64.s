#include "textflag.h"

// func fetch(from unsafe.Pointer, end uintptr)
TEXT ·fetch(SB), NOSPLIT, $0-16
	MOVQ from+0(FP), SI
	MOVQ end+8(FP), DI
next:
	CMPQ SI, DI
	JAE  done
	PREFETCHT1 (SI)
	ADDQ $64, SI
	JMP  next
done:
	RET
