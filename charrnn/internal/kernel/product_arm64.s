//go:build !purego

#include "textflag.h"
#include "neon_arm64.h"

// Tiles of products: c (rows x columns) = init + a*b, with all sums in registers, each one
// chain of fused multiply-adds with k ascending. The shapes have 16 chains, for processors
// that start four FMAs in a cycle and need four cycles for each. An FMA multiplies one
// element of a vector of a with all four elements of a vector of b. So a vector of a is four
// terms of a row or, transposed, one term of four rows.
//
// R0 points to init and c, R2 is k, R4 points to b, R8 and the registers after it point to a.
// Sums are V0 to V15, row by row.

#define ARGUMENTS \
	MOVD k+0(FP), R2     \
	MOVD a+8(FP), R8     \
	MOVD lda+16(FP), R3  \
	MOVD b+24(FP), R4

#define INIT \
	MOVD init+40(FP), R0 \
	MOVD ldi+48(FP), R1

#define RESULT \
	MOVD c+56(FP), R0    \
	MOVD ldc+64(FP), R1

#define ZERO4(a, b, c, d) \
	VEOR a.B16, a.B16, a.B16 \
	VEOR b.B16, b.B16, b.B16 \
	VEOR c.B16, c.B16, c.B16 \
	VEOR d.B16, d.B16, d.B16

#define ZERO16 \
	ZERO4(V0, V1, V2, V3)   \
	ZERO4(V4, V5, V6, V7)   \
	ZERO4(V8, V9, V10, V11) \
	ZERO4(V12, V13, V14, V15)

// Rows of two and of four vectors; the pointer advances by a stride.
#define GET2(p, stride, a, b) \
	FMOVQ (p), a       \
	FMOVQ 16(p), b     \
	ADD   stride, p

#define PUT2(p, stride, a, b) \
	FMOVQ a, (p)       \
	FMOVQ b, 16(p)     \
	ADD   stride, p

#define GET4(p, stride, a, b, c, d) \
	FMOVQ (p), a       \
	FMOVQ 16(p), b     \
	FMOVQ 32(p), c     \
	FMOVQ 48(p), d     \
	ADD   stride, p

#define PUT4(p, stride, a, b, c, d) \
	FMOVQ a, (p)       \
	FMOVQ b, 16(p)     \
	FMOVQ c, 32(p)     \
	FMOVQ d, 48(p)     \
	ADD   stride, p

#define GET8x8 \
	GET2(R0, R1, F0, F1)   \
	GET2(R0, R1, F2, F3)   \
	GET2(R0, R1, F4, F5)   \
	GET2(R0, R1, F6, F7)   \
	GET2(R0, R1, F8, F9)   \
	GET2(R0, R1, F10, F11) \
	GET2(R0, R1, F12, F13) \
	GET2(R0, R1, F14, F15)

#define PUT8x8 \
	PUT2(R0, R1, F0, F1)   \
	PUT2(R0, R1, F2, F3)   \
	PUT2(R0, R1, F4, F5)   \
	PUT2(R0, R1, F6, F7)   \
	PUT2(R0, R1, F8, F9)   \
	PUT2(R0, R1, F10, F11) \
	PUT2(R0, R1, F12, F13) \
	PUT2(R0, R1, F14, F15)

#define GET4x16 \
	GET4(R0, R1, F0, F1, F2, F3)   \
	GET4(R0, R1, F4, F5, F6, F7)   \
	GET4(R0, R1, F8, F9, F10, F11) \
	GET4(R0, R1, F12, F13, F14, F15)

#define PUT4x16 \
	PUT4(R0, R1, F0, F1, F2, F3)   \
	PUT4(R0, R1, F4, F5, F6, F7)   \
	PUT4(R0, R1, F8, F9, F10, F11) \
	PUT4(R0, R1, F12, F13, F14, F15)

// One term: a row of b, and number e of the vectors of a in V16 to V23.
#define STEP8x8(e) \
	FMOVQ (R4), F24    \
	FMOVQ 16(R4), F25  \
	ADD   $128, R4     \
	FMLAE(0, 24, 16, e)  \
	FMLAE(1, 25, 16, e)  \
	FMLAE(2, 24, 17, e)  \
	FMLAE(3, 25, 17, e)  \
	FMLAE(4, 24, 18, e)  \
	FMLAE(5, 25, 18, e)  \
	FMLAE(6, 24, 19, e)  \
	FMLAE(7, 25, 19, e)  \
	FMLAE(8, 24, 20, e)  \
	FMLAE(9, 25, 20, e)  \
	FMLAE(10, 24, 21, e) \
	FMLAE(11, 25, 21, e) \
	FMLAE(12, 24, 22, e) \
	FMLAE(13, 25, 22, e) \
	FMLAE(14, 24, 23, e) \
	FMLAE(15, 25, 23, e)

#define ROW16(s0, s1, s2, s3, a, e) \
	FMLAE(s0, 24, a, e) \
	FMLAE(s1, 25, a, e) \
	FMLAE(s2, 26, a, e) \
	FMLAE(s3, 27, a, e)

#define STEP4x16(e) \
	FMOVQ (R4), F24    \
	FMOVQ 16(R4), F25  \
	FMOVQ 32(R4), F26  \
	FMOVQ 48(R4), F27  \
	ADD   $128, R4     \
	ROW16(0, 1, 2, 3, 16, e)   \
	ROW16(4, 5, 6, 7, 17, e)   \
	ROW16(8, 9, 10, 11, 18, e) \
	ROW16(12, 13, 14, 15, 19, e)

#define STEP1x32(e) \
	FMOVQ (R4), F24    \
	FMOVQ 16(R4), F25  \
	FMOVQ 32(R4), F26  \
	FMOVQ 48(R4), F27  \
	ROW16(0, 1, 2, 3, 16, e) \
	FMOVQ 64(R4), F24  \
	FMOVQ 80(R4), F25  \
	FMOVQ 96(R4), F26  \
	FMOVQ 112(R4), F27 \
	ADD   $128, R4     \
	ROW16(4, 5, 6, 7, 16, e)

// func mul8x8NEON(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)
TEXT ·mul8x8NEON(SB), NOSPLIT, $0-72
	INIT
	ZERO16
	CBZ R0, multiply
	GET8x8

multiply:
	ARGUMENTS
	ADD  R3, R8, R9
	ADD  R3, R9, R10
	ADD  R3, R10, R11
	ADD  R3, R11, R12
	ADD  R3, R12, R13
	ADD  R3, R13, R14
	ADD  R3, R14, R15
	SUBS $4, R2
	BLT  rest

loop:
	FMOVQ.P 16(R8), F16
	FMOVQ.P 16(R9), F17
	FMOVQ.P 16(R10), F18
	FMOVQ.P 16(R11), F19
	FMOVQ.P 16(R12), F20
	FMOVQ.P 16(R13), F21
	FMOVQ.P 16(R14), F22
	FMOVQ.P 16(R15), F23
	STEP8x8(0)
	STEP8x8(1)
	STEP8x8(2)
	STEP8x8(3)
	SUBS    $4, R2
	BGE     loop

rest:
	ADDS $4, R2
	BEQ  store

single:
	FMOVS.P 4(R8), F16
	FMOVS.P 4(R9), F17
	FMOVS.P 4(R10), F18
	FMOVS.P 4(R11), F19
	FMOVS.P 4(R12), F20
	FMOVS.P 4(R13), F21
	FMOVS.P 4(R14), F22
	FMOVS.P 4(R15), F23
	STEP8x8(0)
	SUBS    $1, R2
	BNE     single

store:
	RESULT
	PUT8x8
	RET

// func mul4x16NEON(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)
TEXT ·mul4x16NEON(SB), NOSPLIT, $0-72
	INIT
	ZERO16
	CBZ R0, multiply
	GET4x16

multiply:
	ARGUMENTS
	ADD  R3, R8, R9
	ADD  R3, R9, R10
	ADD  R3, R10, R11
	SUBS $4, R2
	BLT  rest

loop:
	FMOVQ.P 16(R8), F16
	FMOVQ.P 16(R9), F17
	FMOVQ.P 16(R10), F18
	FMOVQ.P 16(R11), F19
	STEP4x16(0)
	STEP4x16(1)
	STEP4x16(2)
	STEP4x16(3)
	SUBS    $4, R2
	BGE     loop

rest:
	ADDS $4, R2
	BEQ  store

single:
	FMOVS.P 4(R8), F16
	FMOVS.P 4(R9), F17
	FMOVS.P 4(R10), F18
	FMOVS.P 4(R11), F19
	STEP4x16(0)
	SUBS    $1, R2
	BNE     single

store:
	RESULT
	PUT4x16
	RET

// func mul1x32NEON(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)
TEXT ·mul1x32NEON(SB), NOSPLIT, $0-72
	INIT
	ZERO4(V0, V1, V2, V3)
	ZERO4(V4, V5, V6, V7)
	CBZ R0, multiply
	GET4(R0, $64, F0, F1, F2, F3)
	GET4(R0, $64, F4, F5, F6, F7)

multiply:
	ARGUMENTS
	SUBS $4, R2
	BLT  rest

loop:
	FMOVQ.P 16(R8), F16
	STEP1x32(0)
	STEP1x32(1)
	STEP1x32(2)
	STEP1x32(3)
	SUBS    $4, R2
	BGE     loop

rest:
	ADDS $4, R2
	BEQ  store

single:
	FMOVS.P 4(R8), F16
	STEP1x32(0)
	SUBS    $1, R2
	BNE     single

store:
	RESULT
	PUT4(R0, $64, F0, F1, F2, F3)
	PUT4(R0, $64, F4, F5, F6, F7)
	RET

// func mulTA8x8NEON(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)
TEXT ·mulTA8x8NEON(SB), NOSPLIT, $0-72
	INIT
	ZERO16
	CBZ R0, multiply
	GET8x8

multiply:
	ARGUMENTS

loop:
	GET2(R8, R3, F16, F17)
	GET2(R4, $128, F24, F25)
	FMLAE(0, 24, 16, 0)
	FMLAE(1, 25, 16, 0)
	FMLAE(2, 24, 16, 1)
	FMLAE(3, 25, 16, 1)
	FMLAE(4, 24, 16, 2)
	FMLAE(5, 25, 16, 2)
	FMLAE(6, 24, 16, 3)
	FMLAE(7, 25, 16, 3)
	FMLAE(8, 24, 17, 0)
	FMLAE(9, 25, 17, 0)
	FMLAE(10, 24, 17, 1)
	FMLAE(11, 25, 17, 1)
	FMLAE(12, 24, 17, 2)
	FMLAE(13, 25, 17, 2)
	FMLAE(14, 24, 17, 3)
	FMLAE(15, 25, 17, 3)
	SUBS $1, R2
	BNE  loop
	RESULT
	PUT8x8
	RET

// func mulTA4x16NEON(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)
TEXT ·mulTA4x16NEON(SB), NOSPLIT, $0-72
	INIT
	ZERO16
	CBZ R0, multiply
	GET4x16

multiply:
	ARGUMENTS

loop:
	FMOVQ (R8), F16
	ADD   R3, R8
	GET4(R4, $128, F24, F25, F26, F27)
	ROW16(0, 1, 2, 3, 16, 0)
	ROW16(4, 5, 6, 7, 16, 1)
	ROW16(8, 9, 10, 11, 16, 2)
	ROW16(12, 13, 14, 15, 16, 3)
	SUBS  $1, R2
	BNE   loop
	RESULT
	PUT4x16
	RET

// func mulTA1x32NEON(k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int)
TEXT ·mulTA1x32NEON(SB), NOSPLIT, $0-72
	INIT
	ZERO4(V0, V1, V2, V3)
	ZERO4(V4, V5, V6, V7)
	CBZ R0, multiply
	GET4(R0, $64, F0, F1, F2, F3)
	GET4(R0, $64, F4, F5, F6, F7)

multiply:
	ARGUMENTS

loop:
	FMOVS (R8), F16
	ADD   R3, R8
	STEP1x32(0)
	SUBS  $1, R2
	BNE   loop
	RESULT
	PUT4(R0, $64, F0, F1, F2, F3)
	PUT4(R0, $64, F4, F5, F6, F7)
	RET

// Sixteen chains of multiply-adds.
#define ROUND \
	FMLA(0, 16, 16)  \
	FMLA(1, 16, 16)  \
	FMLA(2, 16, 16)  \
	FMLA(3, 16, 16)  \
	FMLA(4, 16, 16)  \
	FMLA(5, 16, 16)  \
	FMLA(6, 16, 16)  \
	FMLA(7, 16, 16)  \
	FMLA(8, 16, 16)  \
	FMLA(9, 16, 16)  \
	FMLA(10, 16, 16) \
	FMLA(11, 16, 16) \
	FMLA(12, 16, 16) \
	FMLA(13, 16, 16) \
	FMLA(14, 16, 16) \
	FMLA(15, 16, 16)

// func peakNEON(loops int)
TEXT ·peakNEON(SB), NOSPLIT, $0-8
	MOVD loops+0(FP), R0
	ZERO16
	VEOR V16.B16, V16.B16, V16.B16

loop:
	ROUND
	ROUND
	ROUND
	ROUND
	ROUND
	SUBS $1, R0
	BNE  loop
	RET
