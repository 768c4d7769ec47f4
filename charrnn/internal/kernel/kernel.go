// Package kernel implements the arithmetic of the network: matrix products, the LSTM cell,
// softmax, dropout and Adam. Matrices and vectors come in, and results are written to
// buffers of the caller. Numbers are float32. Products are also there for operands of
// 16 bits, for training ([MulBF16]), and of 8 bits, for sampling ([MulInt8]).
//
// # Layouts
//
// A weight matrix of K rows and N columns is stored in [Panels]: its columns are divided
// into panels of [Width] columns, and each panel is stored as K rows of Width numbers. A
// product reads a panel from beginning to end, so weights need not be packed before use.
// Activations are row-major matrices, [Block], with any distance between rows.
//
// # Padding
//
// All numbers of columns are multiples of Width. The caller pads with zeros. Zeros remain
// zeros in every kernel, also in gradients and moments, so padding does not change a
// result. The exception is [ExpSum]: its padding should be far below the other numbers.
//
// # Variants
//
// There are several variants of each kernel. avx512 and avx2 are generated assembly (the
// folder _asm), neon is assembly written by hand, portable is Go with the BLAS of gonum.
// amx is avx512 with the products of 16-bit and of 8-bit numbers on the tiles of AMX, on
// Linux. With the build tag purego there is only portable. [Names] lists the variants that
// the processor supports. The first is used; the environment variable CHARABANC_KERNEL and
// [Use] select another.
//
// # Determinism
//
// Each element of a product is one chain c = init, c = c + a[k]*b[k], with k ascending,
// in every tile. So the division of rows or panels among threads does not change any bit.
// Sums over many numbers ([ExpSum], [SumSquares]) are computed in [SumLanes] partial sums,
// added in order. The assembly variants use the same fused multiply-adds and agree to the
// last bit. portable rounds each product, so its results differ in the last bits.
//
// Products of bf16 ([MulBF16]) are sums in float32, too, but in the order of the tiles: by
// 32 terms, those with even and with odd k apart. All variants, portable as well, agree to
// the last bit, so a run on tiles can be checked and resumed on any processor, slowly.
//
// # Errors
//
// A slice shorter than its shape, or a length that is not the multiple it must be, is an
// error of the programmer: the function panics before it changes a buffer.
package kernel

import (
	"time"
	"unsafe"
)

// SumLanes is the number of interleaved partial sums in a reduction: the number of floats
// in the widest vector. All vector widths add in the same order.
const SumLanes = 16

// align is the alignment of buffers in bytes: a cache line, and a ZMM vector.
const align = 64

// Alloc returns n zeros, aligned to a cache line.
func Alloc(n int) []float32 {
	s := make([]float32, n+align/4)
	hugePages(s)
	skip := 0
	if r := uintptr(unsafe.Pointer(unsafe.SliceData(s))) % align; r != 0 {
		skip = int(align-r) / 4
	}
	return s[skip : skip+n : skip+n]
}

// Pad rounds n up to a multiple of Width.
func Pad(n int) int { return (n + Width() - 1) / Width() * Width() }

// Panels is a K x N matrix cut into N/Width panels of K x Width numbers.
type Panels struct {
	K, N int
	Data []float32 // N/Width panels, each K x Width, contiguous
}

// NewPanels returns a zero matrix of K rows and N columns, N a multiple of Width.
func NewPanels(k, n int) Panels { return Panels{k, n, Alloc(k * n)} }

// Index returns the position of element (k, n) in Data.
func (p Panels) Index(k, n int) int { return (n/Width()*p.K+k)*Width() + n%Width() }

// Row copies row k, N numbers, to dst.
func (p Panels) Row(k int, dst []float32) {
	w := Width()
	for q := range p.Count() {
		at := (q*p.K + k) * w
		copy(dst[q*w:(q+1)*w], p.Data[at:at+w])
	}
}

// Count returns the number of panels.
func (p Panels) Count() int { return p.N / Width() }

// Range returns panels [q0, q1): columns q0*Width to q1*Width.
func (p Panels) Range(q0, q1 int) Panels {
	size := p.K * Width()
	return Panels{p.K, (q1 - q0) * Width(), p.Data[q0*size : q1*size]}
}

// Block is a row-major matrix: row i starts at Data[i*Stride]. The zero Block is a matrix
// of zeros. With Stride 0, all rows are the same.
type Block struct {
	Data   []float32
	Stride int
}

// NewBlock returns a zero matrix of rows x stride.
func NewBlock(rows, stride int) Block { return Block{Alloc(rows * stride), stride} }

// Row returns row i, with the length of the stride.
func (b Block) Row(i int) []float32 { return b.Data[i*b.Stride : (i+1)*b.Stride] }

// From returns the block that starts at row i and column j of b. For the zero Block it
// returns the zero Block.
func (b Block) From(i, j int) Block {
	if b.Data == nil {
		return b
	}
	return Block{b.Data[i*b.Stride+j:], b.Stride}
}

// covers panics unless b has rows x cols elements.
func (b Block) covers(rows, cols int) {
	if b.Stride < 0 || len(b.Data) < (rows-1)*b.Stride+cols {
		panic("kernel: block smaller than its shape")
	}
}

// covers panics unless p has all its elements.
func (p Panels) covers() {
	if p.K < 1 || p.N < 0 || p.N%Width() != 0 || len(p.Data) < p.K*p.N {
		panic("kernel: panels smaller than their shape")
	}
}

// hold panics unless every slice has n elements.
func hold(n int, slices ...[]float32) {
	for _, s := range slices {
		if len(s) < n {
			panic("kernel: slice shorter than its shape")
		}
	}
}

// whole panics unless n is a multiple of SumLanes.
func whole(n int) {
	if n < 0 || n%SumLanes != 0 {
		panic("kernel: length is not a multiple of SumLanes")
	}
}

// Mul computes c = init + a*b for the first m rows of a (m x b.K) and c
// (m x b.N). init may be the zero Block, one repeated row (a bias), or c itself.
func Mul(m int, a Block, b Panels, init, c Block) {
	if m <= 0 || b.N == 0 {
		return
	}
	b.covers()
	a.covers(m, b.K)
	c.covers(m, b.N)
	if init.Data != nil {
		init.covers(m, b.N)
	}
	mul(m, a, b, init, c)
}

// MulTA computes c = aT*b, or c += aT*b with add: a is b.K x c.K (row-major, used
// transposed), and b and c have as many panels. It computes weight gradients.
func MulTA(a Block, b, c Panels, add bool) {
	if c.K == 0 || c.N == 0 {
		return
	}
	b.covers()
	c.covers()
	a.covers(b.K, c.K)
	if b.N != c.N {
		panic("kernel: shapes do not match")
	}
	mulTA(a, b, c, add)
}

// PackSum copies the first dst.K rows and dst.N columns of src to dst, and adds the sum of
// each column to sum.
func PackSum(src Block, dst Panels, sum []float32) {
	if dst.N == 0 {
		return
	}
	dst.covers()
	src.covers(dst.K, dst.N)
	hold(dst.N, sum)
	w := Width()
	for q := range dst.Count() {
		packSum(dst.K, src.From(0, q*w), dst.Range(q, q+1).Data, sum[q*w:])
	}
}

// Transpose writes panels [q0, q1) of dst = srcT. src is K x N and dst N x K; K and N are
// multiples of Width.
func Transpose(dst, src Panels, q0, q1 int) {
	if q0 >= q1 {
		return
	}
	dst.covers()
	src.covers()
	if dst.K != src.N || dst.N != src.K || q0 < 0 || q1 > dst.Count() {
		panic("kernel: shapes do not match")
	}
	transpose(dst, src, q0, q1)
}

// CellForward runs n units of an LSTM layer, n a multiple of SumLanes. The
// pre-activations are z + zx: four gates of n numbers, in the order i, f, g, o, each stride
// numbers after the last one. It stores the activations of the gates in act in the same
// way, the new cell state in c, its tanh in tanhC, and the output in h:
//
//	c = f*cPrev + i*g    h = o*tanh(c)
//
// Pre-activations are clamped to +-43, where gates are 0 or 1 to within 1e-18. z or zx
// may be act, and cPrev may be c. A NaN in the pre-activations results in NaNs.
func CellForward(n, stride int, z, zx, act, cPrev, c, tanhC, h []float32) {
	whole(n)
	apart(n, stride)
	hold(3*stride+n, z, zx, act)
	hold(n, cPrev, c, tanhC, h)
	if n > 0 {
		cellForward(n, stride, z, zx, act, cPrev, c, tanhC, h)
	}
}

// CellBackward is the backward pass of CellForward. dh is the gradient of the output, dc
// the gradient of c from later steps. It replaces the activations in act by the gradients
// of the pre-activations, and dc by the gradient of cPrev.
func CellBackward(n, stride int, act, cPrev, tanhC, dh, dc []float32) {
	whole(n)
	apart(n, stride)
	hold(3*stride+n, act)
	hold(n, cPrev, tanhC, dh, dc)
	if n > 0 {
		cellBackward(n, stride, act, cPrev, tanhC, dh, dc)
	}
}

// apart panics if rows of n numbers, so far apart, overlap.
func apart(n, stride int) {
	if stride < n {
		panic("kernel: gates overlap")
	}
}

// Dropout writes dst[i] = src[i]*scale if [Keep] is true for counter+i, and 0 otherwise,
// for n numbers, n a multiple of SumLanes. dst may be src.
func Dropout(n int, dst, src []float32, key, counter, threshold uint32, scale float32) {
	whole(n)
	hold(n, dst, src)
	if n > 0 {
		dropout(n, dst, src, key, counter, threshold, scale)
	}
}

// Keep reports whether dropout keeps the number at counter: its hash, uniform over 32 bits
// (the finalizer of MurmurHash3), is not below threshold, the dropout rate times 2^32.
func Keep(key, counter, threshold uint32) bool {
	h := counter ^ key
	h *= 0x85ebca6b
	h ^= h >> 15
	h *= 0xc2b2ae35
	h ^= h >> 13
	h *= 0x85ebca6b
	h ^= h >> 16
	return h >= threshold
}

// ExpSum replaces x by exp(x-max) and returns the sum. len(x) is a multiple of SumLanes.
// x-max is clamped to [-87, 87]; a NaN remains a NaN.
func ExpSum(x []float32, max float32) float32 {
	whole(len(x))
	if len(x) == 0 {
		return 0
	}
	var lanes [SumLanes]float32
	expSum(x, max, &lanes)
	var sum float32
	for _, s := range lanes {
		sum += s
	}
	return sum
}

// SumSquares returns the sum of the squares of x. len(x) is a multiple of SumLanes.
func SumSquares(x []float32) float64 {
	whole(len(x))
	if len(x) == 0 {
		return 0
	}
	var lanes [SumLanes]float32
	sumSquares(x, &lanes)
	var sum float64
	for _, s := range lanes {
		sum += float64(s)
	}
	return sum
}

// Scale multiplies x by a. Results below the smallest normal number become 0. len(x) is a
// multiple of SumLanes.
func Scale(x []float32, a float32) {
	whole(len(x))
	if len(x) > 0 {
		scale(x, a)
	}
}

// Add adds x to the first len(x) numbers of y. len(x) is a multiple of SumLanes.
func Add(y, x []float32) {
	whole(len(x))
	hold(len(x), y)
	if len(x) > 0 {
		add(y, x)
	}
}

// AdamStep holds the constants of an update of [Adam]. The kernels read the fields by
// their position, so all are float32, in this order.
type AdamStep struct {
	Rate         float32 // learning rate, with the bias corrections of this step
	Beta1, Rest1 float32 // decay of the first moment, and 1 minus it
	Beta2, Rest2 float32 // decay of the second moment, and 1 minus it
	Epsilon      float32 // added to the square root of the second moment
	GradScale    float32 // factor of the gradient: 1, or less if it is clipped
	Decay        float32 // decoupled weight decay: p is multiplied by 1-Decay
}

// Adam updates parameters p and moments m, v by gradients g
// (Kingma and Ba, 2015, the efficient form of section 2; decay as in Loshchilov and
// Hutter, 2019):
//
//	g = g*GradScale   m = Beta1*m + Rest1*g   v = Beta2*v + Rest2*g*g
//	p = p - Decay*p - Rate*m/(sqrt(v)+Epsilon)
//
// All lengths are equal and a multiple of SumLanes.
func Adam(p, m, v, g []float32, step *AdamStep) {
	whole(len(p))
	hold(len(p), m, v, g)
	if len(p) > 0 {
		adam(p, m, v, g, step)
	}
}

// PeakFMA measures the peak rate of fused multiply-adds of one core, in GFLOP/s, with the
// vectors of the variant in use. It is the upper limit for a product, which also loads
// operands: Intel's processors lower their clock when they do both (on Sapphire Rapids, a
// product in the first-level cache reaches 90 % of the rate at best). It measures for about d
// and returns the highest rate. For portable it uses the vectors of the best
// variant; if there is none, it returns 0.
func PeakFMA(d time.Duration) float64 { return peakFMA(d) }
