// Package kernel holds the float32 arithmetic of the network: the products,
// the fused cell, softmax and optimiser loops that all the time goes into.
//
// # Layouts
//
// A weight matrix (K rows by N columns) lives in panels, [Panels]: its columns
// are cut into strips of [Width], and each strip is stored as K rows of Width
// numbers, one after another. A product streams through a strip from front to
// back, so weights are never packed again before use. Activations are plain
// row-major matrices, [Block], whose rows may lie further apart than they are
// long.
//
// # Padding
//
// Every column count given to this package is a multiple of Width. The caller
// pads with zeros; zeros stay zeros through every kernel here, gradients and
// moments included, so padding never leaks into a result. Only [ExpSum] makes
// something of it: what it is given for padding should be far below the rest.
//
// # Variants
//
// Each kernel is written several times, once for each variant that [Names]
// lists: avx512 and avx2 are generated assembly (the folder _asm), neon is
// assembly by hand, portable is Go with gonum's BLAS and the only one under
// the build tag purego. The best the processor has is in use from the start;
// the environment variable CHARABANC_KERNEL or [Use] choose another.
//
// # Determinism
//
// Each number of a product is one chain c = init, c = c + a[k]*b[k] with k
// ascending, whatever the tile that computes it. Splitting rows or panels
// between threads therefore never changes a bit. Sums over many numbers
// ([ExpSum], [SumSquares]) run in [SumLanes] fixed lanes, added in order.
// The variants in assembly fuse the same multiplications with the same
// additions, and so agree to the last bit; portable rounds in between, and
// differs from them by that.
//
// # Errors
//
// A slice too short for its shape, or a length that is no multiple of what is
// asked, is a mistake in the program and panics before any number is touched.
package kernel

import (
	"time"
	"unsafe"
)

// SumLanes is the number of interleaved partial sums in a reduction. It is the
// float count of the widest vector, so that all widths add in the same order.
const SumLanes = 16

// align is the byte alignment of every buffer: one cache line, one ZMM vector.
const align = 64

// Alloc returns n zeros, aligned to a cache line.
func Alloc(n int) []float32 {
	s := make([]float32, n+align/4)
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

// Index is where element (k, n) stands in Data.
func (p Panels) Index(k, n int) int { return (n/Width()*p.K+k)*Width() + n%Width() }

// At returns element (k, n).
func (p Panels) At(k, n int) float32 { return p.Data[p.Index(k, n)] }

// Set stores element (k, n).
func (p Panels) Set(k, n int, v float32) { p.Data[p.Index(k, n)] = v }

// Row copies row k, N numbers, to dst.
func (p Panels) Row(k int, dst []float32) {
	w := Width()
	for q := range p.Count() {
		at := (q*p.K + k) * w
		copy(dst[q*w:(q+1)*w], p.Data[at:at+w])
	}
}

// Count is the number of panels.
func (p Panels) Count() int { return p.N / Width() }

// Range is the matrix of panels [q0, q1) alone: columns q0*Width to q1*Width.
func (p Panels) Range(q0, q1 int) Panels {
	size := p.K * Width()
	return Panels{p.K, (q1 - q0) * Width(), p.Data[q0*size : q1*size]}
}

// Block is a row-major matrix: row i starts at Data[i*Stride].
// The zero Block stands for zeros, and Stride 0 repeats one row.
type Block struct {
	Data   []float32
	Stride int
}

// NewBlock returns a zero matrix of rows x stride.
func NewBlock(rows, stride int) Block { return Block{Alloc(rows * stride), stride} }

// Row is row i, as long as the stride.
func (b Block) Row(i int) []float32 { return b.Data[i*b.Stride : (i+1)*b.Stride] }

// From is the block that starts at row i and column j of b. The zero Block
// stays the zero Block.
func (b Block) From(i, j int) Block {
	if b.Data == nil {
		return b
	}
	return Block{b.Data[i*b.Stride+j:], b.Stride}
}

// covers panics unless rows x cols numbers of b are there.
func (b Block) covers(rows, cols int) {
	if b.Stride < 0 || len(b.Data) < (rows-1)*b.Stride+cols {
		panic("kernel: block smaller than its shape")
	}
}

// covers panics unless all of p is there.
func (p Panels) covers() {
	if p.K < 1 || p.N < 0 || p.N%Width() != 0 || len(p.Data) < p.K*p.N {
		panic("kernel: panels smaller than their shape")
	}
}

// hold panics unless there are n numbers in every slice.
func hold(n int, slices ...[]float32) {
	for _, s := range slices {
		if len(s) < n {
			panic("kernel: slice shorter than its shape")
		}
	}
}

// whole panics unless n numbers fill whole vectors.
func whole(n int) {
	if n < 0 || n%SumLanes != 0 {
		panic("kernel: length is no multiple of SumLanes")
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

// MulTA computes c = aT*b, or c += aT*b if add is set, for one panel: a is
// k x m (row-major, used transposed), b is k x Width and c is m x Width, both
// contiguous. It is the product of weight gradients.
func MulTA(m, k int, a Block, b, c []float32, add bool) {
	if m <= 0 {
		return
	}
	Panels{k, Width(), b}.covers()
	a.covers(k, m)
	hold(m*Width(), c)
	mulTA(m, k, a, b, c, add)
}

// PackSum copies the first Width columns of the first rows of src to dst
// (rows x Width, contiguous), and adds each column's sum into sum.
func PackSum(rows int, src Block, dst, sum []float32) {
	if rows <= 0 {
		return
	}
	src.covers(rows, Width())
	hold(rows*Width(), dst)
	hold(Width(), sum)
	packSum(rows, src, dst, sum)
}

// Transpose writes panels [q0, q1) of dst = srcT, where src is K x N and dst
// N x K, both with K and N multiples of Width.
func Transpose(dst, src Panels, q0, q1 int) {
	if q0 >= q1 {
		return
	}
	dst.covers()
	src.covers()
	if dst.K != src.N || dst.N != src.K || q0 < 0 || q1 > dst.Count() {
		panic("kernel: transpose of another shape")
	}
	transpose(dst, src, q0, q1)
}

// CellForward runs one LSTM cell over n units, n a multiple of SumLanes.
// Pre-activations are z + zx, four gates of n numbers in the order i, f, c, o.
// It stores the activated gates in act, the new cell state in c, its tanh in
// tanhC, and the output in h:
//
//	c = f*cPrev + i*g    h = o*tanh(c)
//
// Sums beyond +-43, where gates are 0 or 1 to within 1e-18, count as +-43. z or
// zx may be act, and cPrev may be c. A NaN among the pre-activations is
// one in all that depends on it.
func CellForward(n int, z, zx, act, cPrev, c, tanhC, h []float32) {
	whole(n)
	hold(4*n, z, zx, act)
	hold(n, cPrev, c, tanhC, h)
	if n > 0 {
		cellForward(n, z, zx, act, cPrev, c, tanhC, h)
	}
}

// CellBackward takes the gradient dh of the output back through one cell of n
// units, n a multiple of SumLanes. It replaces the activated gates in act by
// the gradients of their pre-activations, and dc, the gradient of c from later
// steps, by that of cPrev.
func CellBackward(n int, act, cPrev, tanhC, dh, dc []float32) {
	whole(n)
	hold(4*n, act)
	hold(n, cPrev, tanhC, dh, dc)
	if n > 0 {
		cellBackward(n, act, cPrev, tanhC, dh, dc)
	}
}

// Dropout writes dst[i] = src[i]*scale where [Keep] says so and 0 elsewhere,
// for n numbers, n a multiple of SumLanes, and the counters counter,
// counter+1, ... dst may be src.
func Dropout(n int, dst, src []float32, key, counter, threshold uint32, scale float32) {
	whole(n)
	hold(n, dst, src)
	if n > 0 {
		dropout(n, dst, src, key, counter, threshold, scale)
	}
}

// Keep tells whether the number at counter survives dropout: its hash, uniform
// over 32 bits (the finaliser of MurmurHash3), reaches threshold, which is the
// dropout rate times 2^32.
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

// ExpSum replaces x by exp(x-max) and returns the sum. len(x) is a multiple of
// SumLanes; arguments are clamped to [-87, 87], and a NaN stays one.
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

// SumSquares returns the sum of x squared. len(x) is a multiple of SumLanes.
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

// Scale multiplies x by a; results below the smallest normal number become 0.
// len(x) is a multiple of SumLanes.
func Scale(x []float32, a float32) {
	whole(len(x))
	if len(x) > 0 {
		scale(x, a)
	}
}

// Add adds x to y, of which it takes as many numbers. len(x) is a multiple of
// SumLanes.
func Add(y, x []float32) {
	whole(len(x))
	hold(len(x), y)
	if len(x) > 0 {
		add(y, x)
	}
}

// AdamStep is what one update of [Adam] needs besides the numbers themselves.
// All fields are float32 and in this order: the kernels read them by position.
type AdamStep struct {
	Rate         float32 // learning rate with the bias corrections of this step in it
	Beta1, Rest1 float32 // decay of the first moment, and 1 minus it
	Beta2, Rest2 float32 // decay of the second moment, and 1 minus it
	Epsilon      float32 // added to the root of the second moment
	GradScale    float32 // multiplies the gradient first (1, or less when it is clipped)
	Decay        float32 // decoupled weight decay of this step: p is first scaled by 1-Decay
}

// Adam updates parameters p and moments m, v by gradients g
// (Kingma and Ba, 2015, section 2's efficient form; decay after Loshchilov and
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

// PeakFMA is the rate of fused multiply-adds, in GFLOP/s, that one core reaches
// with the vectors of the variant in use when nothing else is asked of it: the
// ceiling for a product. It measures for about d and gives the best stretch.
// For portable it takes the vectors of the best variant there is; where there
// is no other it gives 0.
func PeakFMA(d time.Duration) float64 { return peakFMA(d) }
