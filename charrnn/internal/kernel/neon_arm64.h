// Vector instructions on four floats or words that the Go assembler does not have, by their
// encodings in the Arm Architecture Reference Manual, C7.2. Each is d = n op m; operands are
// register numbers.

#define FADD(d, n, m)   WORD $(0x4E20D400 | (m)<<16 | (n)<<5 | (d))
#define FSUB(d, n, m)   WORD $(0x4EA0D400 | (m)<<16 | (n)<<5 | (d))
#define FMUL(d, n, m)   WORD $(0x6E20DC00 | (m)<<16 | (n)<<5 | (d))
#define FDIV(d, n, m)   WORD $(0x6E20FC00 | (m)<<16 | (n)<<5 | (d))
#define FMAX(d, n, m)   WORD $(0x4E20F400 | (m)<<16 | (n)<<5 | (d))
#define FMIN(d, n, m)   WORD $(0x4EA0F400 | (m)<<16 | (n)<<5 | (d))
#define FSQRT(d, n)     WORD $(0x6EA1F800 | (n)<<5 | (d))
#define FMAXNM(d, n, m) WORD $(0x4E20C400 | (m)<<16 | (n)<<5 | (d)) // of a number and a NaN, the number
#define MUL(d, n, m)    WORD $(0x4EA09C00 | (m)<<16 | (n)<<5 | (d))
#define CMHS(d, n, m)   WORD $(0x6EA03C00 | (m)<<16 | (n)<<5 | (d)) // n >= m, unsigned

#define ADDW(d, n, m)   WORD $(0x4EA08400 | (m)<<16 | (n)<<5 | (d))
#define EOR(d, n, m)    WORD $(0x6E201C00 | (m)<<16 | (n)<<5 | (d))
#define AND(d, n, m)    WORD $(0x4E201C00 | (m)<<16 | (n)<<5 | (d))
#define COPY(d, n)      WORD $(0x4EA01C00 | (n)<<16 | (n)<<5 | (d))
#define SHL(d, n, bits) WORD $(0x4F005400 | (32+(bits))<<16 | (n)<<5 | (d))
#define SHR(d, n, bits) WORD $(0x6F000400 | (64-(bits))<<16 | (n)<<5 | (d))
#define ZIPLOW(d, n, m)  WORD $(0x4E803800 | (m)<<16 | (n)<<5 | (d)) // n0 m0 n1 m1
#define ZIPHIGH(d, n, m) WORD $(0x4E807800 | (m)<<16 | (n)<<5 | (d)) // n2 m2 n3 m3

// Round to the nearest integer, ties to even: to a float, to a word.
#define FRINTN(d, n)    WORD $(0x4E218800 | (n)<<5 | (d))
#define FCVTNS(d, n)    WORD $(0x4E21A800 | (n)<<5 | (d))
#define SCVTF(d, n)     WORD $(0x4E21D800 | (n)<<5 | (d)) // word to float

// d += n*m and d -= n*m, rounded once.
#define FMLA(d, n, m)   WORD $(0x4E20CC00 | (m)<<16 | (n)<<5 | (d))
#define FMLS(d, n, m)   WORD $(0x4EA0CC00 | (m)<<16 | (n)<<5 | (d))

// d += n*m[i], where m[i] is one float of m.
#define FMLAE(d, n, m, i) WORD $(0x4F801000 | ((i)&1)<<21 | (m)<<16 | ((i)>>1)<<11 | (n)<<5 | (d))

// Each word of d += the sum of products of its four signed bytes in n and the four signed
// bytes of word i of m (FEAT_DotProd).
#define SDOTE(d, n, m, i) WORD $(0x4F80E000 | ((i)&1)<<21 | (m)<<16 | ((i)>>1)<<11 | (n)<<5 | (d))

// The low halves of the words of n.
#define XTN(d, n)       WORD $(0x0E612800 | (n)<<5 | (d)) // words to half words
#define XTN2(d, n)      WORD $(0x4E612800 | (n)<<5 | (d)) // the same, into the upper half of d
#define XTNB(d, n)      WORD $(0x0E212800 | (n)<<5 | (d)) // half words to bytes
#define XTNB2(d, n)     WORD $(0x4E212800 | (n)<<5 | (d))

// Between FLUSH(old) and RESTORE(old), subnormal numbers are treated as zero: FZ, bit 24 of
// FPCR. old is a general register that keeps the former mode.
#define FLUSH(old) \
	MRS FPCR, old           \
	ORR $(1<<24), old, R16  \
	MSR R16, FPCR

#define RESTORE(old) MSR old, FPCR
