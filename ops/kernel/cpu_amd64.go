package kernel

import "golang.org/x/sys/cpu"

// What the processor, and the operating system with it, can do: AVX2 with FMA, and
// AVX-512 with its parts F, DQ, VL and BW.
var (
	hasAVX2   = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	hasAVX512 = cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512BW
)
