//go:build (amd64 || arm64) && !purego

package kernel

// int8Tile is an int8 kernel for a number of rows and columns of a block: see
// _asm/sampling.go and sampling_arm64.s. Strides are in bytes.
type int8Tile struct {
	rows, columns int
	mul           func(groups int, x *uint8, ldx int, w *int8, correction *int32, scale, init *float32, ldi int, c *float32, ldc int)
}

// int8Tiles is the tile to use next, by the number of rows left. The last entry is for
// that many and more.
type int8Tiles []*int8Tile

// mulInt8Tiles implements MulInt8. The loop over rows is innermost, so that the columns of
// a tile stay in the first- or second-level cache.
func mulInt8Tiles(ts int8Tiles, m int, x Bytes, w Int8, init, c Block) {
	groups := w.groups()
	for i := 0; i < m; {
		t := ts[min(m-i, len(ts)-1)]
		end := i + t.rows
		for t == ts[min(m-end, len(ts)-1)] {
			end += t.rows
		}
		for col := 0; col < w.N; col += t.columns {
			weights := &w.Data[w.index(0, col)]
			for r := i; r < end; r += t.rows {
				t.mul(groups, &x.Data[r*x.Stride], x.Stride, weights, &w.correction[col],
					&w.Scale[col], init.at(r, col), 4*init.Stride, c.at(r, col), 4*c.Stride)
			}
		}
		i = end
	}
}
