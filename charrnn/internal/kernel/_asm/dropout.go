package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// dropout generates dst = src*scale where the hash of the counter is not below the
// threshold, and 0 elsewhere. The hash is that of kernel.Keep.
func dropout(v isa) {
	v.function("dropout", "(n int, dst, src *float32, key, counter, threshold uint32, scale float32)")
	p := arguments("n", "dst", "src")
	n, dst, src := p[0], p[1], p[2]
	key, counter, threshold := v.scalar("key"), v.scalar("counter"), v.scalar("threshold")
	factor := v.scalar("scale")
	first, second := v.broadcast(bits(0x85ebca6b)), v.broadcast(bits(0xc2b2ae35))
	step := v.broadcast(bits(uint32(v.floats)))
	VPADDD(static("ascending", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), counter, counter)

	shiftXor := func(x reg.VecVirtual, bits uint64) {
		t := v.vector()
		VPSRLD(Imm(bits), x, t)
		v.xor(t, x, x)
	}
	Label("loop")
	hash := v.vector()
	v.xor(counter, key, hash)
	VPMULLD(first, hash, hash)
	shiftXor(hash, 15)
	VPMULLD(second, hash, hash)
	shiftXor(hash, 13)
	VPMULLD(first, hash, hash)
	shiftXor(hash, 16)
	kept := v.vector()
	if v.wide() {
		const notLess = 5
		mask := K()
		VPCMPUD(Imm(notLess), threshold, hash, mask)
		VMULPS_Z(Mem{Base: src}, factor, mask, kept)
	} else {
		// AVX2 compares only signed numbers, but max(hash, threshold) == hash if
		// hash >= threshold.
		mask := v.vector()
		VPMAXUD(threshold, hash, mask)
		VPCMPEQD(mask, hash, mask)
		VMULPS(Mem{Base: src}, factor, kept)
		VANDPS(mask, kept, kept)
	}
	VMOVUPS(kept, Mem{Base: dst})
	VPADDD(step, counter, counter)
	advance(v.bytes(), src, dst)
	SUBQ(I32(v.floats), n)
	JG(LabelRef("loop"))
	finish()
}
