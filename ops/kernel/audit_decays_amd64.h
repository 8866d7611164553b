// The body of Decays for every width and type, after LIMIT, HIGH and LOW are in place.

	MOVQ out+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	SUBQ $LANES, CX
	JLT  last
next:
	MOVE (SI), V1
	DECAY
	MOVE V0, (DI)
	ADDQ $(LANES*ELEMENT), SI
	ADDQ $(LANES*ELEMENT), DI
	SUBQ $LANES, CX
	JGE  next
last:
	ADDQ $LANES, CX
	JEQ  done
	PART
	LOADPART(SI, V1)
	DECAY
	STOREPART(V0, DI)
done:
	VZEROUPPER
