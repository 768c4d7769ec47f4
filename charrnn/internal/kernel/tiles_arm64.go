//go:build !purego

package kernel

// The tiles to use, by the number of rows left.

var tilesNEON = func() tiles {
	t8 := &tile{rows: 8, columns: 8, mulTA: mulTA8x8NEON, mul: [5]tileFunc{1: mul8x8NEON}}
	t4 := &tile{rows: 4, columns: 16, mulTA: mulTA4x16NEON, mul: [5]tileFunc{1: mul4x16NEON}}
	t1 := &tile{rows: 1, columns: 32, mulTA: mulTA1x32NEON, mul: [5]tileFunc{1: mul1x32NEON}}
	return tiles{nil, t1, t1, t1, t4, t4, t4, t4, t8}
}()

var int8TilesNEON = func() int8Tiles {
	t4 := &int8Tile{4, 16, mulInt8_4x16NEON}
	t1 := &int8Tile{1, 32, mulInt8_1x32NEON}
	return int8Tiles{nil, t1, t1, t1, t4}
}()
