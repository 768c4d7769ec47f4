//go:build (amd64 || arm64) && !purego

package kernel

// assemblyWidth is the panel width of the assembly kernels: two vectors of AVX-512. With
// eight rows there are sixteen sums, enough to keep both multipliers busy.
const assemblyWidth = 32

// Width returns the number of columns in a panel.
func Width() int {
	if active == portable {
		return portableWidth
	}
	return assemblyWidth
}

// A product is divided along k, too, which does not change any bit. With many rows, so
// many terms are computed at a time that their part of a panel, 256 x 32 weights of 32 KB,
// stays in the first-level cache for all rows. With few rows each weight is read once or
// twice, and more terms need fewer stores. In a transposed a, each term is in another page,
// so terms are fewer.
const (
	depth    = 256
	depthFew = 512
	depthTA  = 128
	fewRows  = 16
)

// tileFunc computes a tile of a product: see _asm/product.go and product_arm64.s. Strides
// are in bytes; ldb is the distance of two panels.
type tileFunc func(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)

// tile is the kernels of an instruction set for a number of rows: for columns (at most a
// panel), and for several panels at once.
type tile struct {
	rows, columns int
	mulTA         tileFunc
	mul           [5]tileFunc // by number of panels; mul[1] is for columns
}

// widest returns the kernel for the most columns, of so many left.
func (t *tile) widest(left int) (mul tileFunc, columns int) {
	for p := min(left/assemblyWidth, len(t.mul)-1); p > 1; p-- {
		if t.mul[p] != nil {
			return t.mul[p], p * assemblyWidth
		}
	}
	return t.mul[1], t.columns
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

// mulTiles implements Mul. The loop over rows is innermost, so that a part of a panel is
// read from memory once.
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

// mulTATiles implements MulTA: the same for one panel and a transposed a.
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
