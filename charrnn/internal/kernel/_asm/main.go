// Command asm generates the amd64 assembly of package kernel. go generate in the folder of
// the package runs it; the result is checked in.
//
// Every kernel is written once for vectors of 16 floats (AVX-512) and of 8 (AVX2). Both do
// the same operations on each number in the same order, so the results are the same to the
// last bit. Where one has no instruction for an operation, its replacement is exact.
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
