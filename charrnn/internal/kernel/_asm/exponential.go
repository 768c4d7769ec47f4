package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The exponential is expf of the Cephes library: x = n*ln2 + r, exp(x) = 2^n * exp(r), with
// a polynomial of degree 7 for exp(r). ln2 is in two parts, so that n*ln2Hi is exact.
// Arguments are clamped, so that the result is a normal number; in a cell, so that the
// product of two results is.
const (
	expLimit  = 87
	gateLimit = 43

	log2e = float32(math.Log2E)
	ln2Hi = 0.693359375
	ln2Lo = -2.12194440e-4

	// Adding a number of this size rounds to the nearest integer, as there are no bits for
	// a fraction. 127 is the bias of the exponent, so that the last bits of the sum, shifted
	// left by mantissaBits, are 2^n.
	rounder      = 3<<22 + 127
	mantissaBits = 23
)

var expTerms = [6]float32{1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1}

// exponentials returns the constants of exp for arguments up to limit.
func (v isa) exponentials(limit float32) constants {
	c := v.hold(append([]float32{limit, -limit, log2e, ln2Hi, ln2Lo, rounder, 1, 2}, expTerms[:]...)...)
	c.limit = limit
	return c
}

// exp replaces each x by exp(r) and returns 2^n for each. The product is exp(x); the caller
// may fuse it with an addition. Each step is generated for all xs, and the polynomial is
// computed in pairs of terms: the dependency chains are long, and the processor looks ahead
// only so far. A NaN remains a NaN: VMAXPS and VMINPS return their last source for it, which
// must be x.
func (c constants) exp(xs ...reg.VecVirtual) (powers []reg.VecVirtual) {
	count := len(xs)
	n, square := c.vectors(count), c.vectors(count)
	high, middle, low := c.vectors(count), c.vectors(count), c.vectors(count)
	powers = c.vectors(count)
	each := func(step func(i int, x reg.VecVirtual)) {
		for i, x := range xs {
			step(i, x)
		}
	}
	each(func(_ int, x reg.VecVirtual) { VMAXPS(x, c.register(-c.limit), x) })
	each(func(_ int, x reg.VecVirtual) { VMINPS(x, c.register(c.limit), x) })
	each(func(i int, x reg.VecVirtual) {
		VMOVUPS(c.float(rounder), n[i])
		VFMADD231PS(c.float(log2e), x, n[i])
	})
	each(func(i int, _ reg.VecVirtual) {
		VPSLLD(Imm(mantissaBits), n[i], powers[i])
		VSUBPS(c.float(rounder), n[i], n[i])
	})
	each(func(i int, x reg.VecVirtual) { VFNMADD231PS(c.float(ln2Hi), n[i], x) })
	each(func(i int, x reg.VecVirtual) { VFNMADD231PS(c.float(ln2Lo), n[i], x) })

	pair := func(first int, x, y reg.VecVirtual) { // y = first*x + second
		VMOVUPS(c.float(expTerms[first]), y)
		VFMADD213PS(c.float(expTerms[first+1]), x, y)
	}
	each(func(i int, x reg.VecVirtual) { VMULPS(x, x, square[i]) })
	each(func(i int, x reg.VecVirtual) { pair(0, x, high[i]) })
	each(func(i int, x reg.VecVirtual) { pair(2, x, middle[i]) })
	each(func(i int, x reg.VecVirtual) { pair(4, x, low[i]) })
	each(func(i int, _ reg.VecVirtual) { VFMADD231PS(high[i], square[i], middle[i]) })
	each(func(i int, _ reg.VecVirtual) { VFMADD231PS(middle[i], square[i], low[i]) })
	each(func(_ int, x reg.VecVirtual) { VADDPS(c.float(1), x, x) })
	each(func(i int, x reg.VecVirtual) { VFMADD231PS(low[i], square[i], x) })
	return powers
}

// expSum generates the body of softmax: x = exp(x-max), and sixteen partial sums.
func expSum(v isa) {
	v.function("expSum", "(n int, x *float32, max float32, lanes *float32)")
	p := arguments("n", "x", "lanes")
	n, x, lanes := p[0], p[1], p[2]
	max := v.scalar("max")
	c := v.exponentials(expLimit)
	sums := v.lanes()
	saved := flushSubnormals()
	Label("loop")
	ys := make([]reg.VecVirtual, len(sums))
	for i := range ys {
		ys[i] = v.load(Mem{Base: x, Disp: i * v.bytes()})
		VSUBPS(max, ys[i], ys[i])
	}
	powers := c.exp(ys...)
	for i, y := range ys {
		VMULPS(powers[i], y, y)
		VMOVUPS(y, Mem{Base: x, Disp: i * v.bytes()})
		VADDPS(y, sums[i], sums[i])
	}
	advance(4*sumLanes, x)
	SUBQ(I32(sumLanes), n)
	JG(LabelRef("loop"))
	v.storeLanes(sums, lanes)
	restore(saved)
	finish()
}
