//go:build !purego

package kernel

import (
	"time"

	"golang.org/x/sys/cpu"
)

// available returns the variants of the processor. Every arm64 processor has NEON.
func available() []variant { return []variant{neon, portable} }

// hasDotProduct reports whether the processor has an instruction for sums of products of
// bytes. Processors since about 2018 do.
var hasDotProduct = cpu.ARM64.HasASIMDDP

func mul(m int, a Block, b Panels, init, c Block) {
	if active == neon {
		mulTiles(tilesNEON, m, a, b, init, c)
		return
	}
	portableMul(m, a, b, init, c)
}

func mulTA(a Block, b, c Panels, add bool) {
	if active == neon {
		mulTATiles(tilesNEON, a, b, c, add)
		return
	}
	portableMulTA(a, b, c, add)
}

func fastInt8() bool { return active == neon && hasDotProduct }

func mulInt8(m int, x Bytes, w Int8, init, c Block) {
	if fastInt8() {
		mulInt8Tiles(int8TilesNEON, m, x, w, init, c)
		return
	}
	portableMulInt8(m, x, w, init, c)
}

func quantize(q []uint8, x []float32) {
	if active == neon {
		quantizeNEON(len(x), &q[0], &x[0])
		return
	}
	portableQuantize(q, x)
}

func packSum(rows int, src Block, dst, sum []float32) {
	if active == neon {
		packSumNEON(rows, &src.Data[0], 4*src.Stride, &dst[0], &sum[0])
		return
	}
	portablePackSum(rows, src, dst, sum)
}

func transpose(dst, src Panels, q0, q1 int) {
	if active == neon {
		const w = assemblyWidth
		for q := q0; q < q1; q++ {
			for p := range src.Count() {
				transpose32x32NEON(&dst.Data[dst.Index(p*w, q*w)], &src.Data[src.Index(q*w, p*w)])
			}
		}
		return
	}
	portableTranspose(dst, src, q0, q1)
}

func cellForward(n, stride int, z, zx, act, cPrev, c, tanhC, h []float32) {
	if active == neon {
		cellForwardNEON(n, stride, &z[0], &zx[0], &act[0], &cPrev[0], &c[0], &tanhC[0], &h[0])
		return
	}
	portableCellForward(n, stride, z, zx, act, cPrev, c, tanhC, h)
}

func cellBackward(n, stride int, act, cPrev, tanhC, dh, dc []float32) {
	if active == neon {
		cellBackwardNEON(n, stride, &act[0], &cPrev[0], &tanhC[0], &dh[0], &dc[0])
		return
	}
	portableCellBackward(n, stride, act, cPrev, tanhC, dh, dc)
}

func dropout(n int, dst, src []float32, key, counter, threshold uint32, scale float32) {
	if active == neon {
		dropoutNEON(n, &dst[0], &src[0], key, counter, threshold, scale)
		return
	}
	portableDropout(n, dst, src, key, counter, threshold, scale)
}

func expSum(x []float32, max float32, lanes *[SumLanes]float32) {
	if active == neon {
		expSumNEON(len(x), &x[0], max, &lanes[0])
		return
	}
	portableExpSum(x, max, lanes)
}

func sumSquares(x []float32, lanes *[SumLanes]float32) {
	if active == neon {
		sumSquaresNEON(len(x), &x[0], &lanes[0])
		return
	}
	portableSumSquares(x, lanes)
}

func scale(x []float32, a float32) {
	if active == neon {
		scaleNEON(len(x), &x[0], a)
		return
	}
	portableScale(x, a)
}

func add(y, x []float32) {
	if active == neon {
		addNEON(len(x), &y[0], &x[0])
		return
	}
	portableAdd(y, x)
}

func adam(p, m, v, g []float32, step *AdamStep) {
	if active == neon {
		adamNEON(len(p), &p[0], &m[0], &v[0], &g[0], &step.Rate)
		return
	}
	portableAdam(p, m, v, g, step)
}

// peakFMA runs fused multiply-adds in registers, for about 0.3 ms at a time, and returns
// the highest rate.
func peakFMA(d time.Duration) float64 {
	const loops, flops = 10_000, 2 * 4 * 5 * 16 // flops in each loop
	best := 0.0
	for end := time.Now().Add(d); time.Now().Before(end); {
		start := time.Now()
		peakNEON(loops)
		best = max(best, loops*flops/float64(time.Since(start)))
	}
	return best
}

func quantize16(q, r []uint8, x []float32) { portableQuantize16(q, r, x) }

func mulInt16(m int, x Bytes, w Int16, init, c Block) { mulInt16Bytes(m, x, w, init, c) }
