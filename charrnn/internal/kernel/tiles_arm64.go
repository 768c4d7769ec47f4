//go:build !purego

package kernel

// The tiles to use, by the number of rows left.

var tilesNEON = func() tiles {
	t8 := &tile{8, 8, mulTA8x8NEON, [5]tileFunc{1: mul8x8NEON}}
	t4 := &tile{4, 16, mulTA4x16NEON, [5]tileFunc{1: mul4x16NEON}}
	t1 := &tile{1, 32, mulTA1x32NEON, [5]tileFunc{1: mul1x32NEON}}
	return tiles{nil, t1, t1, t1, t4, t4, t4, t4, t8}
}()

var int8TilesNEON = func() int8Tiles {
	t4 := &int8Tile{4, 16, mulInt8_4x16NEON}
	t1 := &int8Tile{1, 32, mulInt8_1x32NEON}
	return int8Tiles{nil, t1, t1, t1, t4}
}()
