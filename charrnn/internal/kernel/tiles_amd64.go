//go:build !purego

package kernel

// The tiles to use, by the number of rows left.

var tilesAVX512 = func() tiles {
	t8 := &tile{rows: 8, columns: 32, mulTA: mulTA8x32AVX512, mul: [5]tileFunc{1: mul8x32AVX512}}
	t8.across = [2]tileFunc{mul8x48AVX512, mul8x48from16AVX512}
	t8.ahead = [2]aheadFunc{mul8x48aheadAVX512, mul8x48from16aheadAVX512}
	t8.acrossTA = [2]tileFunc{mulTA8x48AVX512, mulTA8x48from16AVX512}
	t4 := &tile{rows: 4, columns: 32, mulTA: mulTA4x32AVX512, mul: [5]tileFunc{1: mul4x32AVX512, 2: mul4x64AVX512}}
	t2 := &tile{rows: 2, columns: 32, mulTA: mulTA2x32AVX512, mul: [5]tileFunc{1: mul2x32AVX512, 2: mul2x64AVX512, 4: mul2x128AVX512}}
	t1 := &tile{rows: 1, columns: 32, mulTA: mulTA1x32AVX512, mul: [5]tileFunc{1: mul1x32AVX512, 2: mul1x64AVX512, 3: mul1x96AVX512, 4: mul1x128AVX512}}
	return tiles{nil, t1, t2, t2, t4, t4, t4, t4, t8}
}()

var tilesAVX2 = func() tiles {
	t6 := &tile{rows: 6, columns: 16, mulTA: mulTA6x16AVX2, mul: [5]tileFunc{1: mul6x16AVX2}}
	t5 := &tile{rows: 5, columns: 16, mulTA: mulTA5x16AVX2, mul: [5]tileFunc{1: mul5x16AVX2}}
	t4 := &tile{rows: 4, columns: 16, mulTA: mulTA4x16AVX2, mul: [5]tileFunc{1: mul4x16AVX2}}
	t3 := &tile{rows: 3, columns: 32, mulTA: mulTA3x32AVX2, mul: [5]tileFunc{1: mul3x32AVX2}}
	t2 := &tile{rows: 2, columns: 32, mulTA: mulTA2x32AVX2, mul: [5]tileFunc{1: mul2x32AVX2}}
	t1 := &tile{rows: 1, columns: 32, mulTA: mulTA1x32AVX2, mul: [5]tileFunc{1: mul1x32AVX2, 2: mul1x64AVX2}}
	return tiles{nil, t1, t2, t3, t4, t5, t6, t4, t5, t6, t5, t6} // 7 rows are 4 and 3, 8 are 5 and 3, 10 are 5 and 5
}()

var int8TilesAVX512 = func() int8Tiles {
	t6 := &int8Tile{6, 64, mulInt8_6x64AVX512}
	t2 := &int8Tile{2, 128, mulInt8_2x128AVX512}
	t1 := &int8Tile{1, 128, mulInt8_1x128AVX512}
	return int8Tiles{nil, t1, t2, t2, t2, t2, t6}
}()

var int8TilesAVX2 = func() int8Tiles {
	t := &int8Tile{1, 64, mulInt8_1x64AVX2}
	return int8Tiles{nil, t}
}()
