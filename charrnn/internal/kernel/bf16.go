package kernel

import (
	"math"
	"unsafe"
)

// Numbers of 16 bits (bf16, the upper half of a float32) for training: [MulBF16] multiplies
// them and adds in float32. AMX does it with tiles, 16 rows of 64 bytes:
//
//	a, 16 x 32         b, 32 x 16, by pairs of rows        c, 16 x 16 float32
//	a[0,0] a[0,1] ...  b[0,0] b[1,0] b[0,1] b[1,1] ...     c[0,0] c[0,1] ...
//	a[1,0] a[1,1] ...  b[2,0] b[3,0] b[2,1] b[3,1] ...     c[1,0] c[1,1] ...
//
// So activations, a, are read as they are, in rows. Weights, b, are packed in [BF16Panels].
//
// # Bits
//
// A product adds its terms 32 at a time: in ascending order, the terms with even k from
// zero, and the terms with odd k from zero, each with a fused multiply-add. It adds the two
// sums, and then adds the result to c. Subnormal numbers, of a, b, c and of each sum, count
// as zero of the same sign. All variants compute that, so they agree to the last bit, except
// for the payload of a NaN. Neither a division of rows or panels, nor one of terms at a
// multiple of 32, changes a bit.

// BF16Width is the number of columns in a panel of [BF16Panels], in all variants.
const BF16Width = 32

// BF16Step is the number of terms of a sum that a product takes at a time.
const BF16Step = 32

// bf16Tile is the number of numbers in a tile of a or b.
const bf16Tile = 16 * BF16Step

// BF16Block is a row-major matrix of bf16: row i starts at Data[i*Stride]. Tiles are read
// fastest from a stride that [BF16Pad] returns.
type BF16Block struct {
	Data   []uint16
	Stride int
}

// NewBF16Block returns a zero matrix of rows x stride.
func NewBF16Block(rows, stride int) BF16Block { return BF16Block{allocBF16(rows * stride), stride} }

// BF16Pad returns the stride for rows of n bf16 numbers: a whole number of cache lines, so
// that no line of a tile is in two, and an odd one, so that the rows of a tile are in
// different sets of the caches.
func BF16Pad(n int) int {
	const line = align / 2
	return ((n+line-1)/line | 1) * line
}

// Row returns row i, with the length of the stride.
func (b BF16Block) Row(i int) []uint16 { return b.Data[i*b.Stride : (i+1)*b.Stride] }

// From returns the block that starts at row i and column j of b.
func (b BF16Block) From(i, j int) BF16Block { return BF16Block{b.Data[i*b.Stride+j:], b.Stride} }

// covers panics unless b has rows x cols elements.
func (b BF16Block) covers(rows, cols int) {
	if b.Stride < 0 || len(b.Data) < (rows-1)*b.Stride+cols {
		panic("kernel: block smaller than its shape")
	}
}

// BF16Panels is a K x N matrix of bf16 in N/BF16Width panels. A panel is K/32 steps of two
// tiles of 32 rows x 16 columns, where each pair of rows is interleaved. Rows after K, to a
// multiple of 32, are zero.
type BF16Panels struct {
	K, N int
	Data []uint16
}

// NewBF16Panels returns a zero matrix of K rows and N columns, N a multiple of BF16Width.
func NewBF16Panels(k, n int) BF16Panels {
	return BF16Panels{k, n, allocBF16(PadBF16(k) * n)}
}

// PadBF16 rounds n up to a multiple of BF16Step.
func PadBF16(n int) int { return bf16Steps(n) * BF16Step }

// bf16Steps returns the number of steps for k terms.
func bf16Steps(k int) int { return (k + BF16Step - 1) / BF16Step }

// Count returns the number of panels.
func (b BF16Panels) Count() int { return b.N / BF16Width }

// size returns how many numbers a panel has.
func (b BF16Panels) size() int { return bf16Steps(b.K) * 2 * bf16Tile }

// index returns the position of element (k, n) in Data.
func (b BF16Panels) index(k, n int) int {
	tile := k/BF16Step*2 + n%BF16Width/16
	return n/BF16Width*b.size() + tile*bf16Tile + k%BF16Step/2*32 + n%16*2 + k%2
}

// Range returns panels [q0, q1): columns q0*BF16Width to q1*BF16Width.
func (b BF16Panels) Range(q0, q1 int) BF16Panels {
	return BF16Panels{b.K, (q1 - q0) * BF16Width, b.Data[q0*b.size() : q1*b.size()]}
}

// covers panics unless b has all its elements.
func (b BF16Panels) covers() {
	if b.K < 1 || b.N < 0 || b.N%BF16Width != 0 || len(b.Data) < b.Count()*b.size() {
		panic("kernel: panels smaller than their shape")
	}
}

// panels panics unless b has panels [q0, q1).
func (b BF16Panels) panels(q0, q1 int) {
	b.covers()
	if q0 < 0 || q1 > b.Count() {
		panic("kernel: shapes do not match")
	}
}

// MulBF16 computes c = init + a*b for the first m rows of a (m x b.K) and c (m x b.N). init
// may be the zero Block, one repeated row (a bias), or c itself. Rows of a have b.K numbers,
// rounded up to a multiple of 32; those after b.K must be zero.
func MulBF16(m int, a BF16Block, b BF16Panels, init, c Block) {
	if m <= 0 || b.N == 0 {
		return
	}
	b.covers()
	a.covers(m, PadBF16(b.K))
	c.covers(m, b.N)
	if init.Data != nil {
		init.covers(m, b.N)
	}
	mulBF16(m, a, b, init, c)
}

// RoundBF16 writes src to dst in bf16, to nearest, with ties to even. Subnormal numbers
// become zero of the same sign; a NaN keeps its sign and its upper bits and is quiet.
// len(src) is a multiple of SumLanes.
func RoundBF16(dst []uint16, src []float32) {
	whole(len(src))
	if len(dst) < len(src) {
		panic("kernel: slice shorter than its shape")
	}
	if len(src) > 0 {
		roundBF16(dst, src)
	}
}

// Pack writes panels [q0, q1) of b: float32 weights src of the same shape, rounded as by
// [RoundBF16].
func (b BF16Panels) Pack(src Panels, q0, q1 int) {
	if q0 >= q1 {
		return
	}
	b.panels(q0, q1)
	src.covers()
	if src.K != b.K || src.N != b.N {
		panic("kernel: shapes do not match")
	}
	packBF16(b, src, q0, q1)
}

// PackTransposed writes panels [q0, q1) of b = srcT, where src has b.N rows and b.K columns.
func (b BF16Panels) PackTransposed(src Panels, q0, q1 int) {
	if q0 >= q1 {
		return
	}
	b.panels(q0, q1)
	src.covers()
	if src.K != b.N || src.N != b.K {
		panic("kernel: shapes do not match")
	}
	packTransposedBF16(b, src, q0, q1)
}

// PackRows writes panels [q0, q1) of b, which has as many rows as src: the right operand of
// a product of weight gradients. With sum, it adds the float32 sum of each of these columns,
// over rows in ascending order, to sum: the gradient of a bias. Many rows are best packed and
// multiplied one panel at a time, while the panel is in the cache.
func (b BF16Panels) PackRows(src BF16Block, q0, q1 int, sum []float32) {
	if q0 >= q1 {
		return
	}
	b.panels(q0, q1)
	src.covers(b.K, q1*BF16Width)
	if sum != nil {
		hold((q1-q0)*BF16Width, sum)
	}
	packRowsBF16(b, src, q0, q1, sum)
}

// TransposeBF16 writes dst = srcT for rows x cols numbers of src, both multiples of 32.
func TransposeBF16(rows, cols int, dst, src BF16Block) {
	if rows <= 0 || cols <= 0 {
		return
	}
	if rows%BF16Step != 0 || cols%BF16Step != 0 {
		panic("kernel: length is not a multiple of 32")
	}
	src.covers(rows, cols)
	dst.covers(cols, rows)
	transposeBF16(rows, cols, dst, src)
}

// allocBF16 returns n zeros, aligned to a cache line.
func allocBF16(n int) []uint16 {
	if n == 0 {
		return nil
	}
	f := Alloc((n + 1) / 2)
	return unsafe.Slice((*uint16)(unsafe.Pointer(&f[0])), n)
}

// toBF16 rounds x as [RoundBF16] does.
func toBF16(x float32) uint16 {
	u := math.Float32bits(x)
	if u&0x7f80_0000 == 0 { // zero or subnormal
		return uint16(u >> 16 & 0x8000)
	}
	if x != x {
		return uint16(u>>16) | 0x40
	}
	return uint16((u + 0x7fff + u>>16&1) >> 16)
}

// fromBF16 returns the value of a bf16.
func fromBF16(b uint16) float32 { return math.Float32frombits(uint32(b) << 16) }
