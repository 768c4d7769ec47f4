//go:build !purego

#include "textflag.h"
#include "amx_amd64.h"

// Conversions to bf16 and changes of layout, with AVX-512.

// The words of two rows of 16 numbers, one after the other, as pairs: 0, 16, 1, 17, ...
DATA pairs<>+0(SB)/8, $0x0011000100100000
DATA pairs<>+8(SB)/8, $0x0013000300120002
DATA pairs<>+16(SB)/8, $0x0015000500140004
DATA pairs<>+24(SB)/8, $0x0017000700160006
DATA pairs<>+32(SB)/8, $0x0019000900180008
DATA pairs<>+40(SB)/8, $0x001B000B001A000A
DATA pairs<>+48(SB)/8, $0x001D000D001C000C
DATA pairs<>+56(SB)/8, $0x001F000F001E000E
GLOBL pairs<>(SB), RODATA|NOPTR, $64

// func roundBF16AMX(n int, dst *uint16, src *float32)
//
// n is a multiple of 16.
TEXT ·roundBF16AMX(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), CX
	MOVQ dst+8(FP), DI
	MOVQ src+16(FP), SI
	SUBQ $32, CX
	JLT  rest

loop:
	VMOVUPS   (SI), Z0
	VMOVUPS   64(SI), Z1
	VCVTNE2PS2BF16(2, 1, 0)
	VMOVDQU64 Z2, (DI)
	ADDQ      $128, SI
	ADDQ      $64, DI
	SUBQ      $32, CX
	JGE       loop

rest:
	CMPQ    CX, $-16
	JNE     done
	VMOVUPS (SI), Z0
	VCVTNE2PS2BF16(2, 0, 0)
	VMOVDQU Y2, (DI)

done:
	VZEROUPPER
	RET

// Z0 to Z3 are the first and second halves of two rows in float32. Stores them as pairs, in
// two tiles.
#define STOREPAIRS \
	VCVTNE2PS2BF16(4, 2, 0) \
	VCVTNE2PS2BF16(5, 3, 1) \
	VPERMW    Z4, Z31, Z4   \
	VPERMW    Z5, Z31, Z5   \
	VMOVDQU64 Z4, (DI)      \
	VMOVDQU64 Z5, 1024(DI)  \
	ADDQ      $64, DI

// func packBF16AMX(rows int, src *float32, dst *uint16)
//
// Packs a panel of rows x 32 numbers. DX counts the pairs of rows of a step.
TEXT ·packBF16AMX(SB), NOSPLIT, $0-24
	MOVQ      rows+0(FP), CX
	MOVQ      src+8(FP), SI
	MOVQ      dst+16(FP), DI
	VMOVDQU64 pairs<>(SB), Z31

step:
	MOVQ $16, DX

pair:
	SUBQ    $2, CX
	JLT     last
	VMOVUPS (SI), Z0
	VMOVUPS 64(SI), Z1
	VMOVUPS 128(SI), Z2
	VMOVUPS 192(SI), Z3
	STOREPAIRS
	ADDQ    $256, SI
	DECQ    DX
	JNZ     pair
	ADDQ    $1024, DI
	TESTQ   CX, CX
	JNZ     step
	JMP     done

last: // one row or none is left, and the rest of the step is zero
	VPXORQ  Z0, Z0, Z0
	VPXORQ  Z1, Z1, Z1
	VPXORQ  Z2, Z2, Z2
	VPXORQ  Z3, Z3, Z3
	CMPQ    CX, $-1
	JNE     zeros
	VMOVUPS (SI), Z0
	VMOVUPS 64(SI), Z1

zeros:
	STOREPAIRS
	VPXORQ Z0, Z0, Z0
	VPXORQ Z1, Z1, Z1
	DECQ   DX
	JNZ    zeros

done:
	VZEROUPPER
	RET

// Adds the two rows of pairs Z to sum, in order. The lower words are the first row.
#define SUMPAIRS(Z, sum) \
	VPSLLD $16, Z, Z2     \
	VPANDD Z, Z30, Z3     \
	VADDPS Z2, sum, sum   \
	VADDPS Z3, sum, sum

#define ROWPAIRS \
	VPERMW    Z0, Z31, Z0  \
	VPERMW    Z1, Z31, Z1  \
	VMOVDQU64 Z0, (DI)     \
	VMOVDQU64 Z1, 1024(DI) \
	SUMPAIRS(Z0, Z28)      \
	SUMPAIRS(Z1, Z29)      \
	ADDQ      $64, DI

// func packRowsBF16AMX(rows int, src *uint16, lds int, dst *uint16, sum *float32)
//
// Packs a panel of rows x 32 numbers, and adds the rows to sum unless it is nil.
TEXT ·packRowsBF16AMX(SB), NOSPLIT, $0-40
	MOVQ       rows+0(FP), CX
	MOVQ       src+8(FP), SI
	MOVQ       lds+16(FP), R8
	MOVQ       dst+24(FP), DI
	MOVQ       sum+32(FP), BX
	VMOVDQU64  pairs<>(SB), Z31
	VPTERNLOGD $0xFF, Z30, Z30, Z30
	VPSLLD     $16, Z30, Z30        // the upper word of each double word
	TESTQ      BX, BX
	JZ         step
	VMOVUPS    (BX), Z28
	VMOVUPS    64(BX), Z29

step:
	MOVQ $16, DX

pair:
	SUBQ         $2, CX
	JLT          last
	VMOVDQU      (SI), Y0
	VMOVDQU      32(SI), Y1
	VINSERTI64X4 $1, (SI)(R8*1), Z0, Z0
	VINSERTI64X4 $1, 32(SI)(R8*1), Z1, Z1
	LEAQ         (SI)(R8*2), SI
	ROWPAIRS
	DECQ         DX
	JNZ          pair
	ADDQ         $1024, DI
	TESTQ        CX, CX
	JNZ          step
	JMP          sums

last: // one row or none is left, and the rest of the step is zero
	VPXORQ  Z0, Z0, Z0
	VPXORQ  Z1, Z1, Z1
	CMPQ    CX, $-1
	JNE     zeros
	VMOVDQU (SI), Y0
	VMOVDQU 32(SI), Y1

zeros:
	ROWPAIRS
	VPXORQ Z0, Z0, Z0
	VPXORQ Z1, Z1, Z1
	DECQ   DX
	JNZ    zeros

sums:
	TESTQ   BX, BX
	JZ      done
	VMOVUPS Z28, (BX)
	VMOVUPS Z29, 64(BX)

done:
	VZEROUPPER
	RET

// Transposes 4 x 4 double words in each lane of 128 bits: of column j in lane i, 4i + j, the
// four rows come to lane i of register j.
#define TRANSPOSE4(a, b, c, d) \
	VPUNPCKLDQ  b, a, Z16     \
	VPUNPCKHDQ  b, a, Z17     \
	VPUNPCKLDQ  d, c, Z18     \
	VPUNPCKHDQ  d, c, Z19     \
	VPUNPCKLQDQ Z18, Z16, a   \
	VPUNPCKHQDQ Z18, Z16, b   \
	VPUNPCKLQDQ Z19, Z17, c   \
	VPUNPCKHQDQ Z19, Z17, d

// Transposes the 4 x 4 lanes of four registers, the columns j, 4+j, 8+j and 12+j, and stores
// them with the stride R9. DI is the address of column j.
#define STORE4(a, b, c, d) \
	VSHUFI32X4 $0x44, b, a, Z16     \
	VSHUFI32X4 $0xEE, b, a, Z17     \
	VSHUFI32X4 $0x44, d, c, Z18     \
	VSHUFI32X4 $0xEE, d, c, Z19     \
	VSHUFI32X4 $0x88, Z18, Z16, Z20 \
	VSHUFI32X4 $0xDD, Z18, Z16, Z21 \
	VSHUFI32X4 $0x88, Z19, Z17, Z22 \
	VSHUFI32X4 $0xDD, Z19, Z17, Z23 \
	LEAQ      (DI)(R9*8), R10       \
	VMOVDQU64 Z20, (DI)             \
	VMOVDQU64 Z21, (DI)(R9*4)       \
	VMOVDQU64 Z22, (R10)            \
	VMOVDQU64 Z23, (R10)(R9*4)      \
	ADDQ      R9, DI

// Stores the transpose of 16 x 16 double words, the rows Z0 to Z15.
#define TRANSPOSE16 \
	TRANSPOSE4(Z0, Z1, Z2, Z3)     \
	TRANSPOSE4(Z4, Z5, Z6, Z7)     \
	TRANSPOSE4(Z8, Z9, Z10, Z11)   \
	TRANSPOSE4(Z12, Z13, Z14, Z15) \
	STORE4(Z0, Z4, Z8, Z12)        \
	STORE4(Z1, Z5, Z9, Z13)        \
	STORE4(Z2, Z6, Z10, Z14)       \
	STORE4(Z3, Z7, Z11, Z15)

// A row of 32 numbers at SI, to 16 pairs in bf16 in Z register n.
#define CONVERT(n) \
	VMOVUPS (SI), Z16        \
	VMOVUPS 64(SI), Z17      \
	VCVTNE2PS2BF16(n, 17, 16) \
	ADDQ    $128, SI

// func packTransposedBF16AMX(src *float32, dst *uint16)
//
// Packs the transpose of 32 x 32 numbers: two tiles, of 16 rows of src each. The pairs are
// along the rows of src.
TEXT ·packTransposedBF16AMX(SB), NOSPLIT, $0-16
	MOVQ src+0(FP), SI
	MOVQ dst+8(FP), DI
	MOVQ $64, R9
	MOVQ $2, CX

tile:
	CONVERT(0)
	CONVERT(1)
	CONVERT(2)
	CONVERT(3)
	CONVERT(4)
	CONVERT(5)
	CONVERT(6)
	CONVERT(7)
	CONVERT(8)
	CONVERT(9)
	CONVERT(10)
	CONVERT(11)
	CONVERT(12)
	CONVERT(13)
	CONVERT(14)
	CONVERT(15)
	TRANSPOSE16
	ADDQ $(1024-4*64), DI
	DECQ CX
	JNZ  tile
	VZEROUPPER
	RET

// Two rows of 16 numbers at SI, to 16 pairs.
#define PAIR(Y, Z) \
	VMOVDQU      (SI), Y               \
	VINSERTI64X4 $1, (SI)(R8*1), Z, Z  \
	VPERMW       Z, Z31, Z             \
	LEAQ         (SI)(R8*2), SI

// func transposeBF16AMX(blocks int, src *uint16, lds int, dst *uint16, ldd int)
//
// Transposes 32 rows of 16 numbers, for so many blocks of 16 columns of src.
TEXT ·transposeBF16AMX(SB), NOSPLIT, $0-40
	MOVQ      blocks+0(FP), CX
	MOVQ      src+8(FP), AX
	MOVQ      lds+16(FP), R8
	MOVQ      dst+24(FP), BX
	MOVQ      ldd+32(FP), R9
	VMOVDQU64 pairs<>(SB), Z31

block:
	MOVQ AX, SI
	MOVQ BX, DI
	PAIR(Y0, Z0)
	PAIR(Y1, Z1)
	PAIR(Y2, Z2)
	PAIR(Y3, Z3)
	PAIR(Y4, Z4)
	PAIR(Y5, Z5)
	PAIR(Y6, Z6)
	PAIR(Y7, Z7)
	PAIR(Y8, Z8)
	PAIR(Y9, Z9)
	PAIR(Y10, Z10)
	PAIR(Y11, Z11)
	PAIR(Y12, Z12)
	PAIR(Y13, Z13)
	PAIR(Y14, Z14)
	PAIR(Y15, Z15)
	TRANSPOSE16
	ADDQ $32, AX
	MOVQ R9, R10
	SHLQ $4, R10
	ADDQ R10, BX
	DECQ CX
	JNZ  block
	VZEROUPPER
	RET
