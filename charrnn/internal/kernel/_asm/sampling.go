package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The int8 kernels add products of 8-bit weights and activations in 32 bits and convert the
// sums to float32. The order and the instructions do not change a sum of integers.
//
// A block has 128 columns. Four terms of a column are contiguous, as the instructions need
// them.
const (
	blockColumns = 128
	group        = 4 // contiguous terms of a column
)

// int8Tile computes c = init + scale * sum((x-128)*w) for rows x columns.
type int8Tile struct {
	isa
	rows, columns int
}

func sampling(v isa) {
	// A single row computes all columns of a block; several rows share each load of
	// weights.
	shapes := []struct{ rows, columns int }{{6, 64}, {2, 128}, {1, 128}}
	if !v.wide() {
		shapes = []struct{ rows, columns int }{{1, 64}}
	}
	for _, s := range shapes {
		int8Tile{v, s.rows, s.columns}.generate()
	}
	quantize(v)
}

func (t int8Tile) generate() {
	t.function(fmt.Sprintf("mulInt8_%dx%d", t.rows, t.columns),
		"(groups int, x *uint8, ldx int, w *int8, correction *int32, scale, init *float32, ldi int, c *float32, ldc int)")
	Comment("Strides are in bytes.")
	groups, w := Load(Param("groups"), GP64()), Load(Param("w"), GP64())
	x := newRowPointers(t.rows, "x", "ldx")
	sums := make([][]reg.VecVirtual, t.rows)
	for i := range sums {
		sums[i] = t.isa.vectors(t.columns / t.floats)
	}
	step := t.stepVNNI
	if t.wide() {
		t.startCorrected(sums)
	} else {
		step = t.signedStep(sums)
	}
	Label("loop")
	step(sums, x, w)
	x.advance(group)
	advance(group*blockColumns, w)
	DECQ(groups)
	JNZ(LabelRef("loop"))
	t.finish(sums)
}

// startCorrected sets each sum to the correction of its column, -128 times the sum of its
// weights: for an instruction that reads activations as unsigned, they are 128 too high.
func (t int8Tile) startCorrected(sums [][]reg.VecVirtual) {
	correction := Load(Param("correction"), GP64())
	for j := range sums[0] {
		for i := range sums {
			VMOVDQU32(Mem{Base: correction, Disp: j * t.bytes()}, sums[i][j])
		}
	}
}

// stepVNNI adds four terms to every sum. As in the float32 products, the operand with fewer
// vectors is kept in registers.
func (t int8Tile) stepVNNI(sums [][]reg.VecVirtual, x rowPointers, w reg.Register) {
	activations := make([]reg.VecVirtual, t.rows)
	for i := range activations {
		activations[i] = t.broadcast(x.at(i, 0))
	}
	for j := range sums[0] {
		weights := Op(Mem{Base: w, Disp: j * t.bytes()})
		if t.rows > 1 {
			weights = t.load(weights)
		}
		for i := range sums {
			vpdpbusd(weights, activations[i], sums[i][j])
		}
	}
}

// vpdpbusd adds to each 32-bit element of sum the products of four unsigned bytes of x and
// four signed bytes of w. avo does not have VNNI.
func vpdpbusd(w Op, x, sum reg.VecVirtual) {
	Instruction(&ir.Instruction{
		Opcode:   "VPDPBUSD",
		Operands: []Op{w, x, sum},
		Inputs:   []Op{w, x, sum},
		Outputs:  []Op{sum},
		ISA:      []string{"AVX512_VNNI"},
	})
}

// signedStep is the exact form with AVX2. VPMADDUBSW needs one unsigned operand and adds
// pairs in 16 bits, where 255*127*2 would saturate. So the sign of each activation is moved
// to the weight: |x| * sgn(x)w is at most 128*127, and a pair fits.
func (t int8Tile) signedStep(sums [][]reg.VecVirtual) func(sums [][]reg.VecVirtual, x rowPointers, w reg.Register) {
	for _, s := range sums {
		for _, sum := range s {
			t.zero(sum)
		}
	}
	offset, ones := t.broadcast(bits(0x80808080)), t.broadcast(bits(0x00010001))
	return func(sums [][]reg.VecVirtual, x rowPointers, w reg.Register) {
		for i := range sums {
			signed, size := t.broadcast(x.at(i, 0)), t.vector()
			t.xor(offset, signed, signed)
			VPABSB(signed, size)
			for j, sum := range sums[i] {
				products := t.load(Mem{Base: w, Disp: j * t.bytes()})
				VPSIGNB(signed, products, products)
				VPMADDUBSW(products, size, products)
				VPMADDWD(ones, products, products)
				VPADDD(products, sum, sum)
			}
		}
	}
}

// finish generates c = init + scale*sum.
func (t int8Tile) finish(sums [][]reg.VecVirtual) {
	p := arguments("scale", "init", "ldi", "c", "ldc")
	scale, init, ldi, c, ldc := p[0], p[1], p[2], p[3], p[4]
	for i := range sums {
		for j, sum := range sums[i] {
			at := func(row reg.Register) Mem { return Mem{Base: row, Disp: j * t.bytes()} }
			VCVTDQ2PS(sum, sum)
			y := t.load(at(init))
			VFMADD231PS(at(scale), sum, y)
			VMOVUPS(y, at(c))
		}
		if i < t.rows-1 {
			ADDQ(ldi, init)
			ADDQ(ldc, c)
		}
	}
	finish()
}

// quantize generates q = round(127*x) + 128 as bytes, with x clamped to [-1, 1]. quantize16
// also generates r = round(254*(127*x - round(127*x))) + 128.
func quantize(v isa) {
	v.quantize("quantize", "(n int, q *uint8, x *float32)")
	v.quantize("quantize16", "(n int, q, r *uint8, x *float32)", "r")
}

func (v isa) quantize(name, signature string, rest ...string) {
	v.function(name, signature)
	p := arguments(append([]string{"n", "q", "x"}, rest...)...)
	n, q, x := p[0], p[1], p[2]
	const limit = 127
	low, high := v.broadcast(bits(0xc2fe0000)), v.broadcast(bits(0x42fe0000)) // -127, 127
	offset := v.broadcast(bits(limit + 1))
	var restLimit reg.VecVirtual
	for range rest {
		restLimit = v.broadcast(bits(0x437e0000)) // 254
	}
	Label("loop")
	y, whole := v.vector(), v.vector()
	VMULPS(Mem{Base: x}, high, y)
	VMAXPS(low, y, y) // a NaN becomes -127
	VMINPS(high, y, y)
	VCVTPS2DQ(y, whole)
	for _, r := range p[3:] {
		steps := v.vector()
		VCVTDQ2PS(whole, steps)
		VSUBPS(steps, y, y)
		VMULPS(restLimit, y, y)
		VCVTPS2DQ(y, y)
		v.storeBytes(y, offset, r)
		advance(v.floats, r)
	}
	v.storeBytes(whole, offset, q)
	advance(4*v.floats, x)
	advance(v.floats, q)
	SUBQ(I32(v.floats), n)
	JG(LabelRef("loop"))
	finish()
}

// storeBytes stores y + offset as bytes.
func (v isa) storeBytes(y, offset reg.VecVirtual, to reg.Register) {
	VPADDD(offset, y, y)
	if v.wide() {
		VPMOVDB(y, Mem{Base: to})
		return
	}
	// The AVX2 packs work within 128-bit halves: gather the four bytes of both halves.
	half := XMM()
	VPACKUSDW(y, y, y)
	VEXTRACTI128(Imm(1), y, half)
	VPUNPCKLQDQ(half, y.AsX(), y.AsX())
	VPACKUSWB(y.AsX(), y.AsX(), y.AsX())
	VMOVQ(y.AsX(), Mem{Base: to})
}
