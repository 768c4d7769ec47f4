// The instructions of AMX, and those of AVX-512 for bf16, that Go's assembler does not know.
//
// Tiles are T0 to T7, given as 0 to 7. General registers and vectors are given by their
// numbers: rAX to rR15 below, 0 to 31 for Z0 to Z31. Operands are in the order of Intel's
// manual (Software Developer's Manual, volume 2): the destination is first.
//
// All AMX instructions have a VEX prefix of three bytes, C4, then RXBmmmmm, then WvvvvLpp:
//
//	R, X, B   bit 3 of the register in ModRM.reg, of the index, of the base; inverted
//	mmmmm     00010: opcodes of the map 0F 38
//	W, L      0
//	vvvv      the third register, inverted; 1111 if there is none
//	pp        none 0, 66 1, F3 2, F2 3
//
// So the second byte is E2 and the third is 78 + pp, but for inverted bits. Then come the
// opcode, ModRM and, for memory, SIB (base + index) and a displacement of 32 bits:
//
//	              pp opcode ModRM            operands
//	LDTILECFG      0  49    00 000 base      64 bytes, the shapes of the tiles
//	TILERELEASE    0  49    11 000 000
//	TILEZERO       3  49    11 tile 000
//	TILELOADD      3  4B    10 tile 100      tile, [base + index + displacement]
//	TILELOADDT1    1  4B    10 tile 100      the same, for data that is used once
//	TILESTORED     2  4B    10 tile 100      the same, stores
//	TDPBF16PS      2  5C    11 c a           c += a*b, vvvv = b; bf16
//	TDPBUSD        1  5E    11 c a           the same; bytes, a unsigned and b signed
//
// The index register holds the distance of two rows in bytes.
//
// Go's assembler gives & and << the same precedence as *, and reads x>>4&1 as x>>(4&1). So
// there are parentheses everywhere, and ^ inverts a bit.

#define rAX  0
#define rCX  1
#define rDX  2
#define rBX  3
#define rSI  6
#define rDI  7
#define rR8  8
#define rR9  9
#define rR10 10
#define rR11 11
#define rR12 12
#define rR13 13
#define rR14 14
#define rR15 15

#define LDTILECFG(base) \
	BYTE $0xC4; BYTE $(0xE2 ^ (((base)&8)<<2)); BYTE $0x78; BYTE $0x49; BYTE $((base)&7)
#define TILERELEASE \
	BYTE $0xC4; BYTE $0xE2; BYTE $0x78; BYTE $0x49; BYTE $0xC0
#define TILEZERO(t) \
	BYTE $0xC4; BYTE $0xE2; BYTE $0x7B; BYTE $0x49; BYTE $(0xC0 | ((t)<<3))

#define TILEMEMORY(pp, t, base, index, displacement) \
	BYTE $0xC4                                         \
	BYTE $(0xE2 ^ (((index)&8)<<3) ^ (((base)&8)<<2))  \
	BYTE $(0x78 | (pp)); BYTE $0x4B                    \
	BYTE $(0x84 | ((t)<<3))                            \
	BYTE $((((index)&7)<<3) | ((base)&7))              \
	LONG $(displacement)
#define TILELOADD(t, base, index, displacement)   TILEMEMORY(3, t, base, index, displacement)
#define TILELOADDT1(t, base, index, displacement) TILEMEMORY(1, t, base, index, displacement)
#define TILESTORED(base, index, displacement, t)  TILEMEMORY(2, t, base, index, displacement)

#define TILEPRODUCT(pp, opcode, c, a, b) \
	BYTE $0xC4; BYTE $0xE2; BYTE $((0x78 | (pp)) ^ ((b)<<3)); BYTE $(opcode) \
	BYTE $(0xC0 | ((c)<<3) | (a))
#define TDPBF16PS(c, a, b) TILEPRODUCT(2, 0x5C, c, a, b)
#define TDPBUSD(c, a, b)   TILEPRODUCT(1, 0x5E, c, a, b)

// PREFETCHW [base + displacement]: a cache line that will be written. It has a REX prefix, 4
// with the bit 3 of base in B, the opcode 0F 0D, ModRM 01 001 base and a displacement of 8
// bits. base is not R12.
#define PREFETCHW(base, displacement) \
	BYTE $(0x40 | ((base)>>3)); BYTE $0x0F; BYTE $0x0D; BYTE $(0x48 | ((base)&7)); BYTE $(displacement)

// VCVTNE2PS2BF16 d, high, low: 32 numbers in bf16; the lower 16 are from low. EVEX has four
// bytes: 62, RXBR'0mmm, Wvvvv1pp, zLLbV'aaa. R' and V' are bit 4 of ModRM.reg and of vvvv,
// inverted; the register in ModRM.rm has its bit 3 in B and its bit 4 in X. mmm is 010, pp is
// 3, W is 0, LL is 10 for 512 bits, and z, b and aaa are 0. The opcode is 72.
#define VCVTNE2PS2BF16(d, high, low) \
	BYTE $0x62                                                                       \
	BYTE $(0xF2 ^ (((d)&8)<<4) ^ (((low)&16)<<2) ^ (((low)&8)<<2) ^ ((d)&16))        \
	BYTE $(0x7F ^ (((high)&15)<<3))                                                  \
	BYTE $(0x48 ^ (((high)&16)>>1))                                                  \
	BYTE $0x72                                                                       \
	BYTE $(0xC0 | (((d)&7)<<3) | ((low)&7))
