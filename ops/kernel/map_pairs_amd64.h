// A loop over two vectors of the joint function at a time, as long as there are two,
// before the loop over one. The processor overlaps what does not depend on each other
// only where it lies close together; so the two take turns, in the two halves of
// the registers. LOADNEXT and STORENEXT go one vector further than LOAD and STORE; BEGIN,
// MIDDLE and END are the parts of the function.

	LEAQ ·mapConstants(SB), BX

pair:
	CMPQ CX, $(2*LANES)
	JLT single
	LOAD(SI, V0)
	LOAD(DX, V1)
	BEGIN
#include "map_upper_amd64.h"
	LOADNEXT(SI, V0)
	LOADNEXT(DX, V1)
	BEGIN
#include "map_lower_amd64.h"
	MIDDLE
#include "map_upper_amd64.h"
	MIDDLE
#include "map_lower_amd64.h"
	END
#include "map_upper_amd64.h"
	END
	STORENEXT(V3, DI)
	STORENEXT(V2, R8)
#include "map_lower_amd64.h"
	STORE(V3, DI)
	STORE(V2, R8)
	ADDQ $(2*LANES*SIZE), SI
	ADDQ $(2*LANES*SIZE), DX
	ADDQ $(2*LANES*SIZE), DI
	ADDQ $(2*LANES*SIZE), R8
	SUBQ $(2*LANES), CX
	JMP pair

single:
