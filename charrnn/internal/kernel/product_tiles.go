//go:build (amd64 || arm64) && !purego

package kernel

// assemblyWidth is the panel width of the assembly kernels: two vectors of AVX-512.
const assemblyWidth = 32

// Width returns the number of columns in a panel.
func Width() int {
	if active == portable {
		return portableWidth
	}
	return assemblyWidth
}

// A product is divided so that a part of b, as many panels as fit, stays in the second-level
// cache for all rows of a. Tiles read it from there as fast as they compute. They take so
// many terms at once that a tile of c is stored once, or seldom, and that their rows of a
// stay in the first-level cache. In a transposed a, each term is in another page, so terms
// are fewer. The number of rows is a multiple of the rows of the tiles. No division changes
// any bit.
const (
	partBytes = 3 << 18
	depth     = 1024
	depthTA   = 128
	partRows  = 24
)

// With more than so many bytes, and rows for more than one tile, b is fetched ahead of its
// use: it is read from the third-level cache, which takes as long as the computation.
const (
	residentBytes = 3 << 19
	tileRows      = 8
)

// tileFunc computes a tile of a product: see _asm/product.go and product_arm64.s. Strides
// are in bytes; ldb is the distance of two panels. In a weight gradient, rows of init and c
// are those of panels; for a tile across two panels, ldi and ldc are the distance of these.
type tileFunc func(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)

// aheadFunc is a tileFunc that also fetches the first k/4 rows of three panels from next on
// into the second-level cache.
type aheadFunc func(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int, next *float32)

// tile is the kernels of an instruction set for a number of rows: for columns (at most a
// panel), and for several panels at once.
type tile struct {
	rows, columns int
	mulTA         tileFunc
	mul           [5]tileFunc // by number of panels; mul[1] is for columns

	// For one and a half panels, from the beginning or from the middle of a panel, or nil.
	// Of all tiles these need the fewest loads.
	across, acrossTA [2]tileFunc
	ahead            [2]aheadFunc // the same as across
}

const acrossColumns = assemblyWidth * 3 / 2

// isAcross reports whether the next tile, at column col with so many columns left, is one
// across two panels: they come in pairs.
func (t *tile) isAcross(col, left int) bool {
	return t.across[0] != nil && (left >= 2*acrossColumns || col%assemblyWidth > 0)
}

// widest returns the kernel for the most columns, at column col with so many left.
func (t *tile) widest(col, left int) (mul tileFunc, columns int) {
	if t.isAcross(col, left) {
		return t.across[col%assemblyWidth*2/assemblyWidth], acrossColumns
	}
	for p := min(left/assemblyWidth, len(t.mul)-1); p > 1; p-- {
		if t.mul[p] != nil {
			return t.mul[p], p * assemblyWidth
		}
	}
	return t.mul[1], t.columns
}

// widestTA is widest for weight gradients. across is false for a tile in one panel.
func (t *tile) widestTA(col, left int) (mul tileFunc, columns int, across bool) {
	if t.isAcross(col, left) {
		return t.acrossTA[col%assemblyWidth*2/assemblyWidth], acrossColumns, true
	}
	return t.mulTA, t.columns, false
}

// tiles is the tile to use next, by the number of rows left. The last entry is for that
// many and more.
type tiles []*tile

// run returns the tile for the next of m rows, and how many times in a row to use it.
func (ts tiles) run(m int) (t *tile, count int) {
	next := func(left int) *tile { return ts[min(left, len(ts)-1)] }
	t = next(m)
	for count = 1; next(m-count*t.rows) == t; count++ {
	}
	return t, count
}

// at returns a pointer to element (i, j); nil for the zero Block.
func (b Block) at(i, j int) *float32 {
	if b.Data == nil {
		return nil
	}
	return &b.Data[i*b.Stride+j]
}

// mulTiles implements Mul.
func mulTiles(ts tiles, m int, a Block, b Panels, init, c Block) {
	const w = assemblyWidth
	panels := max(1, partBytes/(4*w*min(b.K, depth))/3) * 3 // so that a pair of tiles across panels is in one part
	fetch := 4*len(b.Data) > residentBytes && m > tileRows
	for q := 0; q < b.Count(); q += panels {
		part := b.Range(q, min(q+panels, b.Count()))
		init, c := init.From(0, q*w), c.From(0, q*w)
		for k0 := 0; k0 < b.K; k0 += depth {
			var next []float32
			if fetch && k0+depth < b.K {
				next = part.Data[(k0+depth)*w:]
			} else if fetch && q+panels < b.Count() {
				next = b.Data[(q+panels)*b.K*w:]
			}
			for i := 0; i < m; i += partRows {
				mulPart(ts, min(partRows, m-i), k0, a.From(i, 0), part, init.From(i, 0), c.From(i, 0), next)
				next = nil
			}
			init = c
		}
	}
}

// mulPart computes the terms from k0 on, at most depth, of some rows and panels. The loop
// over rows is innermost, so that the panels of a tile stay in the first-level cache. If next
// is not empty, the weights are not in the second-level cache yet, and next are those to use
// after this part: tiles fetch the weights of the tiles after them.
func mulPart(ts tiles, m, k0 int, a Block, b Panels, init, c Block, next []float32) {
	const w = assemblyWidth
	k := min(depth, b.K-k0)
	for i := 0; i < m; {
		t, count := ts.run(m - i)
		end := i + count*t.rows
		var fetch []float32 // weights of the next pair of tiles
		fetched := 0        // quarters of them
		for col := 0; col < b.N; {
			f, columns := t.widest(col, b.N-col)
			if col%w == 0 { // a pair of tiles begins
				fetched, fetch = 0, next
				if len(next) > 0 && col+4*acrossColumns <= b.N {
					fetch = b.Data[((col/w+3)*b.K+k0)*w:]
				}
			}
			for r := i; r < end; r += t.rows {
				from := &b.Data[(col/w*b.K+k0)*w+col%w]
				if at := fetched * (k / 4) * w; columns == acrossColumns && fetched < 4 && at < len(fetch) {
					t.ahead[col%w*2/w](k, a.at(r, k0), 4*a.Stride, from, 4*b.K*w,
						init.at(r, col), 4*init.Stride, c.at(r, col), 4*c.Stride, &fetch[at])
					fetched++
					continue
				}
				f(k, a.at(r, k0), 4*a.Stride, from, 4*b.K*w, init.at(r, col), 4*init.Stride, c.at(r, col), 4*c.Stride)
			}
			col += columns
		}
		i = end
	}
}

// mulTATiles implements MulTA: the same for a transposed a and panels of c.
func mulTATiles(ts tiles, a Block, b, c Panels, add bool) {
	const w = assemblyWidth
	for k0 := 0; k0 < b.K; k0 += depthTA {
		kn := min(depthTA, b.K-k0)
		for i := 0; i < c.K; {
			t, count := ts.run(c.K - i)
			end := i + count*t.rows
			for col := 0; col < b.N; {
				f, columns, across := t.widestTA(col, b.N-col)
				ld := 4 * w
				if across {
					ld *= c.K
				}
				for r := i; r < end; r += t.rows {
					to := &c.Data[(col/w*c.K+r)*w+col%w]
					init := to
					if k0 == 0 && !add {
						init = nil
					}
					f(kn, a.at(k0, r), 4*a.Stride, &b.Data[(col/w*b.K+k0)*w+col%w], 4*b.K*w, init, ld, to, ld)
				}
				col += columns
			}
			i = end
		}
	}
}
