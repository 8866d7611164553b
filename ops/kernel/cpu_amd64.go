package kernel

import "golang.org/x/sys/cpu"

// What of the processor the assembly of this package needs: AVX2 with FMA, and
// AVX-512 with its F, DQ, VL and BW parts. The operating system has to save the
// registers too, which the fields of cpu.X86 include.
var (
	hasAVX2   = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	hasAVX512 = cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512BW
)
