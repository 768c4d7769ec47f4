//go:build !purego

#include "textflag.h"

// Int8 products for processors with AVX-VNNI but without AVX-512: the sums of
// _asm/sampling.go, with the VEX encoding of the same instruction. The Go assembler does not
// have it. Sums start with the correction of their column.

// sum += the four products of unsigned bytes in each word of x and signed bytes of w:
// VEX.256.66.0F38.W0 50 /r. Operands are register numbers.
#define VPDPBUSD(sum, x, w) \
	BYTE $0xC4                                        \
	BYTE $(0xE2 ^ ((sum)>>3)<<7 ^ ((w)>>3)<<5)        \
	BYTE $(((15 - (x))<<3) | 5)                       \
	BYTE $0x50                                        \
	BYTE $(0xC0 | ((sum)&7)<<3 | ((w)&7))

// c = init + scale*sum: AX points to scale, BX to init, DX to c.
#define RESULT(from, sum) \
	VCVTDQ2PS    sum, sum           \
	VMOVUPS      from(BX), Y15      \
	VFMADD231PS  from(AX), sum, Y15 \
	VMOVUPS      Y15, from(DX)

#define RESULT4(a, b, c, d) \
	RESULT(0, a)  \
	RESULT(32, b) \
	RESULT(64, c) \
	RESULT(96, d)

#define DOT1(from, sum) \
	VMOVDQU from(BX), Y15 \
	VPDPBUSD(sum, 12, 15)

// func mulInt8_1x64AVXVNNI(groups int, x *uint8, ldx int, w *int8, correction *int32, scale, init *float32, ldi int, c *float32, ldc int)
TEXT ·mulInt8_1x64AVXVNNI(SB), NOSPLIT, $0-80
	MOVQ    groups+0(FP), CX
	MOVQ    x+8(FP), SI
	MOVQ    w+24(FP), BX
	MOVQ    correction+32(FP), AX
	VMOVDQU (AX), Y0
	VMOVDQU 32(AX), Y1
	VMOVDQU 64(AX), Y2
	VMOVDQU 96(AX), Y3
	VMOVDQU 128(AX), Y4
	VMOVDQU 160(AX), Y5
	VMOVDQU 192(AX), Y6
	VMOVDQU 224(AX), Y7

loop:
	VPBROADCASTD (SI), Y12
	DOT1(0, 0)
	DOT1(32, 1)
	DOT1(64, 2)
	DOT1(96, 3)
	DOT1(128, 4)
	DOT1(160, 5)
	DOT1(192, 6)
	DOT1(224, 7)
	ADDQ $4, SI
	ADDQ $512, BX
	DECQ CX
	JNZ  loop

	MOVQ scale+40(FP), AX
	MOVQ init+48(FP), BX
	MOVQ c+64(FP), DX
	RESULT4(Y0, Y1, Y2, Y3)
	ADDQ $128, AX
	ADDQ $128, BX
	ADDQ $128, DX
	RESULT4(Y4, Y5, Y6, Y7)
	VZEROUPPER
	RET

#define DOT3(from, s0, s1, s2) \
	VMOVDQU from(BX), Y15 \
	VPDPBUSD(s0, 12, 15)  \
	VPDPBUSD(s1, 13, 15)  \
	VPDPBUSD(s2, 14, 15)

// func mulInt8_3x32AVXVNNI(groups int, x *uint8, ldx int, w *int8, correction *int32, scale, init *float32, ldi int, c *float32, ldc int)
TEXT ·mulInt8_3x32AVXVNNI(SB), NOSPLIT, $0-80
	MOVQ    groups+0(FP), CX
	MOVQ    x+8(FP), SI
	MOVQ    ldx+16(FP), R8
	MOVQ    w+24(FP), BX
	MOVQ    correction+32(FP), AX
	VMOVDQU (AX), Y0
	VMOVDQU 32(AX), Y1
	VMOVDQU 64(AX), Y2
	VMOVDQU 96(AX), Y3
	VMOVDQA Y0, Y4
	VMOVDQA Y1, Y5
	VMOVDQA Y2, Y6
	VMOVDQA Y3, Y7
	VMOVDQA Y0, Y8
	VMOVDQA Y1, Y9
	VMOVDQA Y2, Y10
	VMOVDQA Y3, Y11

loop:
	VPBROADCASTD (SI), Y12
	VPBROADCASTD (SI)(R8*1), Y13
	VPBROADCASTD (SI)(R8*2), Y14
	DOT3(0, 0, 4, 8)
	DOT3(32, 1, 5, 9)
	DOT3(64, 2, 6, 10)
	DOT3(96, 3, 7, 11)
	ADDQ $4, SI
	ADDQ $512, BX
	DECQ CX
	JNZ  loop

	MOVQ scale+40(FP), AX
	MOVQ init+48(FP), BX
	MOVQ ldi+56(FP), SI
	MOVQ c+64(FP), DX
	MOVQ ldc+72(FP), DI
	RESULT4(Y0, Y1, Y2, Y3)
	ADDQ SI, BX
	ADDQ DI, DX
	RESULT4(Y4, Y5, Y6, Y7)
	ADDQ SI, BX
	ADDQ DI, DX
	RESULT4(Y8, Y9, Y10, Y11)
	VZEROUPPER
	RET
