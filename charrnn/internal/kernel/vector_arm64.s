//go:build !purego

#include "textflag.h"
#include "neon_arm64.h"

// Adam, dropout, sums, packing and transposition. The operations on each number and their
// order are those that _asm generates for amd64, so the results are the same bits.

// func sumSquaresNEON(n int, x, lanes *float32)
TEXT ·sumSquaresNEON(SB), NOSPLIT, $0-24
	MOVD n+0(FP), R0
	MOVD x+8(FP), R1
	MOVD lanes+16(FP), R2
	EOR(8, 8, 8)
	EOR(9, 9, 9)
	EOR(10, 10, 10)
	EOR(11, 11, 11)
	FLUSH(R20)

loop:
	FMOVQ.P 16(R1), F0
	FMOVQ.P 16(R1), F1
	FMOVQ.P 16(R1), F2
	FMOVQ.P 16(R1), F3
	FMLA(8, 0, 0)
	FMLA(9, 1, 1)
	FMLA(10, 2, 2)
	FMLA(11, 3, 3)
	SUBS    $16, R0
	BNE     loop
	FMOVQ   F8, (R2)
	FMOVQ   F9, 16(R2)
	FMOVQ   F10, 32(R2)
	FMOVQ   F11, 48(R2)
	RESTORE(R20)
	RET

// func scaleNEON(n int, x *float32, a float32)
TEXT ·scaleNEON(SB), NOSPLIT, $0-20
	MOVD  n+0(FP), R0
	MOVD  x+8(FP), R1
	FMOVS a+16(FP), F1
	VDUP  V1.S[0], V1.S4
	FLUSH(R20)

loop:
	FMOVQ   (R1), F0
	FMUL(0, 0, 1)
	FMOVQ.P F0, 16(R1)
	SUBS    $4, R0
	BNE     loop
	RESTORE(R20)
	RET

// func addNEON(n int, y, x *float32)
TEXT ·addNEON(SB), NOSPLIT, $0-24
	MOVD n+0(FP), R0
	MOVD y+8(FP), R1
	MOVD x+16(FP), R2

loop:
	FMOVQ   (R1), F0
	FMOVQ.P 16(R2), F1
	FADD(0, 0, 1)
	FMOVQ.P F0, 16(R1)
	SUBS    $4, R0
	BNE     loop
	RET

// func adamNEON(n int, p, m, v, grad, step *float32)
TEXT ·adamNEON(SB), NOSPLIT, $0-48
	MOVD n+0(FP), R0
	MOVD p+8(FP), R1
	MOVD m+16(FP), R2
	MOVD v+24(FP), R3
	MOVD grad+32(FP), R4
	MOVD step+40(FP), R5
	VLD1R.P 4(R5), [V16.S4] // Rate
	VLD1R.P 4(R5), [V17.S4] // Beta1
	VLD1R.P 4(R5), [V18.S4] // Rest1
	VLD1R.P 4(R5), [V19.S4] // Beta2
	VLD1R.P 4(R5), [V20.S4] // Rest2
	VLD1R.P 4(R5), [V21.S4] // Epsilon
	VLD1R.P 4(R5), [V22.S4] // GradScale
	VLD1R.P 4(R5), [V23.S4] // Decay
	FLUSH(R20)

loop:
	FMOVQ.P 16(R4), F0
	FMUL(0, 0, 22)
	FMOVQ   (R2), F1
	FMUL(1, 1, 17)
	FMLA(1, 0, 18)
	FMOVQ.P F1, 16(R2)
	FMUL(0, 0, 0)
	FMOVQ   (R3), F2
	FMUL(2, 2, 19)
	FMLA(2, 0, 20)
	FMOVQ.P F2, 16(R3)
	FSQRT(2, 2)
	FADD(2, 2, 21)
	FMUL(1, 1, 16)
	FDIV(1, 1, 2)
	FMOVQ   (R1), F3
	FMLS(3, 3, 23)
	FSUB(3, 3, 1)
	FMOVQ.P F3, 16(R1)
	SUBS    $4, R0
	BNE     loop
	RESTORE(R20)
	RET

DATA ascending<>+0(SB)/4, $0
DATA ascending<>+4(SB)/4, $1
DATA ascending<>+8(SB)/4, $2
DATA ascending<>+12(SB)/4, $3
GLOBL ascending<>(SB), RODATA|NOPTR, $16

// func dropoutNEON(n int, dst, src *float32, key, counter, threshold uint32, scale float32)
TEXT ·dropoutNEON(SB), NOSPLIT, $0-40
	MOVD  n+0(FP), R0
	MOVD  dst+8(FP), R1
	MOVD  src+16(FP), R2
	MOVWU key+24(FP), R3
	VDUP  R3, V16.S4
	MOVWU counter+28(FP), R3
	VDUP  R3, V0.S4
	MOVWU threshold+32(FP), R3
	VDUP  R3, V17.S4
	FMOVS scale+36(FP), F18
	VDUP  V18.S[0], V18.S4
	MOVD  $0x85ebca6b, R3
	VDUP  R3, V19.S4
	MOVD  $0xc2b2ae35, R3
	VDUP  R3, V20.S4
	MOVD  $4, R3
	VDUP  R3, V21.S4
	MOVD  $ascending<>(SB), R3
	FMOVQ (R3), F1
	ADDW(0, 0, 1)

loop:
	EOR(1, 0, 16)
	MUL(1, 1, 19)
	SHR(2, 1, 15)
	EOR(1, 1, 2)
	MUL(1, 1, 20)
	SHR(2, 1, 13)
	EOR(1, 1, 2)
	MUL(1, 1, 19)
	SHR(2, 1, 16)
	EOR(1, 1, 2)
	CMHS(2, 1, 17)
	FMOVQ.P 16(R2), F3
	FMUL(3, 3, 18)
	AND(3, 3, 2)
	FMOVQ.P F3, 16(R1)
	ADDW(0, 0, 21)
	SUBS    $4, R0
	BNE     loop
	RET

// A row of a panel: copied from R1 to R3, and added to the sums.
#define PACK(from, sum) \
	FMOVQ from(R1), F16  \
	FMOVQ F16, from(R3)  \
	FADD(sum, sum, 16)

// func packSumNEON(rows int, src *float32, stride int, dst, sum *float32)
TEXT ·packSumNEON(SB), NOSPLIT, $0-40
	MOVD  rows+0(FP), R0
	MOVD  src+8(FP), R1
	MOVD  stride+16(FP), R2
	MOVD  dst+24(FP), R3
	MOVD  sum+32(FP), R4
	FMOVQ (R4), F0
	FMOVQ 16(R4), F1
	FMOVQ 32(R4), F2
	FMOVQ 48(R4), F3
	FMOVQ 64(R4), F4
	FMOVQ 80(R4), F5
	FMOVQ 96(R4), F6
	FMOVQ 112(R4), F7

loop:
	PACK(0, 0)
	PACK(16, 1)
	PACK(32, 2)
	PACK(48, 3)
	PACK(64, 4)
	PACK(80, 5)
	PACK(96, 6)
	PACK(112, 7)
	ADD   R2, R1
	ADD   $128, R3
	SUBS  $1, R0
	BNE   loop
	FMOVQ F0, (R4)
	FMOVQ F1, 16(R4)
	FMOVQ F2, 32(R4)
	FMOVQ F3, 48(R4)
	FMOVQ F4, 64(R4)
	FMOVQ F5, 80(R4)
	FMOVQ F6, 96(R4)
	FMOVQ F7, 112(R4)
	RET

// func transpose32x32NEON(dst, src *float32)
TEXT ·transpose32x32NEON(SB), NOSPLIT, $0-16
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD $8, R2

rows: // four rows of src, which become four columns of dst
	MOVD $8, R3

columns:
	FMOVQ (R1), F0
	FMOVQ 128(R1), F1
	FMOVQ 256(R1), F2
	FMOVQ 384(R1), F3
	ZIPLOW(4, 0, 2)
	ZIPHIGH(5, 0, 2)
	ZIPLOW(6, 1, 3)
	ZIPHIGH(7, 1, 3)
	ZIPLOW(0, 4, 6)
	ZIPHIGH(1, 4, 6)
	ZIPLOW(2, 5, 7)
	ZIPHIGH(3, 5, 7)
	FMOVQ F0, (R0)
	FMOVQ F1, 128(R0)
	FMOVQ F2, 256(R0)
	FMOVQ F3, 384(R0)
	ADD   $16, R1
	ADD   $512, R0
	SUBS  $1, R3
	BNE   columns
	ADD   $384, R1
	SUB   $4080, R0
	SUBS  $1, R2
	BNE   rows
	RET
