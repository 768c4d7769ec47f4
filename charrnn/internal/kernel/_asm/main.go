// Command asm writes the amd64 assembly of package kernel. It is run by
// go generate in the package's folder; the result is checked in.
//
// Every kernel is written once, over a vector width: 16 floats (AVX-512) or 8
// (AVX2). Both do the same operations on each number in the same order, so
// both give the same bits; where one lacks an instruction of the other, the
// substitute is exact.
package main

import . "github.com/mmcloughlin/avo/build"

func main() {
	ConstraintExpr("amd64")
	ConstraintExpr("!purego")
	for _, v := range []isa{avx512, avx2} {
		products(v)
		cell(v)
		expSum(v)
		reductions(v)
		adam(v)
		dropout(v)
		packSum(v)
		transpose(v)
		sampling(v)
		peak(v)
	}
	Generate()
}
