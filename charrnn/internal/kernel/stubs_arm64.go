//go:build !purego

package kernel

//go:noescape
func mul8x8NEON(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)

//go:noescape
func mul4x16NEON(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)

//go:noescape
func mul1x32NEON(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)

//go:noescape
func mulTA8x8NEON(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)

//go:noescape
func mulTA4x16NEON(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)

//go:noescape
func mulTA1x32NEON(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)

//go:noescape
func mulInt8_1x32NEON(groups int, x *uint8, ldx int, w *int8, correction *int32, scale, init *float32, ldi int, c *float32, ldc int)

//go:noescape
func mulInt8_4x16NEON(groups int, x *uint8, ldx int, w *int8, correction *int32, scale, init *float32, ldi int, c *float32, ldc int)

//go:noescape
func quantizeNEON(n int, q *uint8, x *float32)

//go:noescape
func packSumNEON(rows int, src *float32, stride int, dst, sum *float32)

//go:noescape
func transpose32x32NEON(dst, src *float32)

//go:noescape
func cellForwardNEON(n, stride int, z, zx, act, cPrev, c, tanhC, h *float32)

//go:noescape
func cellBackwardNEON(n, stride int, act, cPrev, tanhC, dh, dc *float32)

//go:noescape
func dropoutNEON(n int, dst, src *float32, key, counter, threshold uint32, scale float32)

//go:noescape
func expSumNEON(n int, x *float32, max float32, lanes *float32)

//go:noescape
func sumSquaresNEON(n int, x, lanes *float32)

//go:noescape
func scaleNEON(n int, x *float32, a float32)

//go:noescape
func addNEON(n int, y, x *float32)

//go:noescape
func adamNEON(n int, p, m, v, grad, step *float32)

//go:noescape
func peakNEON(loops int)
