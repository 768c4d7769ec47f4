//go:build !purego

package kernel

// tileProduct holds the operands of a product on tiles: c = init + a*b, where a tile of a has
// 16 rows of 32 terms, and b is whole panels. The assembly reads the fields by name. Strides
// and distances are in bytes.
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
	steps  int // of 32 terms
	panels int
	pairs  int // of tiles of rows: 32 rows each
}

// tileShapes is the memory operand of LDTILECFG.
type tileShapes struct {
	palette, startRow uint8
	_                 [14]uint8
	rowBytes          [16]uint16
	rows              [16]uint8
}

// shapesOf returns shapes of tiles with rows of 64 bytes.
func shapesOf(rows ...uint8) (s tileShapes) {
	s.palette = 1
	copy(s.rows[:], rows)
	for t := range rows {
		s.rowBytes[t] = 64
	}
	return s
}

// The shapes of products of m rows: for few rows, m up to 16, tiles 0 to 5 are sums, 6 is a,
// 7 is b. For pairs of tiles, with m rows in the second one, 0 to 3 are sums, 4 and 5 are a,
// 6 and 7 are b.
var fewShapes, pairShapes = func() (few, pairs [17]tileShapes) {
	for i := range few {
		m := uint8(i)
		few[i] = shapesOf(m, m, m, m, m, m, m, 16)
		pairs[i] = shapesOf(16, 16, m, m, 16, m, 16, 16)
	}
	return few, pairs
}()

//go:noescape
func mulFewAMX(p *tileProduct)

//go:noescape
func mulPairsAMX(p *tileProduct)

// mulBF16Tiles implements MulBF16.
func mulBF16Tiles(m int, a BF16Block, b BF16Panels, init, c Block) {
	steps := bf16Steps(b.K)
	p := tileProduct{
		lda: 2 * a.Stride, ldb: 2 * b.size(), ldi: 4 * init.Stride, ldc: 4 * c.Stride,
		steps: steps, panels: b.Count(),
	}
	for i := 0; i < m; {
		p.a, p.b, p.c, p.init = &a.Data[i*a.Stride], &b.Data[0], c.at(i, 0), init.at(i, 0)
		switch left := m - i; {
		case left <= 16:
			p.shapes = &fewShapes[left]
			mulFewAMX(&p)
			i += 16
		case left < 32:
			p.shapes, p.pairs = &pairShapes[left-16], 1
			mulPairsAMX(&p)
			i += 32
		default:
			p.shapes, p.pairs = &pairShapes[16], left/32
			mulPairsAMX(&p)
			i += p.pairs * 32
		}
	}
}
