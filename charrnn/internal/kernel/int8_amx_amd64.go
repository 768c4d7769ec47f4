//go:build !purego

package kernel

import "unsafe"

// int8Product holds the operands of a product of bytes on tiles: c = init + x*w for one
// block of columns. The assembly reads the fields by name. Strides are in bytes.
//
// The layout of [Int8] is that of the tiles: a tile of w has 16 rows of four terms of 16
// columns, and the rows are one after another in a block. A tile of x has up to 16 rows of 64
// terms. Rows are computed in pairs of tiles, so that a step of 64 terms has four products for
// four loads.
type int8Product struct {
	shapes     *tileShapes
	restShapes *tileShapes // for the last terms, fewer than 64
	x          *uint8
	ldx        int
	w          *int8
	correction *int32
	scale      *float32
	init       *float32
	ldi        int
	c          *float32
	ldc        int
	steps      int    // of 64 terms
	rest       int    // terms after these
	pairs      int    // of tiles of rows
	first      int    // rows of the first tile of a pair
	rows       int    // of both
	sums       *int32 // 32 x BlockWidth, scratch
}

//go:noescape
func mulInt8AMX(p *int8Product)

// int8Shapes returns the shapes of products of m rows, 2 to 32, and so many groups of terms,
// up to 16: tiles 0 to 3 are sums, 4 and 5 are x, 6 and 7 are w. The rows are divided
// between two tiles.
func int8Shapes(m, groups int) tileShapes {
	a, b, g := uint8(m-m/2), uint8(m/2), uint8(groups)
	s := shapesOf(a, a, b, b, a, b, g, g)
	s.rowBytes[4], s.rowBytes[5] = int8Group*uint16(g), int8Group*uint16(g)
	return s
}

// wholeInt8Shapes are the shapes for 16 groups, by the number of rows.
var wholeInt8Shapes = func() (s [33]tileShapes) {
	for m := 2; m < len(s); m++ {
		s[m] = int8Shapes(m, 16)
	}
	return s
}()

// int8TileRows is the smallest number of rows for which tiles are faster.
const int8TileRows = 8

// mulInt8Pairs implements MulInt8.
func mulInt8Pairs(m int, x Bytes, w Int8, init, c Block) {
	if m%32 == 1 { // a pair has at least two rows
		m--
		mulInt8Tiles(int8TilesAVX512, 1, x.From(m, 0), w, init.From(m, 0), c.From(m, 0))
	}
	var sums [32*BlockWidth + 16]int32
	groups := w.groups()
	p := int8Product{
		ldx: x.Stride, ldi: 4 * init.Stride, ldc: 4 * c.Stride,
		steps: groups / 16, rest: groups % 16, sums: &sums[(64-uintptr(unsafe.Pointer(&sums))%64)/4%16],
	}
	var rest tileShapes
	for col := 0; col < w.N; col += BlockWidth {
		p.w, p.correction, p.scale = &w.Data[w.index(0, col)], &w.correction[col], &w.Scale[col]
		for i := 0; i < m; i += p.pairs * p.rows {
			p.pairs, p.rows = (m-i)/32, 32
			if p.pairs == 0 {
				p.pairs, p.rows = 1, m-i
			}
			p.first = p.rows - p.rows/2
			p.shapes = &wholeInt8Shapes[p.rows]
			if p.rest > 0 {
				rest = int8Shapes(p.rows, p.rest)
				p.restShapes = &rest
			}
			p.x, p.init, p.c = &x.Data[i*x.Stride], init.at(i, col), c.at(i, col)
			mulInt8AMX(&p)
		}
	}
}
