//go:build !purego

#include "textflag.h"
#include "neon_arm64.h"

// Int8 products with SDOT, whose operands are both signed: an exclusive or with 128 removes
// the offset of the activations. See sampling.go for layouts; two groups of four terms of w
// are 512 bytes apart.

#define CLEAR4(a, b, c, d) \
	EOR(a, a, a) \
	EOR(b, b, b) \
	EOR(c, c, c) \
	EOR(d, d, d)

// Four vectors of weights, the terms of sixteen columns.
#define WEIGHTS(from) \
	FMOVQ from(R3), F24      \
	FMOVQ (16+from)(R3), F25 \
	FMOVQ (32+from)(R3), F26 \
	FMOVQ (48+from)(R3), F27

#define DOTS(s0, s1, s2, s3, x) \
	SDOTE(s0, 24, x, 0) \
	SDOTE(s1, 25, x, 0) \
	SDOTE(s2, 26, x, 0) \
	SDOTE(s3, 27, x, 0)

// Four activations of a row, made signed.
#define ACTIVATIONS(p, f, x) \
	FMOVS.P 4(p), f \
	EOR(x, x, 28)

// c = init + scale*sum for a vector of columns: R5 points to scale, R6 to init, R7 to c.
#define RESULT(from, sum) \
	SCVTF(sum, sum)      \
	FMOVQ from(R5), F16  \
	FMOVQ from(R6), F17  \
	FMLA(17, sum, 16)    \
	FMOVQ F17, from(R7)

// func mulInt8_1x32NEON(groups int, x *uint8, ldx int, w *int8, correction *int32, scale, init *float32, ldi int, c *float32, ldc int)
TEXT ·mulInt8_1x32NEON(SB), NOSPLIT, $0-80
	MOVD groups+0(FP), R0
	MOVD x+8(FP), R8
	MOVD w+24(FP), R3
	MOVD $128, R4
	VDUP R4, V28.B16
	CLEAR4(0, 1, 2, 3)
	CLEAR4(4, 5, 6, 7)

loop:
	ACTIVATIONS(R8, F16, 16)
	WEIGHTS(0)
	DOTS(0, 1, 2, 3, 16)
	WEIGHTS(64)
	DOTS(4, 5, 6, 7, 16)
	ADD  $512, R3
	SUBS $1, R0
	BNE  loop
	MOVD scale+40(FP), R5
	MOVD init+48(FP), R6
	MOVD c+64(FP), R7
	RESULT(0, 0)
	RESULT(16, 1)
	RESULT(32, 2)
	RESULT(48, 3)
	RESULT(64, 4)
	RESULT(80, 5)
	RESULT(96, 6)
	RESULT(112, 7)
	RET

// func mulInt8_4x16NEON(groups int, x *uint8, ldx int, w *int8, correction *int32, scale, init *float32, ldi int, c *float32, ldc int)
TEXT ·mulInt8_4x16NEON(SB), NOSPLIT, $0-80
	MOVD groups+0(FP), R0
	MOVD x+8(FP), R8
	MOVD ldx+16(FP), R2
	ADD  R2, R8, R9
	ADD  R2, R9, R10
	ADD  R2, R10, R11
	MOVD w+24(FP), R3
	MOVD $128, R4
	VDUP R4, V28.B16
	CLEAR4(0, 1, 2, 3)
	CLEAR4(4, 5, 6, 7)
	CLEAR4(8, 9, 10, 11)
	CLEAR4(12, 13, 14, 15)

loop:
	ACTIVATIONS(R8, F16, 16)
	ACTIVATIONS(R9, F17, 17)
	ACTIVATIONS(R10, F18, 18)
	ACTIVATIONS(R11, F19, 19)
	WEIGHTS(0)
	DOTS(0, 1, 2, 3, 16)
	DOTS(4, 5, 6, 7, 17)
	DOTS(8, 9, 10, 11, 18)
	DOTS(12, 13, 14, 15, 19)
	ADD  $512, R3
	SUBS $1, R0
	BNE  loop
	MOVD scale+40(FP), R5
	MOVD init+48(FP), R6
	MOVD ldi+56(FP), R1
	MOVD c+64(FP), R7
	MOVD ldc+72(FP), R2
	RESULT(0, 0)
	RESULT(16, 1)
	RESULT(32, 2)
	RESULT(48, 3)
	ADD  R1, R6
	ADD  R2, R7
	RESULT(0, 4)
	RESULT(16, 5)
	RESULT(32, 6)
	RESULT(48, 7)
	ADD  R1, R6
	ADD  R2, R7
	RESULT(0, 8)
	RESULT(16, 9)
	RESULT(32, 10)
	RESULT(48, 11)
	ADD  R1, R6
	ADD  R2, R7
	RESULT(0, 12)
	RESULT(16, 13)
	RESULT(32, 14)
	RESULT(48, 15)
	RET

// A vector of numbers as words from 1 to 255. A NaN is replaced by -127 first.
#define QUANTIZE(f, x) \
	FMOVQ.P 16(R2), f  \
	FMUL(x, x, 16)     \
	FMAXNM(x, x, 17)   \
	FMIN(x, x, 16)     \
	FCVTNS(x, x)       \
	ADDW(x, x, 18)

// func quantizeNEON(n int, q *uint8, x *float32)
TEXT ·quantizeNEON(SB), NOSPLIT, $0-24
	MOVD  n+0(FP), R0
	MOVD  q+8(FP), R1
	MOVD  x+16(FP), R2
	MOVD  $0x42fe0000, R3 // 127
	VDUP  R3, V16.S4
	MOVD  $0xc2fe0000, R3
	VDUP  R3, V17.S4
	MOVD  $128, R3
	VDUP  R3, V18.S4

loop:
	QUANTIZE(F0, 0)
	QUANTIZE(F1, 1)
	QUANTIZE(F2, 2)
	QUANTIZE(F3, 3)
	XTN(0, 0)
	XTN2(0, 1)
	XTN(2, 2)
	XTN2(2, 3)
	XTNB(0, 0)
	XTNB2(0, 2)
	FMOVQ.P F0, 16(R1)
	SUBS    $16, R0
	BNE     loop
	RET
