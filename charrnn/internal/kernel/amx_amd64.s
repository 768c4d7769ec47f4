//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "amx_amd64.h"

// Products of bf16 on tiles. Each function loads the shapes of the tiles and releases them
// before it returns, so no state of tiles outlives it. The scheduler does not preempt
// assembly, and signals save tiles.

// Zero sums, if there is no init.
#define ZERO2(t, u) \
	TILEZERO(t) \
	TILEZERO(u)

// Two sums of a panel, from and to rows at a pointer.
#define LOAD2(t, u, base, stride) \
	TILELOADD(t, base, stride, 0) \
	TILELOADD(u, base, stride, 64)
#define STORE2(base, stride, t, u) \
	TILESTORED(base, stride, 0, t) \
	TILESTORED(base, stride, 64, u)

// Sums t and u of a panel, plus a times the step of the panel at base.
#define PANEL(base, t, u) \
	TILELOADD(7, base, rR15, 0)    \
	TDPBF16PS(t, 6, 7)             \
	TILELOADD(7, base, rR15, 1024) \
	TDPBF16PS(u, 6, 7)             \

// func mulFewAMX(p *tileProduct)
//
// At most 16 rows. Three panels at a time, then two or one: six sums hide the latency of a
// product, and a is loaded once for all of them.
TEXT ·mulFewAMX(SB), NOSPLIT, $0-8
	MOVQ p+0(FP), DI
	MOVQ tileProduct_shapes(DI), AX
	LDTILECFG(rAX)
	MOVQ tileProduct_lda(DI), R14
	MOVQ tileProduct_b(DI), BX
	MOVQ tileProduct_init(DI), SI
	MOVQ tileProduct_ldi(DI), R12
	MOVQ tileProduct_c(DI), R8
	MOVQ tileProduct_ldc(DI), R13
	MOVQ tileProduct_panels(DI), R9
	MOVQ $64, R15 // bytes of a row of a tile of b

next:
	MOVQ tileProduct_a(DI), AX
	MOVQ tileProduct_steps(DI), R10
	MOVQ tileProduct_ldb(DI), R11
	LEAQ (BX)(R11*1), CX // the second panel
	LEAQ (CX)(R11*1), DX // the third
	CMPQ R9, $2
	JLT  one
	JEQ  two

	TESTQ SI, SI
	JZ    zero3
	LOAD2(0, 1, rSI, rR12)
	ADDQ  $128, SI
	LOAD2(2, 3, rSI, rR12)
	ADDQ  $128, SI
	LOAD2(4, 5, rSI, rR12)
	ADDQ  $128, SI
	JMP   loop3

zero3:
	ZERO2(0, 1)
	ZERO2(2, 3)
	ZERO2(4, 5)

loop3:
	TILELOADD(6, rAX, rR14, 0)
	PANEL(rBX, 0, 1)
	PANEL(rCX, 2, 3)
	PANEL(rDX, 4, 5)
	ADDQ $64, AX
	ADDQ $2048, BX
	ADDQ $2048, CX
	ADDQ $2048, DX
	DECQ R10
	JNZ  loop3
	STORE2(rR8, rR13, 0, 1)
	ADDQ $128, R8
	STORE2(rR8, rR13, 2, 3)
	ADDQ $128, R8
	STORE2(rR8, rR13, 4, 5)
	ADDQ $128, R8
	MOVQ tileProduct_b(DI), BX
	LEAQ (R11)(R11*2), R11
	ADDQ R11, BX
	MOVQ BX, tileProduct_b(DI)
	SUBQ $3, R9
	JNZ  next
	JMP  done

two:
	TESTQ SI, SI
	JZ    zero2
	LOAD2(0, 1, rSI, rR12)
	ADDQ  $128, SI
	LOAD2(2, 3, rSI, rR12)
	JMP   loop2

zero2:
	ZERO2(0, 1)
	ZERO2(2, 3)

loop2:
	TILELOADD(6, rAX, rR14, 0)
	PANEL(rBX, 0, 1)
	PANEL(rCX, 2, 3)
	ADDQ $64, AX
	ADDQ $2048, BX
	ADDQ $2048, CX
	DECQ R10
	JNZ  loop2
	STORE2(rR8, rR13, 0, 1)
	ADDQ $128, R8
	STORE2(rR8, rR13, 2, 3)
	JMP  done

one:
	TESTQ SI, SI
	JZ    zero1
	LOAD2(0, 1, rSI, rR12)
	JMP   loop1

zero1:
	ZERO2(0, 1)

loop1:
	TILELOADD(6, rAX, rR14, 0)
	PANEL(rBX, 0, 1)
	ADDQ $64, AX
	ADDQ $2048, BX
	DECQ R10
	JNZ  loop1
	STORE2(rR8, rR13, 0, 1)

done:
	TILERELEASE
	RET

// func mulPairsAMX(p *tileProduct)
//
// Pairs of tiles of rows, one panel at a time: 2 x 2 sums, so a step has four products for
// four loads. The panel is in the first-level cache from the second pair on.
TEXT ·mulPairsAMX(SB), NOSPLIT, $0-8
	MOVQ p+0(FP), DI
	MOVQ tileProduct_shapes(DI), AX
	LDTILECFG(rAX)
	MOVQ tileProduct_lda(DI), R14
	MOVQ tileProduct_ldi(DI), R12
	MOVQ tileProduct_ldc(DI), R13
	MOVQ tileProduct_panels(DI), R9
	MOVQ $64, R15

panel:
	MOVQ tileProduct_pairs(DI), R11
	MOVQ tileProduct_a(DI), DX
	MOVQ tileProduct_init(DI), SI
	MOVQ tileProduct_c(DI), R8

pair:
	MOVQ  DX, AX
	MOVQ  R14, CX
	SHLQ  $4, CX
	ADDQ  AX, CX // the second tile of rows
	MOVQ  tileProduct_b(DI), BX
	MOVQ  tileProduct_steps(DI), R10
	TESTQ SI, SI
	JZ    zero
	LOAD2(0, 1, rSI, rR12)
	SHLQ  $4, R12
	ADDQ  R12, SI
	SHRQ  $4, R12
	LOAD2(2, 3, rSI, rR12)
	SHLQ  $4, R12
	ADDQ  R12, SI
	SHRQ  $4, R12
	JMP   loop

zero:
	ZERO2(0, 1)
	ZERO2(2, 3)

loop:
	TILELOADD(6, rBX, rR15, 0)
	TILELOADD(4, rAX, rR14, 0)
	TDPBF16PS(0, 4, 6)
	TILELOADD(7, rBX, rR15, 1024)
	TDPBF16PS(1, 4, 7)
	TILELOADD(5, rCX, rR14, 0)
	TDPBF16PS(2, 5, 6)
	TDPBF16PS(3, 5, 7)
	ADDQ $64, AX
	ADDQ $64, CX
	ADDQ $2048, BX
	DECQ R10
	JNZ  loop
	MOVQ R13, CX
	SHLQ $4, CX
	STORE2(rR8, rR13, 0, 1)
	ADDQ CX, R8
	STORE2(rR8, rR13, 2, 3)
	ADDQ CX, R8
	MOVQ R14, CX
	SHLQ $5, CX
	ADDQ CX, DX
	DECQ R11
	JNZ  pair
	MOVQ tileProduct_ldb(DI), CX
	ADDQ CX, tileProduct_b(DI)
	ADDQ $128, tileProduct_c(DI)
	CMPQ tileProduct_init(DI), $0
	JEQ  skip
	ADDQ $128, tileProduct_init(DI)

skip:
	DECQ R9
	JNZ  panel
	TILERELEASE
	RET
