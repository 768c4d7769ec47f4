package kernel

import "math"

// Sampling reads all weights for each symbol. Weights of 8 bits need a quarter of the
// memory bandwidth of float32. An activation x in [-1, 1] is stored as round(127*x) + 128
// ([Quantize]). A weight w is stored as round(w/s), where s is the largest magnitude of its
// column divided by 127. Sums of products are integers, the same in all variants.

// BlockWidth is the number of columns in a block of [Int8] weights.
const BlockWidth = 128

// int8Group is the number of terms of a column that are stored together.
const int8Group = 4

// Int8 is a K x N matrix of 8-bit weights in N/BlockWidth blocks, each
// K/4 x BlockWidth x 4 numbers (K rounded up to a multiple of 4).
type Int8 struct {
	K, N  int
	Data  []int8    // weights, -127 to 127
	Scale []float32 // N, by column: factor from the sum of products to float32

	// correction is, by column, -128 times the sum of the weights. It is added for
	// instructions that read activations as unsigned numbers.
	correction []int32
}

// NewInt8 rounds a K x N matrix. row writes row k, N numbers, to dst; it is called twice
// for each row. N is a multiple of BlockWidth.
func NewInt8(k, n int, row func(k int, dst []float32)) Int8 {
	w := newInt8(k, n)
	w.round(row, func(i, j int, x float32) { w.set(i, j, roundEven(x)) })
	return w
}

func newInt8(k, n int) Int8 {
	if k < 1 || n < 0 || n%BlockWidth != 0 {
		panic("kernel: int8 weights are not whole blocks")
	}
	w := Int8{K: k, N: n, Scale: Alloc(n), correction: make([]int32, n)}
	w.Data = make([]int8, w.groups()*int8Group*n)
	return w
}

// set sets weight (k, n), which was zero, to q.
func (w Int8) set(k, n int, q float32) {
	w.Data[w.index(k, n)] = int8(q)
	w.correction[n] -= activationOffset * int32(q)
}

// round sets the scales of w, and calls each with each weight of the matrix, as a multiple of
// the step of its column, -127 to 127.
func (w Int8) round(row func(k int, dst []float32), each func(k, n int, x float32)) {
	k, n := w.K, w.N
	values, largest := make([]float32, n), make([]float32, n)
	for i := range k {
		row(i, values)
		for j, v := range values {
			largest[j] = max(largest[j], v, -v)
		}
	}
	for j, l := range largest {
		w.Scale[j] = l / weightLimit // may be 0, infinite or NaN
	}
	for i := range k {
		row(i, values)
		for j, v := range values {
			step := w.Scale[j]
			if !(step > 0 && step <= math.MaxFloat32) {
				continue // all are zero, or there is a NaN or an infinity, which Scale keeps
			}
			each(i, j, min(max(v/step, -weightLimit), weightLimit))
		}
	}
	for j := range w.Scale {
		w.Scale[j] /= activationLimit
	}
}

const (
	weightLimit      = 127
	activationLimit  = 127
	activationOffset = 128
)

// groups returns the number of groups of terms.
func (w Int8) groups() int { return (w.K + int8Group - 1) / int8Group }

// index returns the position of weight (k, n) in Data.
func (w Int8) index(k, n int) int {
	const row = int8Group * BlockWidth
	return (n/BlockWidth*w.groups()+k/int8Group)*row + n%BlockWidth*int8Group + k%int8Group
}

// Range returns blocks [q0, q1): columns q0*BlockWidth to q1*BlockWidth.
func (w Int8) Range(q0, q1 int) Int8 {
	size := w.groups() * int8Group * BlockWidth
	c0, c1 := q0*BlockWidth, q1*BlockWidth
	return Int8{w.K, c1 - c0, w.Data[q0*size : q1*size], w.Scale[c0:c1], w.correction[c0:c1]}
}

// Bytes is a row-major matrix of rounded activations: row i starts at Data[i*Stride].
type Bytes struct {
	Data   []uint8
	Stride int
}

// NewBytes returns rows x stride activations of zero, stored as 128.
func NewBytes(rows, stride int) Bytes {
	b := Bytes{make([]uint8, rows*stride), stride}
	for i := range b.Data {
		b.Data[i] = activationOffset
	}
	return b
}

// From returns the matrix that starts at row i and column j of b.
func (b Bytes) From(i, j int) Bytes { return Bytes{b.Data[i*b.Stride+j:], b.Stride} }

// MulInt8 computes c = init + x*w for the first m rows of x (m x w.K) and c (m x w.N). init
// may be the zero Block, one repeated row (a bias), or c itself. Rows of x have w.K numbers,
// rounded up to a multiple of 4; those after w.K may have any value.
func MulInt8(m int, x Bytes, w Int8, init, c Block) {
	if m <= 0 || w.N == 0 {
		return
	}
	w.covers(m, x)
	c.covers(m, w.N)
	if init.Data == nil {
		init = Block{noInit[:], 0}
		for q := range w.N / BlockWidth {
			mulInt8(m, x, w.Range(q, q+1), init, c.From(0, q*BlockWidth))
		}
		return
	}
	init.covers(m, w.N)
	mulInt8(m, x, w, init, c)
}

// covers panics unless w, and m rows of x, have all their elements.
func (w Int8) covers(m int, x Bytes) {
	terms := w.groups() * int8Group
	if w.K < 1 || w.N%BlockWidth != 0 || len(w.Data) < terms*w.N || len(w.Scale) < w.N || len(w.correction) < w.N {
		panic("kernel: int8 weights smaller than their shape")
	}
	if x.Stride < 0 || len(x.Data) < (m-1)*x.Stride+terms {
		panic("kernel: activations smaller than their shape")
	}
}

// FastInt8 reports whether the processor has instructions for [MulInt8], which is then
// several times as fast as [Mul]. Without them it is slower than Mul.
func FastInt8() bool { return fastInt8() }

// noInit is a row of zeros, as wide as a block.
var noInit [BlockWidth]float32

// Quantize writes q = round(127*x) + 128, with ties to even. x is clamped to [-1, 1]; a NaN
// becomes -1. len(x) is a multiple of SumLanes.
func Quantize(q []uint8, x []float32) {
	whole(len(x))
	if len(q) < len(x) {
		panic("kernel: slice shorter than its shape")
	}
	if len(x) > 0 {
		quantize(q, x)
	}
}
