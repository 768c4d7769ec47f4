package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The exponential of Cephes' expf: x = n*ln2 + r, exp(x) = 2^n * exp(r), with
// a polynomial of degree 7 for exp(r). ln2 comes in two parts, so that n*ln2Hi
// is exact. Arguments are clamped to where the result is a normal number.
const (
	expLimit = 87
	log2e    = float32(math.Log2E)
	ln2Hi    = 0.693359375
	ln2Lo    = -2.12194440e-4
)

var expTerms = []float32{1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1}

// exponentials holds what exp, sigmoid and tanh need.
func (v isa) exponentials() constants {
	return v.hold(append([]float32{expLimit, -expLimit, log2e, ln2Hi, ln2Lo, 1, 2}, expTerms...)...)
}

// exp replaces x by its exponential. A NaN stays one: VMAXPS and VMINPS give
// their last source for it, which must therefore be x.
func (c constants) exp(x reg.VecVirtual) {
	VMAXPS(x, c.register(-expLimit), x)
	VMINPS(x, c.register(expLimit), x)
	n := c.vector()
	VMULPS(c.float(log2e), x, n)
	c.round(n)
	VFNMADD231PS(c.float(ln2Hi), n, x)
	VFNMADD231PS(c.float(ln2Lo), n, x)
	y := c.load(c.float(expTerms[0]))
	for _, term := range expTerms[1:] {
		VFMADD213PS(c.float(term), x, y)
	}
	square := c.vector()
	VMULPS(x, x, square)
	VADDPS(c.float(1), x, x)
	VFMADD231PS(square, y, x)
	c.timesPowerOfTwo(x, n)
}

// round rounds to the nearest integer, ties to even, raising no exception.
func (v isa) round(x reg.VecVirtual) {
	const nearestQuiet = 8
	if v.wide() {
		VRNDSCALEPS(Imm(nearestQuiet), x, x)
	} else {
		VROUNDPS(Imm(nearestQuiet), x, x)
	}
}

// timesPowerOfTwo multiplies x by 2^n, n whole. The result is normal, so adding
// n to the exponent does what VSCALEFPS does.
func (v isa) timesPowerOfTwo(x, n reg.VecVirtual) {
	if v.wide() {
		VSCALEFPS(n, x, x)
		return
	}
	const mantissaBits = 23
	VCVTPS2DQ(n, n)
	VPSLLD(Imm(mantissaBits), n, n)
	VPADDD(n, x, x)
}

// sigmoid replaces x by 1/(1+exp(-x)). A true division: the approximate
// reciprocals differ between processors.
func (c constants) sigmoid(x reg.VecVirtual) {
	zero := c.vector()
	c.zero(zero)
	VSUBPS(x, zero, x)
	c.exp(x)
	VADDPS(c.float(1), x, x)
	VDIVPS(x, c.register(1), x)
}

// tanh replaces x by 1 - 2/(1+exp(2x)).
func (c constants) tanh(x reg.VecVirtual) {
	VADDPS(x, x, x)
	c.exp(x)
	VADDPS(c.float(1), x, x)
	VDIVPS(x, c.register(2), x)
	VSUBPS(x, c.register(1), x)
}

// expSum writes the body of softmax: x = exp(x-max), and sixteen partial sums.
func expSum(v isa) {
	v.function("expSum", "(n int, x *float32, max float32, lanes *float32)")
	p := arguments("n", "x", "lanes")
	n, x, lanes := p[0], p[1], p[2]
	max := v.scalar("max")
	c := v.exponentials()
	sums := v.lanes()
	saved := flushSubnormals()
	Label("loop")
	for i, sum := range sums {
		y := v.load(Mem{Base: x, Disp: i * v.bytes()})
		VSUBPS(max, y, y)
		c.exp(y)
		VMOVUPS(y, Mem{Base: x, Disp: i * v.bytes()})
		VADDPS(y, sum, sum)
	}
	advance(4*sumLanes, x)
	SUBQ(I32(sumLanes), n)
	JG(LabelRef("loop"))
	v.storeLanes(sums, lanes)
	restore(saved)
	finish()
}
