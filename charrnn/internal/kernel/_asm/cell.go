package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The order of the gates in a row of pre-activations or activations.
const (
	gateI = iota
	gateF
	gateG // the candidate, named c by Keras
	gateO
)

// gates addresses the four gates of a unit, which are stride bytes apart.
type gates struct{ stride, three reg.Register }

func newGates(stride reg.Register) gates {
	three := GP64()
	LEAQ(Mem{Base: stride, Index: stride, Scale: 2}, three)
	return gates{stride, three}
}

func (g gates) of(row reg.Register, gate int) Mem {
	switch gate {
	case gateF:
		return Mem{Base: row, Index: g.stride, Scale: 1}
	case gateG:
		return Mem{Base: row, Index: g.stride, Scale: 2}
	case gateO:
		return Mem{Base: row, Index: g.three, Scale: 1}
	}
	return Mem{Base: row}
}

// nextRow fetches what is at the place of the given pointers in the next row, for act and
// for rows of a number for each unit. Rows of a step are a cache line apart, and they come
// from the third-level cache, which takes longer than the cells. If there is no next row,
// nothing happens.
func (g gates) nextRow(act reg.Register, rows ...reg.Register) {
	const gap = 64
	next := GP64()
	LEAQ(Mem{Base: act, Index: g.stride, Scale: 4, Disp: gap}, next)
	for gate := range 4 {
		PREFETCHT0(g.of(next, gate))
	}
	for _, r := range rows {
		PREFETCHT0(Mem{Base: r, Index: g.stride, Scale: 1, Disp: gap})
	}
}

func cell(v isa) {
	cellForward(v)
	cellBackward(v)
}

// cellForward generates c = f*cPrev + i*g and h = o*tanh(c), and stores what the backward
// pass needs, where
//
//	i, f, o = 1/(1+exp(-x))    g = 1 - 2/(1+exp(2x))
//
// Division is by far the slowest operation here. Approximate reciprocals differ between
// processors and cannot be used. So two gates share a division: 1/a = b/(a*b) and
// 1/b = a/(a*b). Each vector of units is a long dependency chain; the processor overlaps
// the chains of several vectors.
func cellForward(v isa) {
	v.function("cellForward", "(n, stride int, z, zx, act, cPrev, c, tanhC, h *float32)")
	p := arguments("n", "stride", "z", "zx", "act", "cPrev", "c", "tanhC", "h")
	left, stride, z, zx, act, cPrev, c, tanhC, h := p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8]
	SHLQ(Imm(2), left)
	SHLQ(Imm(2), stride)
	gate := newGates(stride)
	k := v.exponentials(gateLimit)
	saved := flushSubnormals()
	preActivation := func(which int) reg.VecVirtual {
		x := v.load(gate.of(z, which))
		VADDPS(gate.of(zx, which), x, x)
		return x
	}

	Label("loop")
	gate.nextRow(act, c, tanhC, h)
	i, f := preActivation(gateI), preActivation(gateF)
	v.negate(i, f)
	k.onePlusExp(i, f)
	i, f = k.reciprocals(i, f)
	VMOVUPS(i, gate.of(act, gateI))
	VMOVUPS(f, gate.of(act, gateF))

	state, o := preActivation(gateG), preActivation(gateO)
	VADDPS(state, state, state)
	v.negate(o)
	k.onePlusExp(state, o)
	state, o = k.reciprocals(state, o)
	k.oneMinusTwice(state)
	VMOVUPS(state, gate.of(act, gateG))
	VMOVUPS(o, gate.of(act, gateO))

	VMULPS(i, state, state)
	VFMADD231PS(Mem{Base: cPrev}, f, state)
	VMOVUPS(state, Mem{Base: c})
	VADDPS(state, state, state)
	k.onePlusExp(state)
	VDIVPS(state, k.register(1), state)
	k.oneMinusTwice(state)
	VMOVUPS(state, Mem{Base: tanhC})
	VMULPS(state, o, o)
	VMOVUPS(o, Mem{Base: h})
	advance(v.bytes(), z, zx, act, cPrev, c, tanhC, h)
	SUBQ(I32(v.bytes()), left)
	JG(LabelRef("loop"))
	restore(saved)
	finish()
}

// negate replaces each x by 0-x.
func (v isa) negate(xs ...reg.VecVirtual) {
	zero := v.vector()
	v.zero(zero)
	for _, x := range xs {
		VSUBPS(x, zero, x)
	}
}

// onePlusExp replaces each x by 1+exp(x).
func (c constants) onePlusExp(xs ...reg.VecVirtual) {
	powers := c.exp(xs...)
	for i, x := range xs {
		VFMADD213PS(c.float(1), powers[i], x)
	}
}

// reciprocals returns 1/a and 1/b.
func (c constants) reciprocals(a, b reg.VecVirtual) (ra, rb reg.VecVirtual) {
	both := c.vector()
	VMULPS(a, b, both)
	VDIVPS(both, c.register(1), both)
	ra, rb = c.vector(), c.vector()
	VMULPS(both, b, ra)
	VMULPS(both, a, rb)
	return ra, rb
}

// oneMinusTwice replaces x by 1-2x.
func (c constants) oneMinusTwice(x reg.VecVirtual) {
	VFNMADD213PS(c.register(1), c.register(2), x)
}

// cellBackward generates the gradients of the pre-activations from the activations:
//
//	dc  = dc + dh*o*(1-tanh(c)^2)
//	di  = dc*g*i*(1-i)        df = dc*cPrev*f*(1-f)
//	dg  = dc*i*(1-g^2)        do = dh*tanh(c)*o*(1-o)      dcPrev = dc*f
func cellBackward(v isa) {
	v.function("cellBackward", "(n, stride int, act, cPrev, tanhC, dh, dc *float32)")
	p := arguments("n", "stride", "act", "cPrev", "tanhC", "dh", "dc")
	left, stride, act, cPrev, tanhC, dh, dc := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
	SHLQ(Imm(2), left)
	SHLQ(Imm(2), stride)
	gate := newGates(stride)
	one := v.broadcast(bits(0x3f800000))
	saved := flushSubnormals()
	rest := func(x reg.VecVirtual) reg.VecVirtual { // 1-x
		r := v.vector()
		VSUBPS(x, one, r)
		return r
	}
	restSquare := func(x reg.VecVirtual) reg.VecVirtual { // 1-x*x
		r := v.vector()
		VMOVAPS(one, r)
		VFNMADD231PS(x, x, r)
		return r
	}
	Label("loop")
	gate.nextRow(act, cPrev, tanhC, dh)
	i, f := v.load(gate.of(act, gateI)), v.load(gate.of(act, gateF))
	g, o := v.load(gate.of(act, gateG)), v.load(gate.of(act, gateO))
	t, dState := v.load(Mem{Base: tanhC}), v.load(Mem{Base: dc})

	dho := v.vector()
	VMULPS(Mem{Base: dh}, o, dho)
	VFMADD231PS(dho, restSquare(t), dState)
	VMULPS(t, dho, dho)
	VMULPS(rest(o), dho, dho)
	VMOVUPS(dho, gate.of(act, gateO))

	dsi := v.vector()
	VMULPS(i, dState, dsi)
	dg := restSquare(g)
	VMULPS(dsi, dg, dg)
	VMOVUPS(dg, gate.of(act, gateG))
	di := rest(i)
	VMULPS(dsi, di, di)
	VMULPS(g, di, di)
	VMOVUPS(di, gate.of(act, gateI))

	dsf := v.vector()
	VMULPS(f, dState, dsf)
	VMOVUPS(dsf, Mem{Base: dc})
	df := rest(f)
	VMULPS(dsf, df, df)
	VMULPS(Mem{Base: cPrev}, df, df)
	VMOVUPS(df, gate.of(act, gateF))

	advance(v.bytes(), act, cPrev, tanhC, dh, dc)
	SUBQ(I32(v.bytes()), left)
	JG(LabelRef("loop"))
	restore(saved)
	finish()
}
