package kernel

// Weights and activations of 16 bits are pairs of bytes, q + r/254: q is the number rounded as
// for [Int8], and r the rest, which is between -1/2 and 1/2, rounded. A product of two pairs is
// three products of bytes; that of the two rests is left out, as it is no larger than what
// rounding leaves. So sums are still integers, and the same in all variants.

// restLimit is the number of steps of r in one of q.
const restLimit = 2 * 127

// Int16 is a K x N matrix of weights of 16 bits, K a multiple of 4.
type Int16 struct {
	Whole Int8 // K x N: q
	Mixed Int8 // 2K x N: r for the first bytes of activations, then q for their rests
}

// NewInt16 rounds a K x N matrix: see [NewInt8].
func NewInt16(k, n int, row func(k int, dst []float32)) Int16 {
	if k%int8Group != 0 {
		panic("kernel: int16 weights are not whole groups")
	}
	w := Int16{newInt8(k, n), newInt8(2*k, n)}
	w.Whole.round(row, func(i, j int, x float32) {
		q := roundEven(x)
		w.Whole.set(i, j, q)
		w.Mixed.set(i, j, roundEven((x-q)*restLimit))
		w.Mixed.set(k+i, j, q)
	})
	for j, s := range w.Whole.Scale {
		w.Mixed.Scale[j] = s / restLimit
	}
	return w
}

// MulInt16 computes c = init + x*w for the first m rows of x (m x 2*K) and c (m x w.N). Rows
// of x have the first bytes of K activations, then their rests. init is that of [MulInt8].
func MulInt16(m int, x Bytes, w Int16, init, c Block) {
	n := w.Whole.N
	if n != w.Mixed.N || 2*w.Whole.K != w.Mixed.K {
		panic("kernel: shapes do not match")
	}
	if m <= 0 || n == 0 {
		return
	}
	w.Whole.covers(m, x)
	w.Mixed.covers(m, x)
	c.covers(m, n)
	if init.Data != nil {
		init.covers(m, n)
	}
	mulInt16(m, x, w, init, c)
}

// mulInt16Bytes implements MulInt16 by products of bytes.
func mulInt16Bytes(m int, x Bytes, w Int16, init, c Block) {
	MulInt8(m, x, w.Whole, init, c)
	MulInt8(m, x, w.Mixed, c, c)
}

// Quantize16 writes q as [Quantize] does, and r = round(254*(127*x - q)) + 128, with x clamped
// to [-1, 1].
func Quantize16(q, r []uint8, x []float32) {
	whole(len(x))
	if len(q) < len(x) || len(r) < len(x) {
		panic("kernel: slice shorter than its shape")
	}
	if len(x) > 0 {
		quantize16(q, r, x)
	}
}
