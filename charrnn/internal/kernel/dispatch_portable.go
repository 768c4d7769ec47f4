//go:build purego || !(amd64 || arm64)

package kernel

import "time"

func available() []variant { return []variant{portable} }

// Width returns the number of columns in a panel.
func Width() int { return portableWidth }

func peakFMA(time.Duration) float64 { return 0 }

func mul(m int, a Block, b Panels, init, c Block)               { portableMul(m, a, b, init, c) }
func mulTA(a Block, b, c Panels, add bool)                      { portableMulTA(a, b, c, add) }
func packSum(rows int, src Block, dst, sum []float32)           { portablePackSum(rows, src, dst, sum) }
func transpose(dst, src Panels, q0, q1 int)                     { portableTranspose(dst, src, q0, q1) }
func expSum(x []float32, max float32, lanes *[SumLanes]float32) { portableExpSum(x, max, lanes) }
func sumSquares(x []float32, lanes *[SumLanes]float32)          { portableSumSquares(x, lanes) }
func scale(x []float32, a float32)                              { portableScale(x, a) }
func add(y, x []float32)                                        { portableAdd(y, x) }
func adam(p, m, v, g []float32, step *AdamStep)                 { portableAdam(p, m, v, g, step) }

func fastInt8() bool                                { return false }
func mulInt8(m int, x Bytes, w Int8, init, c Block) { portableMulInt8(m, x, w, init, c) }
func quantize(q []uint8, x []float32)               { portableQuantize(q, x) }

func cellForward(n, stride int, z, zx, act, cPrev, c, tanhC, h []float32) {
	portableCellForward(n, stride, z, zx, act, cPrev, c, tanhC, h)
}

func cellBackward(n, stride int, act, cPrev, tanhC, dh, dc []float32) {
	portableCellBackward(n, stride, act, cPrev, tanhC, dh, dc)
}

func dropout(n int, dst, src []float32, key, counter, threshold uint32, scale float32) {
	portableDropout(n, dst, src, key, counter, threshold, scale)
}

func quantize16(q, r []uint8, x []float32) { portableQuantize16(q, r, x) }

func mulInt16(m int, x Bytes, w Int16, init, c Block) { mulInt16Bytes(m, x, w, init, c) }
