package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// sumLanes is the number of partial sums in a reduction: one vector of AVX-512 or two of
// AVX2. Both add the same numbers in the same order.
const sumLanes = 16

func (v isa) lanes() []reg.VecVirtual {
	sums := v.vectors(sumLanes / v.floats)
	for _, s := range sums {
		v.zero(s)
	}
	return sums
}

func (v isa) storeLanes(sums []reg.VecVirtual, lanes reg.Register) {
	for i, s := range sums {
		VMOVUPS(s, Mem{Base: lanes, Disp: i * v.bytes()})
	}
}

func reductions(v isa) {
	sumSquares(v)
	scale(v)
	add(v)
}

func sumSquares(v isa) {
	v.function("sumSquares", "(n int, x, lanes *float32)")
	p := arguments("n", "x", "lanes")
	n, x, lanes := p[0], p[1], p[2]
	sums := v.lanes()
	saved := flushSubnormals()
	Label("loop")
	for i, sum := range sums {
		y := v.load(Mem{Base: x, Disp: i * v.bytes()})
		VFMADD231PS(y, y, sum)
	}
	advance(4*sumLanes, x)
	SUBQ(I32(sumLanes), n)
	JG(LabelRef("loop"))
	v.storeLanes(sums, lanes)
	restore(saved)
	finish()
}

func scale(v isa) {
	v.function("scale", "(n int, x *float32, a float32)")
	p := arguments("n", "x")
	n, x := p[0], p[1]
	a := v.scalar("a")
	saved := flushSubnormals()
	Label("loop")
	y := v.vector()
	VMULPS(Mem{Base: x}, a, y)
	VMOVUPS(y, Mem{Base: x})
	advance(v.bytes(), x)
	SUBQ(I32(v.floats), n)
	JG(LabelRef("loop"))
	restore(saved)
	finish()
}

func add(v isa) {
	v.function("add", "(n int, y, x *float32)")
	p := arguments("n", "y", "x")
	n, y, x := p[0], p[1], p[2]
	Label("loop")
	s := v.load(Mem{Base: y})
	VADDPS(Mem{Base: x}, s, s)
	VMOVUPS(s, Mem{Base: y})
	advance(v.bytes(), x, y)
	SUBQ(I32(v.floats), n)
	JG(LabelRef("loop"))
	finish()
}
