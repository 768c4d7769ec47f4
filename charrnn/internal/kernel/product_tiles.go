//go:build (amd64 || arm64) && !purego

package kernel

// assemblyWidth is the panel width of the kernels in assembly: two vectors of
// AVX-512, which with eight rows make sixteen sums, enough to keep both
// multipliers at work.
const assemblyWidth = 32

// Width is the number of columns in a panel.
func Width() int {
	if active == portable {
		return portableWidth
	}
	return assemblyWidth
}

// A product is cut along k too; that moves no bit. With many rows, 256 terms:
// a strip of 256 x 32 weights is 32 KB and stays in the first cache while all
// rows pass by it. Few rows see each weight once or twice anyway, and 512 terms
// save stores. A transposed a brings a page to a tile with every term: 128.
const (
	depth    = 256
	depthFew = 512
	depthTA  = 128
	fewRows  = 16
)

// tileFunc computes a tile of a product: see _asm/product.go and
// product_arm64.s. Strides are in bytes, ldb from one panel to the next.
type tileFunc func(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)

// tile is what an instruction set has for some number of rows: kernels for
// columns (at most a panel), and for so many panels at once.
type tile struct {
	rows, columns int
	mulTA         tileFunc
	mul           [5]tileFunc // by panels; mul[1] is the one for columns
}

// widest is the kernel for as many of the columns left as there is one for.
func (t *tile) widest(left int) (mul tileFunc, columns int) {
	for p := min(left/assemblyWidth, len(t.mul)-1); p > 1; p-- {
		if t.mul[p] != nil {
			return t.mul[p], p * assemblyWidth
		}
	}
	return t.mul[1], t.columns
}

// tiles gives the tile to use next by the number of rows left, the last entry
// for that many and more.
type tiles []*tile

// run is the tile for the next rows of m, and how many of it follow one another.
func (ts tiles) run(m int) (t *tile, count int) {
	next := func(left int) *tile { return ts[min(left, len(ts)-1)] }
	t = next(m)
	for count = 1; next(m-count*t.rows) == t; count++ {
	}
	return t, count
}

// at points to element (i, j); in the zero Block, to nothing.
func (b Block) at(i, j int) *float32 {
	if b.Data == nil {
		return nil
	}
	return &b.Data[i*b.Stride+j]
}

// mulTiles is Mul. Rows are innermost, so that a strip of b is fetched once;
// where there are few rows it passes through the cache just once anyway.
func mulTiles(ts tiles, m int, a Block, b Panels, init, c Block) {
	const w = assemblyWidth
	d := depth
	if m <= fewRows {
		d = depthFew
	}
	for k0 := 0; k0 < b.K; k0 += d {
		k := min(d, b.K-k0)
		for i := 0; i < m; {
			t, count := ts.run(m - i)
			end := i + count*t.rows
			for col := 0; col < b.N; {
				f, columns := t.widest(b.N - col)
				for r := i; r < end; r += t.rows {
					f(k, a.at(r, k0), 4*a.Stride, &b.Data[(col/w*b.K+k0)*w+col%w], 4*b.K*w,
						init.at(r, col), 4*init.Stride, c.at(r, col), 4*c.Stride)
				}
				col += columns
			}
			i = end
		}
		init = c
	}
}

// mulTATiles is MulTA, the same for one panel and a transposed a.
func mulTATiles(ts tiles, m, k int, a Block, b, c []float32, add bool) {
	const w = assemblyWidth
	to := Block{c, w}
	var init Block
	if add {
		init = to
	}
	for k0 := 0; k0 < k; k0 += depthTA {
		kn := min(depthTA, k-k0)
		for i := 0; i < m; {
			t, count := ts.run(m - i)
			end := i + count*t.rows
			for col := 0; col < w; col += t.columns {
				for r := i; r < end; r += t.rows {
					t.mulTA(kn, a.at(k0, r), 4*a.Stride, &b[k0*w+col], 0, init.at(r, col), 4*w, to.at(r, col), 4*w)
				}
			}
			i = end
		}
		init = to
	}
}
