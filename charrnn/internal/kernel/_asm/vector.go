package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// panelWidth is the number of float32 columns in a panel of weights.
const panelWidth = 32

// isa is an instruction set.
type isa struct {
	name   string
	floats int // float32 numbers in a vector
}

var (
	avx512 = isa{"AVX512", 16}
	avx2   = isa{"AVX2", 8}
)

func (v isa) wide() bool { return v.floats == 16 }

// bytes returns the size of a vector.
func (v isa) bytes() int { return 4 * v.floats }

// vector returns a new vector register.
func (v isa) vector() reg.VecVirtual {
	if v.wide() {
		return ZMM()
	}
	return YMM()
}

func (v isa) vectors(n int) []reg.VecVirtual {
	r := make([]reg.VecVirtual, n)
	for i := range r {
		r[i] = v.vector()
	}
	return r
}

// load loads a vector. Buffers are aligned, but an unaligned load is as fast then, and
// cannot fault.
func (v isa) load(m Op) reg.VecVirtual {
	r := v.vector()
	VMOVUPS(m, r)
	return r
}

func (v isa) broadcast(m Op) reg.VecVirtual {
	r := v.vector()
	VBROADCASTSS(m, r)
	return r
}

// zero sets r to zero. The AVX-512 form of VXORPS needs DQ and a longer encoding.
func (v isa) zero(r reg.Register) {
	if v.wide() {
		VPXORD(r, r, r)
	} else {
		VXORPS(r, r, r)
	}
}

func (v isa) xor(a Op, b, dst reg.Register) {
	if v.wide() {
		VPXORD(a, b, dst)
	} else {
		VPXOR(a, b, dst)
	}
}

// function begins a kernel. Without noescape, every call would move its operands to the
// heap.
func (v isa) function(name, signature string) {
	TEXT(name+v.name, NOSPLIT, "func"+signature)
	Pragma("noescape")
}

// scalar broadcasts the float32 or uint32 argument of that name.
func (v isa) scalar(name string) reg.VecVirtual {
	p, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return v.broadcast(p.Addr)
}

// arguments loads pointer or integer arguments.
func arguments(names ...string) []reg.Register {
	r := make([]reg.Register, len(names))
	for i, name := range names {
		r[i] = Load(Param(name), GP64())
	}
	return r
}

// advance adds n bytes to pointers.
func advance(n int, pointers ...reg.Register) {
	for _, p := range pointers {
		ADDQ(I32(n), p)
	}
}

// finish returns. It clears the upper halves of the registers first: otherwise SSE code that
// runs afterwards is slow on many processors.
func finish() {
	VZEROUPPER()
	RET()
}

// constants are 32-bit values that a kernel uses as vectors. AVX-512 has enough registers
// for all of them; AVX2 reads each from memory when it is used.
type constants struct {
	isa
	held  map[uint32]reg.VecVirtual
	limit float32 // of the arguments of exp
}

// hold loads values into registers before a loop, with AVX-512.
func (v isa) hold(values ...float32) constants {
	c := constants{isa: v, held: map[uint32]reg.VecVirtual{}}
	if v.wide() {
		for _, f := range values {
			b := math.Float32bits(f)
			c.held[b] = v.broadcast(bits(b))
		}
	}
	return c
}

// float returns an operand with f in each element.
func (c constants) float(f float32) Op {
	b := math.Float32bits(f)
	if r, ok := c.held[b]; ok {
		return r
	}
	if c.wide() {
		panic(fmt.Sprintf("constant %v is not held", f))
	}
	return repeated(b)
}

// register is float for operands that must be registers.
func (c constants) register(f float32) reg.VecVirtual {
	if r, ok := c.held[math.Float32bits(f)]; ok {
		return r
	}
	return c.load(c.float(f))
}

var data = map[string]Mem{}

// bits returns a 32-bit value in memory, to be broadcast.
func bits(b uint32) Mem {
	return static(fmt.Sprintf("one_%08x", b), b)
}

// repeated returns a 32-bit value, eight times in memory.
func repeated(b uint32) Mem {
	return static(fmt.Sprintf("all_%08x", b), b, b, b, b, b, b, b, b)
}

func static(name string, values ...uint32) Mem {
	if m, ok := data[name]; ok {
		return m
	}
	m := GLOBL(name, RODATA|NOPTR)
	for i, b := range values {
		DATA(4*i, U32(b))
	}
	data[name] = m
	return m
}

// flushSubnormals generates code that treats subnormal operands and results as zero (DAZ and
// FTZ of MXCSR). Each of them costs a processor a hundred cycles and more. It returns where
// the former mode is stored, for restore.
func flushSubnormals() (saved Mem) {
	const daz, ftz = 1 << 6, 1 << 15
	saved = AllocLocal(8)
	STMXCSR(saved)
	mode := GP32()
	MOVL(saved, mode)
	ORL(U32(daz|ftz), mode)
	MOVL(mode, saved.Offset(4))
	LDMXCSR(saved.Offset(4))
	return saved
}

func restore(saved Mem) { LDMXCSR(saved) }
