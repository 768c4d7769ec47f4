//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "amx_amd64.h"

// Products of bytes on tiles, of a pair of tiles of rows and a block of 128 columns. The sums
// go to memory as whole numbers, and from there, while they are in the first-level cache,
// corrected and scaled, to c. No state of tiles outlives a function: see amx_amd64.s.

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

// func sumInt8AMX(p *int8Sums)
//
// DX and R9 point to the sums of the two tiles. R15 is the distance of two rows of w, and of
// two rows of sums.
TEXT ·sumInt8AMX(SB), NOSPLIT, $0-8
	MOVQ  p+0(FP), DI
	MOVQ  int8Sums_shapes(DI), AX
	LDTILECFG(rAX)
	MOVQ  int8Sums_ldx(DI), R12
	MOVQ  $512, R15
	MOVQ  int8Sums_x(DI), SI
	MOVQ  int8Sums_first(DI), R8
	MOVQ  int8Sums_sums(DI), DX
	MOVQ  R8, R9
	IMULQ R12, R8
	ADDQ  SI, R8 // the second tile of x
	SHLQ  $9, R9
	ADDQ  DX, R9
	MOVQ  int8Sums_w(DI), R13
	MOVQ  $4, R11

columns:
	MOVQ  SI, AX
	MOVQ  R8, CX
	MOVQ  R13, BX
	TILEZERO(0)
	TILEZERO(1)
	TILEZERO(2)
	TILEZERO(3)
	MOVQ  int8Sums_steps(DI), R10
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

	MOVQ  int8Sums_rest(DI), R10
	TESTQ R10, R10
	JZ    done

	// The last terms. AX, CX and BX already point to them, BX in the last columns.
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

done:
	TILERELEASE
	RET

// Z17 = Z17 + scale*(sum + correction), for 16 columns.
#define SCALED(sum, correction, scale) \
	VPADDD      sum, correction, Z16 \
	VCVTDQ2PS   Z16, Z16             \
	VFMADD231PS scale, Z16, Z17

#define RESULT(n, correction, scale) \
	VMOVUPS (64*n)(SI), Z17              \
	SCALED((64*n)(DX), correction, scale) \
	VMOVUPS Z17, (64*n)(R8)

// func finishInt8AMX(rows int, sums, correction *int32, scale, init *float32, ldi int, c *float32, ldc int)
//
// c = init + scale*(sums + correction), for 128 columns.
TEXT ·finishInt8AMX(SB), NOSPLIT, $0-64
	MOVQ      rows+0(FP), R10
	MOVQ      sums+8(FP), DX
	MOVQ      correction+16(FP), AX
	MOVQ      scale+24(FP), CX
	MOVQ      init+32(FP), SI
	MOVQ      ldi+40(FP), R12
	MOVQ      c+48(FP), R8
	MOVQ      ldc+56(FP), R13
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

row:
	RESULT(0, Z0, Z8)
	RESULT(1, Z1, Z9)
	RESULT(2, Z2, Z10)
	RESULT(3, Z3, Z11)
	RESULT(4, Z4, Z12)
	RESULT(5, Z5, Z13)
	RESULT(6, Z6, Z14)
	RESULT(7, Z7, Z15)
	ADDQ $512, DX
	ADDQ R12, SI
	ADDQ R13, R8
	DECQ R10
	JNZ  row
	VZEROUPPER
	RET

// For 16 columns: whole and mixed sums, their corrections and scales.
#define RESULT16(n, c1, s1, c2, s2) \
	VMOVUPS (64*n)(SI), Z17        \
	SCALED((64*n)(DX), c1, s1)     \
	SCALED((64*n)(BX), c2, s2)     \
	VMOVUPS Z17, (64*n)(R8)

// func finishInt16AMX(rows int, sums, mixed, correction, mixedCorrection *int32, scale, mixedScale, init *float32, ldi int, c *float32, ldc int)
//
// c = init + scale*(sums + correction) + mixedScale*(mixed + mixedCorrection), for 64 columns.
TEXT ·finishInt16AMX(SB), NOSPLIT, $0-88
	MOVQ      rows+0(FP), R10
	MOVQ      sums+8(FP), DX
	MOVQ      mixed+16(FP), BX
	MOVQ      correction+24(FP), AX
	MOVQ      mixedCorrection+32(FP), CX
	VMOVDQU64 (AX), Z0
	VMOVDQU64 64(AX), Z1
	VMOVDQU64 128(AX), Z2
	VMOVDQU64 192(AX), Z3
	VMOVDQU64 (CX), Z4
	VMOVDQU64 64(CX), Z5
	VMOVDQU64 128(CX), Z6
	VMOVDQU64 192(CX), Z7
	MOVQ      scale+40(FP), AX
	MOVQ      mixedScale+48(FP), CX
	VMOVUPS   (AX), Z8
	VMOVUPS   64(AX), Z9
	VMOVUPS   128(AX), Z10
	VMOVUPS   192(AX), Z11
	VMOVUPS   (CX), Z12
	VMOVUPS   64(CX), Z13
	VMOVUPS   128(CX), Z14
	VMOVUPS   192(CX), Z15
	MOVQ      init+56(FP), SI
	MOVQ      ldi+64(FP), R12
	MOVQ      c+72(FP), R8
	MOVQ      ldc+80(FP), R13

row:
	RESULT16(0, Z0, Z8, Z4, Z12)
	RESULT16(1, Z1, Z9, Z5, Z13)
	RESULT16(2, Z2, Z10, Z6, Z14)
	RESULT16(3, Z3, Z11, Z7, Z15)
	ADDQ $512, DX
	ADDQ $512, BX
	ADDQ R12, SI
	ADDQ R13, R8
	DECQ R10
	JNZ  row
	VZEROUPPER
	RET
