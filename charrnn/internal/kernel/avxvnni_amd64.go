//go:build !purego

package kernel

//go:noescape
func mulInt8_1x64AVXVNNI(groups int, x *uint8, ldx int, w *int8, correction *int32, scale, init *float32, ldi int, c *float32, ldc int)

//go:noescape
func mulInt8_3x32AVXVNNI(groups int, x *uint8, ldx int, w *int8, correction *int32, scale, init *float32, ldi int, c *float32, ldc int)

var int8TilesAVXVNNI = func() int8Tiles {
	t3 := &int8Tile{3, 32, mulInt8_3x32AVXVNNI}
	t1 := &int8Tile{1, 64, mulInt8_1x64AVXVNNI}
	return int8Tiles{nil, t1, t1, t3}
}()
