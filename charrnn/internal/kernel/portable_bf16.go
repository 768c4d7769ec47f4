package kernel

import (
	"math"
	"sync"
)

// The products of bf16 in plain Go. They define the bits of the tiles (see bf16.go), and
// other processors check with them what the tiles computed.
//
// A product of two bf16 numbers has 16 significant bits, so it is exact in float32 as long as
// its exponent is in range. Then a fused multiply-add is the same as a product and a sum, and
// the sums of the even and of the odd terms are two products of float32 matrices. If an
// exponent is near the limits, the sums are computed in float64, slowly.

const (
	bf16Rows  = 64           // rows of c that are computed at a time
	bf16Terms = BF16Step / 2 // even or odd terms in a step
	maxWidth  = 64           // largest Width
)

// bf16Scratch holds one step of a product in float32. The first index is 0 for even terms
// and 1 for odd terms.
type bf16Scratch struct {
	a   [2][bf16Rows * bf16Terms]float32 // bf16Rows x bf16Terms
	b   [2][bf16Terms * maxWidth]float32 // bf16Terms x Width
	sum [2][bf16Rows * maxWidth]float32  // bf16Rows x Width
}

var bf16Pool = sync.Pool{New: func() any { return new(bf16Scratch) }}

func portableMulBF16(m int, a BF16Block, b BF16Panels, init, c Block) {
	s := bf16Pool.Get().(*bf16Scratch)
	defer bf16Pool.Put(s)
	w := Width()
	for i := 0; i < m; i += bf16Rows {
		rows, from, to := min(bf16Rows, m-i), init.From(i, 0), c.From(i, 0)
		for step := range bf16Steps(b.K) {
			aSize := s.unpackA(rows, a.From(i, step*BF16Step))
			for col := 0; col < b.N; col += w {
				cols := min(w, b.N-col)
				if aSize.exactTimes(s.unpackB(b, step, col, cols)) {
					s.sumExact(rows)
				} else {
					s.sumFused(rows)
				}
				s.add(rows, cols, from.From(0, col), to.From(0, col))
			}
			from = to
		}
	}
}

// magnitudes is the range of some bf16 numbers without their signs: the least number that is
// not zero, and the most, as bits.
type magnitudes struct{ least, most uint32 }

func noMagnitudes() magnitudes { return magnitudes{0x7fff, 0} }

// float returns the value of a bf16, with zero for a subnormal number, and extends the range.
func (m *magnitudes) float(x uint16) float32 {
	const smallest = 0x80
	u := uint32(x & 0x7fff)
	if u < smallest {
		return fromBF16(x & 0x8000)
	}
	m.least, m.most = min(m.least, u), max(m.most, u)
	return fromBF16(x)
}

// exactTimes reports whether sums of products of numbers in the two ranges are without
// rounding of a product, overflow, and subnormal results. The lowest bit of a product is
// 2^-14 of its exponent. A step's sum is less than 2^7 of its exponent.
func (m magnitudes) exactTimes(n magnitudes) bool {
	const infinity, bias, smallest, largest = 0xff << 7, 127, -126, 127
	exponent := func(x, y uint32) int { return int(x>>7) + int(y>>7) - 2*bias }
	return m.most < infinity && n.most < infinity &&
		exponent(m.least, n.least)-14 >= smallest && exponent(m.most, n.most)+7 <= largest
}

func (s *bf16Scratch) unpackA(rows int, a BF16Block) magnitudes {
	size := noMagnitudes()
	for i := range rows {
		row := (*[BF16Step]uint16)(a.Data[i*a.Stride:])
		even, odd := (*[bf16Terms]float32)(s.a[0][i*bf16Terms:]), (*[bf16Terms]float32)(s.a[1][i*bf16Terms:])
		for t := range bf16Terms {
			even[t], odd[t] = size.float(row[2*t]), size.float(row[2*t+1])
		}
	}
	return size
}

func (s *bf16Scratch) unpackB(b BF16Panels, step, col, cols int) magnitudes {
	size := noMagnitudes()
	w := Width()
	for j := 0; j < cols; j += 16 {
		tile := b.Data[b.index(step*BF16Step, col+j):][:bf16Tile]
		for t := range bf16Terms {
			pairs := (*[32]uint16)(tile[t*32:])
			even, odd := (*[16]float32)(s.b[0][t*w+j:]), (*[16]float32)(s.b[1][t*w+j:])
			for n := range 16 {
				even[n], odd[n] = size.float(pairs[2*n]), size.float(pairs[2*n+1])
			}
		}
	}
	for t := range bf16Terms {
		clear(s.b[0][t*w+cols : (t+1)*w])
		clear(s.b[1][t*w+cols : (t+1)*w])
	}
	return size
}

// sumExact computes the sums as products of float32 matrices.
func (s *bf16Scratch) sumExact(rows int) {
	w := Width()
	for p := range s.sum {
		b := Panels{bf16Terms, w, s.b[p][:bf16Terms*w]}
		mul(rows, Block{s.a[p][:], bf16Terms}, b, Block{}, Block{s.sum[p][:], w})
	}
}

// sumFused computes the sums for numbers of any size.
func (s *bf16Scratch) sumFused(rows int) {
	w := Width()
	for p := range s.sum {
		for i := range rows {
			sum := s.sum[p][i*w : (i+1)*w]
			clear(sum)
			for t, x := range s.a[p][i*bf16Terms : (i+1)*bf16Terms] {
				for j, y := range s.b[p][t*w : (t+1)*w] {
					sum[j] = fusedBF16(sum[j], x, y)
				}
			}
		}
	}
}

// fusedBF16 returns sum + x*y, rounded once, for x and y in bf16. The product is exact in
// float64. The sum in float64 has more than twice the bits of a float32, so that rounding it
// a second time does no harm. A result that is subnormal after rounding becomes zero.
func fusedBF16(sum, x, y float32) float32 {
	v := float64(sum) + float64(x)*float64(y)
	const rounded = 0x1p-126 - 0x1p-151 // becomes 0x1p-126 in 24 bits
	if math.Abs(v) < rounded {
		return float32(math.Copysign(0, v))
	}
	return float32(v)
}

// add computes c = init + (even + odd).
func (s *bf16Scratch) add(rows, cols int, init, c Block) {
	w := Width()
	for i := range rows {
		even, odd := s.sum[0][i*w:][:cols], s.sum[1][i*w:][:cols]
		to := c.Data[i*c.Stride:][:cols]
		if init.Data == nil {
			for j := range to {
				to[j] = 0 + flushBF16(even[j]+odd[j])
			}
			continue
		}
		from := init.Data[i*init.Stride:][:cols]
		for j := range to {
			to[j] = flushBF16(flushBF16(from[j]) + flushBF16(even[j]+odd[j]))
		}
	}
}

// flushBF16 replaces a subnormal number by zero of the same sign.
func flushBF16(x float32) float32 {
	if u := math.Float32bits(x); u&0x7f80_0000 == 0 {
		return math.Float32frombits(u & 0x8000_0000)
	}
	return x
}

func portableRoundBF16(dst []uint16, src []float32) {
	for i, x := range src {
		dst[i] = toBF16(x)
	}
}

// setRow writes row k of panel q.
func (b BF16Panels) setRow(q, k int, row *[BF16Width]uint16) {
	to := b.Data[b.index(k, q*BF16Width):]
	for j := range 16 {
		to[2*j], to[bf16Tile+2*j] = row[j], row[16+j]
	}
}

// endPanel writes zeros after row K of panel q.
func (b BF16Panels) endPanel(q int) {
	for k := b.K; k < PadBF16(b.K); k++ {
		b.setRow(q, k, new([BF16Width]uint16))
	}
}

func portablePackBF16(b BF16Panels, src Panels, q0, q1 int) {
	var row [BF16Width]uint16
	for q := q0; q < q1; q++ {
		for k := range b.K {
			portableRoundBF16(row[:], src.Data[src.Index(k, q*BF16Width):][:BF16Width])
			b.setRow(q, k, &row)
		}
		b.endPanel(q)
	}
}

func portablePackTransposedBF16(b BF16Panels, src Panels, q0, q1 int) {
	var row [BF16Width]uint16
	for q := q0; q < q1; q++ {
		for k := range b.K {
			for j := range row {
				row[j] = toBF16(src.Data[src.Index(q*BF16Width+j, k)])
			}
			b.setRow(q, k, &row)
		}
		b.endPanel(q)
	}
}

func portablePackRowsBF16(b BF16Panels, src BF16Block, q0, q1 int, sum []float32) {
	for q := q0; q < q1; q++ {
		for k := range b.K {
			row := (*[BF16Width]uint16)(src.Data[k*src.Stride+q*BF16Width:])
			b.setRow(q, k, row)
			if sum != nil {
				for j, x := range row {
					sum[(q-q0)*BF16Width+j] += fromBF16(x)
				}
			}
		}
		b.endPanel(q)
	}
}

func portableTransposeBF16(rows, cols int, dst, src BF16Block) {
	for i := range rows {
		for j, x := range src.Data[i*src.Stride:][:cols] {
			dst.Data[j*dst.Stride+i] = x
		}
	}
}
