//go:build !purego

package kernel

import "unsafe"

// int8Sums holds the operands of the sums of a pair of tiles of rows and a block of columns,
// in whole numbers. The assembly reads the fields by name. Strides are in bytes.
//
// The layout of [Int8] is that of the tiles: a tile of w has 16 rows of four terms of 16
// columns, and the rows are one after another in a block. A tile of x has up to 16 rows of 64
// terms. With pairs of tiles, a step of 64 terms has four products for four loads.
type int8Sums struct {
	shapes *tileShapes
	rest   *tileShapes // for the last terms, fewer than 64; nil: there are none
	x      *uint8
	ldx    int
	w      *int8
	steps  int    // of 64 terms
	first  int    // rows of the first tile of x
	sums   *int32 // 32 x BlockWidth
}

//go:noescape
func sumInt8AMX(p *int8Sums)

//go:noescape
func finishInt8AMX(rows int, sums, correction *int32, scale, init *float32, ldi int, c *float32, ldc int)

//go:noescape
func finishInt16AMX(rows int, sums, mixed, correction, mixedCorrection *int32, scale, mixedScale, init *float32, ldi int, c *float32, ldc int)

// int8Shapes returns the shapes for m rows, 2 to 32, and so many groups of terms, up to 16:
// tiles 0 to 3 are sums, 4 and 5 are x, 6 and 7 are w. The rows are divided between two tiles.
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

// pairSums is memory for the sums of a pair of tiles of rows.
type pairSums [32*BlockWidth + align/4]int32

// start returns the first sum, aligned.
func (s *pairSums) start() *int32 {
	skip := align - uintptr(unsafe.Pointer(s))%align
	return &s[skip/4]
}

// sum computes the sums of a block of columns, from col on, for m rows of x, 2 to 32.
func (w Int8) sum(m int, x Bytes, col int, sums *int32) {
	var rest tileShapes
	p := int8Sums{
		shapes: &wholeInt8Shapes[m], x: &x.Data[0], ldx: x.Stride, w: &w.Data[w.index(0, col)],
		steps: w.groups() / 16, first: m - m/2, sums: sums,
	}
	if g := w.groups() % 16; g > 0 {
		rest = int8Shapes(m, g)
		p.rest = &rest
	}
	sumInt8AMX(&p)
}

// int8TileRows is the smallest number of rows for which tiles are faster.
const int8TileRows = 8

// mulInt8Pairs implements MulInt8.
func mulInt8Pairs(m int, x Bytes, w Int8, init, c Block) {
	if m%32 == 1 { // a pair has at least two rows
		m--
		mulInt8Tiles(int8TilesAVX512, 1, x.From(m, 0), w, init.From(m, 0), c.From(m, 0))
	}
	var memory pairSums
	sums := memory.start()
	for col := 0; col < w.N; col += BlockWidth {
		for i := 0; i < m; i += 32 {
			rows := min(m-i, 32)
			w.sum(rows, x.From(i, 0), col, sums)
			finishInt8AMX(rows, sums, &w.correction[col], &w.Scale[col], init.at(i, col), 4*init.Stride, c.at(i, col), 4*c.Stride)
		}
	}
}

// mulInt16Pairs implements MulInt16. It gives the bits of mulInt16Bytes, but reads and writes
// c once.
func mulInt16Pairs(m int, x Bytes, w Int16, init, c Block) {
	const half = BlockWidth / 2
	if m%32 == 1 {
		m--
		mulInt16Bytes(1, x.From(m, 0), w, init.From(m, 0), c.From(m, 0))
	}
	next := 1 // columns of init for one of c
	if init.Data == nil {
		init, next = Block{noInit[:], 0}, 0
	}
	var memory [2]pairSums
	whole, mixed := memory[0].start(), memory[1].start()
	for col := 0; col < w.Whole.N; col += BlockWidth {
		for i := 0; i < m; i += 32 {
			rows := min(m-i, 32)
			w.Whole.sum(rows, x.From(i, 0), col, whole)
			w.Mixed.sum(rows, x.From(i, 0), col, mixed)
			for _, h := range []int{0, half} {
				at := func(sums *int32) *int32 { return (*int32)(unsafe.Add(unsafe.Pointer(sums), 4*h)) }
				finishInt16AMX(rows, at(whole), at(mixed), &w.Whole.correction[col+h], &w.Mixed.correction[col+h], &w.Whole.Scale[col+h], &w.Mixed.Scale[col+h],
					init.at(i, next*col+h), 4*init.Stride, c.at(i, col+h), 4*c.Stride)
			}
		}
	}
}
