//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "amx_amd64.h"

// Products of bf16 on tiles. Each function loads the shapes of the tiles and releases the
// tiles before it returns. Go does not preempt a goroutine in assembly, and Linux saves the
// tiles when a signal or another thread interrupts it. So tiles are never lost, and no other
// code runs while they are in use.
//
// R12, R13 and R14 are the strides of init, c and a; R15 is that of the tiles of b.

#define ZERO(t, u) \
	TILEZERO(t) \
	TILEZERO(u)

// Two sums, 32 columns, from or to the rows at a pointer.
#define LOAD(t, u, base, stride) \
	TILELOADD(t, base, stride, 0) \
	TILELOADD(u, base, stride, 64)
#define STORE(base, stride, t, u) \
	TILESTORED(base, stride, 0, t) \
	TILESTORED(base, stride, 64, u)

// to += 16 rows of a stride.
#define ADDROWS(stride, to) \
	MOVQ stride, R10 \
	SHLQ $4, R10     \
	ADDQ R10, to

// Sums t and u, plus the rows of a in tile 6 times a step of the panel at base. Weights are
// read once for all rows and come from the second-level cache, so they need no room in the
// first.
#define PANEL(base, t, u) \
	TILELOADDT1(7, base, rR15, 0)    \
	TDPBF16PS(t, 6, 7)               \
	TILELOADDT1(7, base, rR15, 1024) \
	TDPBF16PS(u, 6, 7)

// func mulFewAMX(p *tileProduct)
//
// At most 16 rows: three panels at a time, then two or one. Six sums hide the latency of a
// product, and a is loaded once for all of them.
TEXT ·mulFewAMX(SB), NOSPLIT, $0-8
	MOVQ p+0(FP), DI
	MOVQ tileProduct_shapes(DI), AX
	LDTILECFG(rAX)
	MOVQ tileProduct_b(DI), R11
	MOVQ tileProduct_init(DI), SI
	MOVQ tileProduct_ldi(DI), R12
	MOVQ tileProduct_c(DI), R8
	MOVQ tileProduct_ldc(DI), R13
	MOVQ tileProduct_lda(DI), R14
	MOVQ $64, R15
	MOVQ tileProduct_panels(DI), R9

panels:
	MOVQ tileProduct_a(DI), AX
	MOVQ tileProduct_steps(DI), R10
	MOVQ R11, BX
	ADDQ tileProduct_ldb(DI), R11
	MOVQ R11, CX
	CMPQ R9, $2
	JLT  one
	ADDQ tileProduct_ldb(DI), R11
	CMPQ R9, $2
	JEQ  two
	MOVQ R11, DX
	ADDQ tileProduct_ldb(DI), R11
	TESTQ SI, SI
	JZ   zero3
	LOAD(0, 1, rSI, rR12)
	ADDQ $128, SI
	LOAD(2, 3, rSI, rR12)
	ADDQ $128, SI
	LOAD(4, 5, rSI, rR12)
	ADDQ $128, SI
	JMP  step3

zero3:
	ZERO(0, 1)
	ZERO(2, 3)
	ZERO(4, 5)

step3:
	TILELOADD(6, rAX, rR14, 0)
	PANEL(rBX, 0, 1)
	PANEL(rCX, 2, 3)
	PANEL(rDX, 4, 5)
	ADDQ $64, AX
	ADDQ $2048, BX
	ADDQ $2048, CX
	ADDQ $2048, DX
	DECQ R10
	JNZ  step3
	STORE(rR8, rR13, 0, 1)
	ADDQ $128, R8
	STORE(rR8, rR13, 2, 3)
	ADDQ $128, R8
	STORE(rR8, rR13, 4, 5)
	ADDQ $128, R8
	SUBQ $3, R9
	JNZ  panels
	JMP  done

two:
	TESTQ SI, SI
	JZ   zero2
	LOAD(0, 1, rSI, rR12)
	ADDQ $128, SI
	LOAD(2, 3, rSI, rR12)
	JMP  step2

zero2:
	ZERO(0, 1)
	ZERO(2, 3)

step2:
	TILELOADD(6, rAX, rR14, 0)
	PANEL(rBX, 0, 1)
	PANEL(rCX, 2, 3)
	ADDQ $64, AX
	ADDQ $2048, BX
	ADDQ $2048, CX
	DECQ R10
	JNZ  step2
	STORE(rR8, rR13, 0, 1)
	ADDQ $128, R8
	STORE(rR8, rR13, 2, 3)
	JMP  done

one:
	TESTQ SI, SI
	JZ   zero1
	LOAD(0, 1, rSI, rR12)
	JMP  step1

zero1:
	ZERO(0, 1)

step1:
	TILELOADD(6, rAX, rR14, 0)
	PANEL(rBX, 0, 1)
	ADDQ $64, AX
	ADDQ $2048, BX
	DECQ R10
	JNZ  step1
	STORE(rR8, rR13, 0, 1)

done:
	TILERELEASE
	RET

// The sums of a row of c will be written. Without this, stores wait for cache lines.
#define PREFETCHROW \
	PREFETCHW(rR10, 0)  \
	PREFETCHW(rR10, 64) \
	ADDQ R13, R10

// A step of 2 x 2 sums: the rows at AX and CX, and the panel at BX. loadA and loadB are
// TILELOADD for the operand that stays in the first-level cache, and TILELOADDT1 for the
// other one.
#define STEP(loadA, loadB) \
	loadB(6, rBX, rR15, 0)    \
	loadA(4, rAX, rR14, 0)    \
	TDPBF16PS(0, 4, 6)        \
	loadB(7, rBX, rR15, 1024) \
	TDPBF16PS(1, 4, 7)        \
	loadA(5, rCX, rR14, 0)    \
	TDPBF16PS(2, 5, 6)        \
	TDPBF16PS(3, 5, 7)        \
	PREFETCHROW               \
	PREFETCHROW               \
	ADDQ $64, AX              \
	ADDQ $64, CX              \
	ADDQ $2048, BX

// func mulPairsAMX(p *tileProduct)
//
// Pairs of tiles of rows, one panel at a time for all pairs. A step has four products for
// four loads.
TEXT ·mulPairsAMX(SB), NOSPLIT, $32-8
	MOVQ p+0(FP), DI
	MOVQ tileProduct_shapes(DI), AX
	LDTILECFG(rAX)
	MOVQ tileProduct_ldi(DI), R12
	MOVQ tileProduct_ldc(DI), R13
	MOVQ tileProduct_lda(DI), R14
	MOVQ $64, R15
	MOVQ tileProduct_b(DI), BX
	MOVQ tileProduct_init(DI), SI
	MOVQ tileProduct_c(DI), R8
	MOVQ tileProduct_panels(DI), R9
	MOVQ R9, panels-32(SP)

panel:
	MOVQ BX, b-8(SP)
	MOVQ SI, init-16(SP)
	MOVQ R8, c-24(SP)
	MOVQ tileProduct_a(DI), DX
	MOVQ tileProduct_pairs(DI), R9

pair:
	TESTQ SI, SI
	JZ   zero
	LOAD(0, 1, rSI, rR12)
	ADDROWS(R12, SI)
	LOAD(2, 3, rSI, rR12)
	ADDROWS(R12, SI)
	JMP  multiply

zero:
	ZERO(0, 1)
	ZERO(2, 3)

multiply:
	MOVQ DX, AX
	ADDROWS(R14, DX)
	MOVQ DX, CX
	ADDROWS(R14, DX)
	MOVQ b-8(SP), BX
	MOVQ tileProduct_steps(DI), R11
	MOVQ R8, R10
	CMPB tileProduct_keepA(DI), $0
	JEQ  keepB

keepA:
	STEP(TILELOADD, TILELOADDT1)
	DECQ R11
	JNZ  keepA
	JMP  store

keepB:
	STEP(TILELOADDT1, TILELOADD)
	DECQ R11
	JNZ  keepB

store:
	STORE(rR8, rR13, 0, 1)
	ADDROWS(R13, R8)
	STORE(rR8, rR13, 2, 3)
	ADDROWS(R13, R8)
	DECQ R9
	JNZ  pair

	MOVQ b-8(SP), BX
	ADDQ tileProduct_ldb(DI), BX
	MOVQ c-24(SP), R8
	ADDQ $128, R8
	MOVQ init-16(SP), SI
	TESTQ SI, SI
	JZ   next
	ADDQ $128, SI

next:
	DECQ panels-32(SP)
	JNZ  panel
	TILERELEASE
	RET
