package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// transpose generates dst = srcT for a square of panelWidth x panelWidth numbers whose rows
// are rows of a panel. A matrix in panels is transposed square by square.
//
// The square is divided into squares of vectors, which are transposed in registers: first
// pairs of rows, then groups of four, then whole vectors.
func transpose(v isa) {
	v.function("transpose32x32", "(dst, src *float32)")
	p := arguments("dst", "src")
	dst, src := p[0], p[1]
	const row = 4 * panelWidth
	squares := panelWidth / v.floats
	left := GP64()
	MOVQ(I32(squares), left)
	Label("loop")
	for j := range squares {
		rows := make([]reg.VecVirtual, v.floats)
		for i := range rows {
			rows[i] = v.load(Mem{Base: src, Disp: i*row + j*v.bytes()})
		}
		if v.wide() {
			rows = wideSquare(rows)
		} else {
			rows = narrowSquare(rows)
		}
		for i := range rows {
			VMOVUPS(rows[i], Mem{Base: dst, Disp: (j*v.floats + i) * row})
		}
	}
	advance(v.floats*row, src)
	advance(v.bytes(), dst)
	DECQ(left)
	JNZ(LabelRef("loop"))
	finish()
}

// fours interleaves rows within 128-bit quarters. Result 4b+c holds, in quarter
// q, rows 4b to 4b+3 of column 4q+c.
func fours(v isa, r []reg.VecVirtual) []reg.VecVirtual {
	pairs, out := v.vectors(len(r)), v.vectors(len(r))
	for i := 0; i < len(r); i += 2 {
		VUNPCKLPS(r[i+1], r[i], pairs[i])
		VUNPCKHPS(r[i+1], r[i], pairs[i+1])
	}
	for i := 0; i < len(r); i += 4 {
		VUNPCKLPD(pairs[i+2], pairs[i], out[i])
		VUNPCKHPD(pairs[i+2], pairs[i], out[i+1])
		VUNPCKLPD(pairs[i+3], pairs[i+1], out[i+2])
		VUNPCKHPD(pairs[i+3], pairs[i+1], out[i+3])
	}
	return out
}

// narrowSquare transposes 8 x 8: fours, then it exchanges halves.
func narrowSquare(r []reg.VecVirtual) []reg.VecVirtual {
	const lowHalves, highHalves = 0x20, 0x31
	r = fours(avx2, r)
	out := avx2.vectors(8)
	for c := range 4 {
		VPERM2F128(Imm(lowHalves), r[4+c], r[c], out[c])
		VPERM2F128(Imm(highHalves), r[4+c], r[c], out[4+c])
	}
	return out
}

// wideSquare transposes 16 x 16: fours, then a 4 x 4 matrix of quarters. A shuffle gathers
// the even or the odd quarters of two vectors.
func wideSquare(r []reg.VecVirtual) []reg.VecVirtual {
	const even, odd = 0x88, 0xdd
	r = fours(avx512, r)
	out := make([]reg.VecVirtual, 16)
	shuffle := func(which uint64, a, b reg.VecVirtual) reg.VecVirtual {
		x := ZMM()
		VSHUFF32X4(Imm(which), b, a, x)
		return x
	}
	for c := range 4 {
		lowEven, lowOdd := shuffle(even, r[c], r[4+c]), shuffle(odd, r[c], r[4+c])
		highEven, highOdd := shuffle(even, r[8+c], r[12+c]), shuffle(odd, r[8+c], r[12+c])
		out[c] = shuffle(even, lowEven, highEven)
		out[4+c] = shuffle(even, lowOdd, highOdd)
		out[8+c] = shuffle(odd, lowEven, highEven)
		out[12+c] = shuffle(odd, lowOdd, highOdd)
	}
	return out
}
