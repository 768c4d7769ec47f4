//go:build !purego

package kernel

// tileProduct holds the operands of a product on tiles: c = init + a*b, where b is whole
// panels. The assembly reads the fields by name. It does not change them: the garbage
// collector must not find a pointer that is one past the end. Strides and distances are in
// bytes.
type tileProduct struct {
	shapes *tileShapes
	a      *uint16
	lda    int
	b      *uint16
	ldb    int      // from a panel to the next
	init   *float32 // nil for zero
	ldi    int
	c      *float32
	ldc    int
	steps  int  // of 32 terms
	panels int  // of b
	pairs  int  // of tiles of rows of a
	keepA  bool // a should stay in the first-level cache, else a panel of b
}

// tileShapes is the memory operand of LDTILECFG.
type tileShapes struct {
	palette  uint8
	_        [15]uint8
	rowBytes [16]uint16
	rows     [16]uint8
}

// shapesOf returns shapes of tiles with so many rows of 64 bytes.
func shapesOf(rows ...uint8) (s tileShapes) {
	s.palette = 1
	for t, r := range rows {
		s.rows[t], s.rowBytes[t] = r, 64
	}
	return s
}

// The shapes for a last tile of rows with 1 to 16 rows. For few rows, tiles 0 to 5 are sums,
// 6 is a and 7 is b. For a pair of tiles of rows, 0 to 3 are sums (0 and 1 of the first tile
// of rows), 4 and 5 are a, 6 and 7 are b.
var fewShapes, pairShapes = func() (few, pair [17]tileShapes) {
	for i := range few {
		r := uint8(i)
		few[i] = shapesOf(r, r, r, r, r, r, r, 16)
		pair[i] = shapesOf(16, 16, r, r, 16, r, 16, 16)
	}
	return few, pair
}()

//go:noescape
func mulFewAMX(p *tileProduct)

//go:noescape
func mulPairsAMX(p *tileProduct)

// A product is divided so that one operand stays in the first-level cache, of 48 KB. With at
// most 256 terms that is a, 64 rows of 512 bytes, for all panels. With more terms it is a
// part of a panel, 512 terms of 32 KB, for 128 rows. For few rows nothing is read twice, and
// more terms need fewer stores.
const (
	shortSteps, shortRows = 8, 64
	longSteps, longRows   = 16, 128
)

// mulBF16Tiles implements MulBF16.
func mulBF16Tiles(m int, a BF16Block, b BF16Panels, init, c Block) {
	all := bf16Steps(b.K)
	steps, rows := longSteps, longRows
	if all <= shortSteps {
		rows = shortRows
	}
	if m <= 16 {
		steps = all
	}
	for i := 0; i < m; i += rows {
		from := init
		for s := 0; s < all; s += steps {
			p := tileProduct{
				lda: 2 * a.Stride, ldb: 2 * b.size(), ldi: 4 * from.Stride, ldc: 4 * c.Stride,
				steps: min(steps, all-s), keepA: all <= shortSteps,
			}
			p.mul(i, min(i+rows, m), s, a, b, from, c)
			from = c
		}
	}
}

// mul computes rows [i, end) of a product, the terms from step s.
func (p *tileProduct) mul(i, end, s int, a BF16Block, b BF16Panels, init, c Block) {
	for i < end {
		p.a, p.b = &a.Data[i*a.Stride+s*BF16Step], &b.Data[s*2*bf16Tile]
		p.init, p.c, p.panels = init.at(i, 0), c.at(i, 0), b.Count()
		switch left := end - i; {
		case left >= 32:
			p.shapes, p.pairs = &pairShapes[16], left/32
			mulPairsAMX(p)
			i += p.pairs * 32
		case left > 16:
			p.shapes, p.pairs = &pairShapes[left-16], 1
			mulPairsAMX(p)
			i = end
		default:
			p.shapes = &fewShapes[left]
			mulFewAMX(p)
			i = end
		}
	}
}
