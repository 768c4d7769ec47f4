//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "amx_amd64.h"

// Products of bytes on tiles, of a block of 128 columns. The sums of a pair of tiles of rows
// go to memory as whole numbers, and from there, while they are in the first-level cache,
// corrected and scaled, to c. No state of tiles outlives the function: see amx_amd64.s.

// A step of 64 terms: AX and CX point to the two tiles of x, BX to w.
#define STEP \
	TILELOADD(6, rBX, rR15, 0)  \
	TILELOADD(4, rAX, rR12, 0)  \
	TDPBUSD(0, 4, 6)            \
	TILELOADD(7, rBX, rR15, 64) \
	TDPBUSD(1, 4, 7)            \
	TILELOADD(5, rCX, rR12, 0)  \
	TDPBUSD(2, 5, 6)            \
	TDPBUSD(3, 5, 7)

// c = init + scale*(sum + correction), for 16 columns.
#define RESULT(n, correction, scale) \
	VPADDD      (64*n)(DX), correction, Z16 \
	VCVTDQ2PS   Z16, Z16                    \
	VMOVUPS     (64*n)(SI), Z17             \
	VFMADD231PS scale, Z16, Z17             \
	VMOVUPS     Z17, (64*n)(R8)

// func mulInt8AMX(p *int8Product)
//
// DX and R9 point to the sums of the two tiles. R15 is the distance of two rows of w, and of
// two rows of sums.
TEXT ·mulInt8AMX(SB), NOSPLIT, $0-8
	MOVQ p+0(FP), DI
	MOVQ int8Product_ldx(DI), R12
	MOVQ $512, R15
	MOVQ int8Product_pairs(DI), R14

pair:
	MOVQ  int8Product_shapes(DI), AX
	LDTILECFG(rAX)
	MOVQ  int8Product_x(DI), SI
	MOVQ  int8Product_first(DI), R8
	MOVQ  R8, R13
	IMULQ R12, R8
	ADDQ  SI, R8 // the second tile of x
	MOVQ  int8Product_sums(DI), DX
	SHLQ  $9, R13
	ADDQ  DX, R13
	MOVQ  R13, R9
	MOVQ  int8Product_w(DI), R13
	MOVQ  $4, R11

columns:
	MOVQ  SI, AX
	MOVQ  R8, CX
	MOVQ  R13, BX
	TILEZERO(0)
	TILEZERO(1)
	TILEZERO(2)
	TILEZERO(3)
	MOVQ  int8Product_steps(DI), R10
	TESTQ R10, R10
	JZ    store

loop:
	STEP
	ADDQ $64, AX
	ADDQ $64, CX
	ADDQ $8192, BX
	DECQ R10
	JNZ  loop

store:
	TILESTORED(rDX, rR15, 0, 0)
	TILESTORED(rDX, rR15, 64, 1)
	TILESTORED(rR9, rR15, 0, 2)
	TILESTORED(rR9, rR15, 64, 3)
	ADDQ $128, DX
	ADDQ $128, R9
	ADDQ $128, R13
	DECQ R11
	JNZ  columns

	CMPQ int8Product_rest(DI), $0
	JEQ  finish

	// The last terms. AX, CX and BX already point to them, BX in the last columns.
	MOVQ int8Product_restShapes(DI), R10
	LDTILECFG(rR10)
	MOVQ $4, R11

rest:
	SUBQ $128, DX
	SUBQ $128, R9
	TILELOADD(0, rDX, rR15, 0)
	TILELOADD(1, rDX, rR15, 64)
	TILELOADD(2, rR9, rR15, 0)
	TILELOADD(3, rR9, rR15, 64)
	STEP
	TILESTORED(rDX, rR15, 0, 0)
	TILESTORED(rDX, rR15, 64, 1)
	TILESTORED(rR9, rR15, 0, 2)
	TILESTORED(rR9, rR15, 64, 3)
	SUBQ $128, BX
	DECQ R11
	JNZ  rest

finish:
	MOVQ      int8Product_correction(DI), AX
	MOVQ      int8Product_scale(DI), CX
	VMOVDQU64 (AX), Z0
	VMOVDQU64 64(AX), Z1
	VMOVDQU64 128(AX), Z2
	VMOVDQU64 192(AX), Z3
	VMOVDQU64 256(AX), Z4
	VMOVDQU64 320(AX), Z5
	VMOVDQU64 384(AX), Z6
	VMOVDQU64 448(AX), Z7
	VMOVUPS   (CX), Z8
	VMOVUPS   64(CX), Z9
	VMOVUPS   128(CX), Z10
	VMOVUPS   192(CX), Z11
	VMOVUPS   256(CX), Z12
	VMOVUPS   320(CX), Z13
	VMOVUPS   384(CX), Z14
	VMOVUPS   448(CX), Z15
	MOVQ      int8Product_sums(DI), DX
	MOVQ      int8Product_init(DI), SI
	MOVQ      int8Product_c(DI), R8
	MOVQ      int8Product_rows(DI), R10

row:
	RESULT(0, Z0, Z8)
	RESULT(1, Z1, Z9)
	RESULT(2, Z2, Z10)
	RESULT(3, Z3, Z11)
	RESULT(4, Z4, Z12)
	RESULT(5, Z5, Z13)
	RESULT(6, Z6, Z14)
	RESULT(7, Z7, Z15)
	ADDQ R15, DX
	ADDQ int8Product_ldi(DI), SI
	ADDQ int8Product_ldc(DI), R8
	DECQ R10
	JNZ  row

	MOVQ  SI, int8Product_init(DI)
	MOVQ  R8, int8Product_c(DI)
	MOVQ  int8Product_rows(DI), AX
	IMULQ R12, AX
	ADDQ  AX, int8Product_x(DI)
	DECQ  R14
	JNZ   pair
	TILERELEASE
	VZEROUPPER
	RET
