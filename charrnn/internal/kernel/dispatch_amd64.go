//go:build !purego

package kernel

import (
	"time"

	"golang.org/x/sys/cpu"
)

//go:generate go run -C _asm . -out ../kernels_amd64.s -stubs ../stubs_amd64.go -pkg kernel

// available returns the variants of the processor, the best first.
func available() []variant {
	var v []variant
	if hasTiles() {
		v = append(v, amx)
	}
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512BW {
		v = append(v, avx512)
	}
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		v = append(v, avx2)
	}
	return append(v, portable)
}

func mul(m int, a Block, b Panels, init, c Block) {
	if active >= avx512 {
		mulTiles(tilesAVX512, m, a, b, init, c)
		return
	}
	if active == avx2 {
		mulTiles(tilesAVX2, m, a, b, init, c)
		return
	}
	portableMul(m, a, b, init, c)
}

func mulTA(a Block, b, c Panels, add bool) {
	if active >= avx512 {
		mulTATiles(tilesAVX512, a, b, c, add)
		return
	}
	if active == avx2 {
		mulTATiles(tilesAVX2, a, b, c, add)
		return
	}
	portableMulTA(a, b, c, add)
}

func packSum(rows int, src Block, dst, sum []float32) {
	if active >= avx512 {
		packSumAVX512(rows, &src.Data[0], 4*src.Stride, &dst[0], &sum[0])
		return
	}
	if active == avx2 {
		packSumAVX2(rows, &src.Data[0], 4*src.Stride, &dst[0], &sum[0])
		return
	}
	portablePackSum(rows, src, dst, sum)
}

func transpose(dst, src Panels, q0, q1 int) {
	if active == portable {
		portableTranspose(dst, src, q0, q1)
		return
	}
	const w = assemblyWidth
	for q := q0; q < q1; q++ {
		for p := range src.Count() {
			to, from := &dst.Data[dst.Index(p*w, q*w)], &src.Data[src.Index(q*w, p*w)]
			if active >= avx512 {
				transpose32x32AVX512(to, from)
			} else {
				transpose32x32AVX2(to, from)
			}
		}
	}
}

func cellForward(n, stride int, z, zx, act, cPrev, c, tanhC, h []float32) {
	if active >= avx512 {
		cellForwardAVX512(n, stride, &z[0], &zx[0], &act[0], &cPrev[0], &c[0], &tanhC[0], &h[0])
		return
	}
	if active == avx2 {
		cellForwardAVX2(n, stride, &z[0], &zx[0], &act[0], &cPrev[0], &c[0], &tanhC[0], &h[0])
		return
	}
	portableCellForward(n, stride, z, zx, act, cPrev, c, tanhC, h)
}

func cellBackward(n, stride int, act, cPrev, tanhC, dh, dc []float32) {
	if active >= avx512 {
		cellBackwardAVX512(n, stride, &act[0], &cPrev[0], &tanhC[0], &dh[0], &dc[0])
		return
	}
	if active == avx2 {
		cellBackwardAVX2(n, stride, &act[0], &cPrev[0], &tanhC[0], &dh[0], &dc[0])
		return
	}
	portableCellBackward(n, stride, act, cPrev, tanhC, dh, dc)
}

func dropout(n int, dst, src []float32, key, counter, threshold uint32, scale float32) {
	if active >= avx512 {
		dropoutAVX512(n, &dst[0], &src[0], key, counter, threshold, scale)
		return
	}
	if active == avx2 {
		dropoutAVX2(n, &dst[0], &src[0], key, counter, threshold, scale)
		return
	}
	portableDropout(n, dst, src, key, counter, threshold, scale)
}

func expSum(x []float32, max float32, lanes *[SumLanes]float32) {
	if active >= avx512 {
		expSumAVX512(len(x), &x[0], max, &lanes[0])
		return
	}
	if active == avx2 {
		expSumAVX2(len(x), &x[0], max, &lanes[0])
		return
	}
	portableExpSum(x, max, lanes)
}

func sumSquares(x []float32, lanes *[SumLanes]float32) {
	if active >= avx512 {
		sumSquaresAVX512(len(x), &x[0], &lanes[0])
		return
	}
	if active == avx2 {
		sumSquaresAVX2(len(x), &x[0], &lanes[0])
		return
	}
	portableSumSquares(x, lanes)
}

func scale(x []float32, a float32) {
	if active >= avx512 {
		scaleAVX512(len(x), &x[0], a)
		return
	}
	if active == avx2 {
		scaleAVX2(len(x), &x[0], a)
		return
	}
	portableScale(x, a)
}

func add(y, x []float32) {
	if active >= avx512 {
		addAVX512(len(x), &y[0], &x[0])
		return
	}
	if active == avx2 {
		addAVX2(len(x), &y[0], &x[0])
		return
	}
	portableAdd(y, x)
}

func adam(p, m, v, g []float32, step *AdamStep) {
	if active >= avx512 {
		adamAVX512(len(p), &p[0], &m[0], &v[0], &g[0], &step.Rate)
		return
	}
	if active == avx2 {
		adamAVX2(len(p), &p[0], &m[0], &v[0], &g[0], &step.Rate)
		return
	}
	portableAdam(p, m, v, g, step)
}

// The instructions for products of bytes do not follow from the variant of the float32
// kernels: AVX512_VNNI, AVX-VNNI or neither. The sums are the same with all of them.
var hasVNNI, hasAVXVNNI = cpu.X86.HasAVX512VNNI, cpu.X86.HasAVXVNNI

func fastInt8() bool { return active != portable }

func mulInt8(m int, x Bytes, w Int8, init, c Block) {
	if active == amx && m >= int8TileRows {
		mulInt8Pairs(m, x, w, init, c)
		return
	}
	if active >= avx512 && hasVNNI {
		mulInt8Tiles(int8TilesAVX512, m, x, w, init, c)
		return
	}
	if active != portable && hasAVXVNNI {
		mulInt8Tiles(int8TilesAVXVNNI, m, x, w, init, c)
		return
	}
	if active != portable {
		mulInt8Tiles(int8TilesAVX2, m, x, w, init, c)
		return
	}
	portableMulInt8(m, x, w, init, c)
}

func mulInt16(m int, x Bytes, w Int16, init, c Block) {
	if active == amx && m >= int8TileRows {
		mulInt16Pairs(m, x, w, init, c)
		return
	}
	mulInt16Bytes(m, x, w, init, c)
}

func quantize(q []uint8, x []float32) {
	if active >= avx512 {
		quantizeAVX512(len(x), &q[0], &x[0])
		return
	}
	if active == avx2 {
		quantizeAVX2(len(x), &q[0], &x[0])
		return
	}
	portableQuantize(q, x)
}

func quantize16(q, r []uint8, x []float32) {
	if active >= avx512 {
		quantize16AVX512(len(x), &q[0], &r[0], &x[0])
		return
	}
	if active == avx2 {
		quantize16AVX2(len(x), &q[0], &r[0], &x[0])
		return
	}
	portableQuantize16(q, r, x)
}

// peakFMA runs fused multiply-adds in registers, for about 0.3 ms at a time, and returns
// the highest rate.
func peakFMA(d time.Duration) float64 {
	const loops, fmas = 20_000, 120 // multiply-adds in each loop
	v := active
	if v == portable {
		v = available()[0]
	}
	best := 0.0
	for end := time.Now().Add(d); time.Now().Before(end); {
		start := time.Now()
		flops := 0.0
		if v >= avx512 {
			peakAVX512(loops)
			flops = 2 * 16 * loops * fmas
		} else if v == avx2 {
			peakAVX2(loops)
			flops = 2 * 8 * loops * fmas
		}
		best = max(best, flops/float64(time.Since(start)))
	}
	return best
}
