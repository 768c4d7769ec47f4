package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// adam generates an update of the parameters p by gradients. step points to the fields of
// kernel.AdamStep, in their order.
func adam(v isa) {
	v.function("adam", "(n int, p, m, v, grad, step *float32)")
	arg := arguments("n", "p", "m", "v", "grad", "step")
	n, p, m, second, grad, step := arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]
	field := func(i int) Mem { return Mem{Base: step, Disp: 4 * i} }
	rate := v.broadcast(field(0))
	beta1, rest1 := v.broadcast(field(1)), v.broadcast(field(2))
	beta2, rest2 := v.broadcast(field(3)), v.broadcast(field(4))
	epsilon, gradScale, decay := v.broadcast(field(5)), v.broadcast(field(6)), v.broadcast(field(7))
	saved := flushSubnormals()
	Label("loop")
	for _, r := range []reg.Register{p, m, second, grad} { // all come from memory
		const ahead = 2048
		PREFETCHT0(Mem{Base: r, Disp: ahead})
	}
	g := v.vector()
	VMULPS(Mem{Base: grad}, gradScale, g)
	mean := v.vector()
	VMULPS(Mem{Base: m}, beta1, mean)
	VFMADD231PS(g, rest1, mean)
	VMOVUPS(mean, Mem{Base: m})
	VMULPS(g, g, g)
	square := v.vector()
	VMULPS(Mem{Base: second}, beta2, square)
	VFMADD231PS(g, rest2, square)
	VMOVUPS(square, Mem{Base: second})
	VSQRTPS(square, square)
	VADDPS(epsilon, square, square)
	VMULPS(rate, mean, mean)
	VDIVPS(square, mean, mean)
	x := v.load(Mem{Base: p})
	VFNMADD231PS(x, decay, x)
	VSUBPS(mean, x, x)
	VMOVUPS(x, Mem{Base: p})
	advance(v.bytes(), p, m, second, grad)
	SUBQ(I32(v.floats), n)
	JG(LabelRef("loop"))
	restore(saved)
	finish()
}
