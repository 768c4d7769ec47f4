//go:build !purego

#include "textflag.h"
#include "neon_arm64.h"

// The LSTM cell, forward and backward, and softmax. The operations on each number and their
// order are those that _asm generates for amd64, so the results are the same bits.

// The constants of the exponential: see _asm/exponential.go.
DATA exponential<>+0(SB)/4, $0x3FB8AA3B  // 1/ln 2
DATA exponential<>+4(SB)/4, $0x3F318000  // ln 2, upper part
DATA exponential<>+8(SB)/4, $0xB95E8083  // ln 2, the rest
DATA exponential<>+12(SB)/4, $0x39506967 // polynomial
DATA exponential<>+16(SB)/4, $0x3AB743CE
DATA exponential<>+20(SB)/4, $0x3C088908
DATA exponential<>+24(SB)/4, $0x3D2AA9C1
DATA exponential<>+28(SB)/4, $0x3E2AAAAA
DATA exponential<>+32(SB)/4, $0x3F000000
DATA exponential<>+36(SB)/4, $0x3F800000 // 1
DATA exponential<>+40(SB)/4, $0x40000000 // 2
DATA exponential<>+44(SB)/4, $0x4B40007F // adding it rounds, and leaves a biased exponent below
GLOBL exponential<>(SB), RODATA|NOPTR, $48

// V18 to V29 hold them, V16 and V17 the limits of arguments.
#define CONSTANTS(limit) \
	MOVD $exponential<>(SB), R17 \
	VLD1R.P 4(R17), [V18.S4]     \
	VLD1R.P 4(R17), [V19.S4]     \
	VLD1R.P 4(R17), [V20.S4]     \
	VLD1R.P 4(R17), [V21.S4]     \
	VLD1R.P 4(R17), [V22.S4]     \
	VLD1R.P 4(R17), [V23.S4]     \
	VLD1R.P 4(R17), [V24.S4]     \
	VLD1R.P 4(R17), [V25.S4]     \
	VLD1R.P 4(R17), [V26.S4]     \
	VLD1R.P 4(R17), [V27.S4]     \
	VLD1R.P 4(R17), [V28.S4]     \
	VLD1R.P 4(R17), [V29.S4]     \
	FMOVS $limit, F17            \
	VDUP V17.S[0], V17.S4        \
	EOR(16, 16, 16)              \
	FSUB(16, 16, 17)

// exp(x) = x*power afterwards. V4 to V7 are overwritten.
#define EXP(x, power) \
	FMAX(x, x, 16)     \
	FMIN(x, x, 17)     \
	COPY(4, 29)        \
	FMLA(4, x, 18)     \
	SHL(power, 4, 23)  \
	FSUB(4, 4, 29)     \
	FMLS(x, 4, 19)     \
	FMLS(x, 4, 20)     \
	FMUL(4, x, x)      \
	COPY(5, 22)        \
	FMLA(5, 21, x)     \
	COPY(6, 24)        \
	FMLA(6, 23, x)     \
	COPY(7, 26)        \
	FMLA(7, 25, x)     \
	FMLA(6, 5, 4)      \
	FMLA(7, 6, 4)      \
	FADD(x, x, 27)     \
	FMLA(x, 7, 4)

// x = 1 + exp(x); V4 to V8 are overwritten.
#define ONEPLUSEXP(x) \
	EXP(x, 8)       \
	COPY(4, 27)     \
	FMLA(4, 8, x)   \
	COPY(x, 4)

// a = 1/a, b = 1/b by one division; V4 and V5 are overwritten.
#define RECIPROCALS(a, b) \
	FMUL(4, a, b)   \
	FDIV(4, 27, 4)  \
	COPY(5, a)      \
	FMUL(a, 4, b)   \
	FMUL(b, 4, 5)

// x = 1 - 2x; V4 is overwritten.
#define ONEMINUSTWICE(x) \
	COPY(4, 27)     \
	FMLS(4, x, 28)  \
	COPY(x, 4)

// The sum of a gate's two parts; V4 is overwritten.
#define PREACTIVATION(z, zx, f, x) \
	FMOVQ.P 16(z), f    \
	FMOVQ.P 16(zx), F4  \
	FADD(x, x, 4)

#define NEGATE(x) FSUB(x, 30, x)

// func cellForwardNEON(n, stride int, z, zx, act, cPrev, c, tanhC, h *float32)
TEXT ·cellForwardNEON(SB), NOSPLIT, $0-72
	MOVD n+0(FP), R0
	MOVD stride+8(FP), R21
	MOVD z+16(FP), R1
	MOVD zx+24(FP), R2
	MOVD act+32(FP), R3
	MOVD cPrev+40(FP), R4
	MOVD c+48(FP), R5
	MOVD tanhC+56(FP), R6
	MOVD h+64(FP), R7

	// Gates i, f, g, o of z in R1, R8, R9, R10; of zx in R2, R11, R12, R13;
	// of act in R3, R14, R15, R19.
	ADD R21<<2, R1, R8
	ADD R21<<2, R8, R9
	ADD R21<<2, R9, R10
	ADD R21<<2, R2, R11
	ADD R21<<2, R11, R12
	ADD R21<<2, R12, R13
	ADD R21<<2, R3, R14
	ADD R21<<2, R14, R15
	ADD R21<<2, R15, R19
	CONSTANTS(43.0)
	EOR(30, 30, 30)
	FLUSH(R20)

loop:
	PREACTIVATION(R1, R2, F0, 0)   // i
	PREACTIVATION(R8, R11, F1, 1)  // f
	NEGATE(0)
	NEGATE(1)
	ONEPLUSEXP(0)
	ONEPLUSEXP(1)
	RECIPROCALS(0, 1)
	FMOVQ.P F0, 16(R3)
	FMOVQ.P F1, 16(R14)
	PREACTIVATION(R9, R12, F2, 2)  // g, which becomes the state
	PREACTIVATION(R10, R13, F3, 3) // o
	FADD(2, 2, 2)
	NEGATE(3)
	ONEPLUSEXP(2)
	ONEPLUSEXP(3)
	RECIPROCALS(2, 3)
	ONEMINUSTWICE(2)
	FMOVQ.P F2, 16(R15)
	FMOVQ.P F3, 16(R19)
	FMUL(2, 0, 2)
	FMOVQ.P 16(R4), F5
	FMLA(2, 1, 5)
	FMOVQ.P F2, 16(R5)
	FADD(2, 2, 2)
	ONEPLUSEXP(2)
	FDIV(2, 27, 2)
	ONEMINUSTWICE(2)
	FMOVQ.P F2, 16(R6)
	FMUL(3, 2, 3)
	FMOVQ.P F3, 16(R7)
	SUBS    $4, R0
	BNE     loop
	RESTORE(R20)
	RET

// func cellBackwardNEON(n, stride int, act, cPrev, tanhC, dh, dc *float32)
TEXT ·cellBackwardNEON(SB), NOSPLIT, $0-56
	MOVD n+0(FP), R0
	MOVD stride+8(FP), R21
	MOVD act+16(FP), R1 // gates i, f, g, o in R1, R2, R3, R4
	MOVD cPrev+24(FP), R5
	MOVD tanhC+32(FP), R6
	MOVD dh+40(FP), R7
	MOVD dc+48(FP), R8
	ADD  R21<<2, R1, R2
	ADD  R21<<2, R2, R3
	ADD  R21<<2, R3, R4
	FMOVS $1.0, F27
	VDUP V27.S[0], V27.S4
	FLUSH(R20)

loop:
	FMOVQ   (R1), F0
	FMOVQ   (R2), F1
	FMOVQ   (R3), F2
	FMOVQ   (R4), F3
	FMOVQ.P 16(R6), F4
	FMOVQ   (R8), F5
	FMOVQ.P 16(R7), F6
	FMUL(6, 3, 6)  // dh*o
	COPY(7, 27)
	FMLS(7, 4, 4)
	FMLA(5, 6, 7)  // dc += dh*o*(1-tanh^2)
	FMUL(6, 6, 4)
	FSUB(7, 27, 3)
	FMUL(6, 6, 7)
	FMOVQ.P F6, 16(R4)
	FMUL(16, 5, 0) // dc*i
	COPY(17, 27)
	FMLS(17, 2, 2)
	FMUL(17, 17, 16)
	FMOVQ.P F17, 16(R3)
	FSUB(17, 27, 0)
	FMUL(17, 17, 16)
	FMUL(17, 17, 2)
	FMOVQ.P F17, 16(R1)
	FMUL(16, 5, 1) // dc*f
	FMOVQ.P F16, 16(R8)
	FMOVQ.P 16(R5), F18
	FSUB(17, 27, 1)
	FMUL(17, 17, 16)
	FMUL(17, 17, 18)
	FMOVQ.P F17, 16(R2)
	SUBS    $4, R0
	BNE     loop
	RESTORE(R20)
	RET

// One vector of expSum, added to lanes.
#define EXPONENTIAL(lanes) \
	FMOVQ (R1), F0       \
	FSUB(0, 0, 30)       \
	EXP(0, 1)            \
	FMUL(0, 1, 0)        \
	FMOVQ.P F0, 16(R1)   \
	FADD(lanes, lanes, 0)

// func expSumNEON(n int, x *float32, max float32, lanes *float32)
TEXT ·expSumNEON(SB), NOSPLIT, $0-32
	MOVD  n+0(FP), R0
	MOVD  x+8(FP), R1
	FMOVS max+16(FP), F30
	VDUP  V30.S[0], V30.S4
	MOVD  lanes+24(FP), R2
	CONSTANTS(87.0)
	EOR(8, 8, 8)
	EOR(9, 9, 9)
	EOR(10, 10, 10)
	EOR(11, 11, 11)
	FLUSH(R20)

loop:
	EXPONENTIAL(8)
	EXPONENTIAL(9)
	EXPONENTIAL(10)
	EXPONENTIAL(11)
	SUBS  $16, R0
	BNE   loop
	FMOVQ F8, (R2)
	FMOVQ F9, 16(R2)
	FMOVQ F10, 32(R2)
	FMOVQ F11, 48(R2)
	RESTORE(R20)
	RET
