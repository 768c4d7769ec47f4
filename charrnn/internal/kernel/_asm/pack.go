package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// packSum generates the copy of the columns of one panel out of a wide matrix. It also sums
// the columns, so the gradient of the bias needs no pass of its own.
func packSum(v isa) {
	v.function("packSum", "(rows int, src *float32, stride int, dst, sum *float32)")
	p := arguments("rows", "src", "stride", "dst", "sum")
	rows, src, stride, dst, sum := p[0], p[1], p[2], p[3], p[4]
	sums := v.vectors(panelWidth / v.floats)
	for j := range sums {
		VMOVUPS(Mem{Base: sum, Disp: j * v.bytes()}, sums[j])
	}
	Label("loop")
	for j := range sums {
		x := v.load(Mem{Base: src, Disp: j * v.bytes()})
		VMOVUPS(x, Mem{Base: dst, Disp: j * v.bytes()})
		VADDPS(x, sums[j], sums[j])
	}
	ADDQ(stride, src)
	advance(4*panelWidth, dst)
	DECQ(rows)
	JNZ(LabelRef("loop"))
	for j := range sums {
		VMOVUPS(sums[j], Mem{Base: sum, Disp: j * v.bytes()})
	}
	finish()
}
