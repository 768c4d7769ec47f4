//go:build !purego

package kernel

func mulBF16(m int, a BF16Block, b BF16Panels, init, c Block) {
	if active == amx {
		mulBF16Tiles(m, a, b, init, c)
		return
	}
	portableMulBF16(m, a, b, init, c)
}
func roundBF16(dst []uint16, src []float32)         { portableRoundBF16(dst, src) }
func packBF16(b BF16Panels, src Panels, q0, q1 int) { portablePackBF16(b, src, q0, q1) }
func transposeBF16(rows, cols int, dst, src BF16Block) {
	portableTransposeBF16(rows, cols, dst, src)
}

func packTransposedBF16(b BF16Panels, src Panels, q0, q1 int) {
	portablePackTransposedBF16(b, src, q0, q1)
}

func packRowsBF16(b BF16Panels, src BF16Block, q0, q1 int, sum []float32) {
	portablePackRowsBF16(b, src, q0, q1, sum)
}
