package kernel

import (
	"encoding/binary"
	"fmt"
	"hash"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"
)

// arena provides buffers between a guard and a fence. They end at the end of a page, and
// before them are NaNs of one pattern, which must not change, and which would show in the
// result if they were read.
type arena struct {
	t     *testing.T
	slots [][]float32
	sizes []int
	used  int
	r     *rand.Rand
}

const (
	arenaSize = 1 << 18
	guardSize = 1024
	guardBits = 0x7fc0_babe
)

func newArena(t *testing.T, slots int) *arena {
	a := &arena{t: t, sizes: make([]int, slots)}
	for range slots {
		a.slots = append(a.slots, fence(t, arenaSize))
	}
	return a
}

// start begins a round with a seed.
func (a *arena) start(seed uint64) {
	a.used, a.r = 0, rand.New(rand.NewPCG(seed, 99))
}

// floats returns n random numbers.
func (a *arena) floats(n int) []float32 {
	slot := a.slots[a.used]
	a.sizes[a.used] = n
	a.used++
	for i := arenaSize - n - guardSize; i < arenaSize-n; i++ {
		slot[i] = math.Float32frombits(guardBits)
	}
	x := slot[arenaSize-n:]
	fill(a.r, x)
	return x
}

// bytes returns n random bytes. They end at the fence if n is a multiple of 4.
func (a *arena) bytes(n int) []uint8 {
	x := a.floats((n + 3) / 4)
	b := unsafe.Slice((*uint8)(unsafe.Pointer(&x[0])), 4*len(x))[4*len(x)-n:]
	for i := range b {
		b[i] = uint8(a.r.Uint32())
	}
	return b
}

// bf16s returns n random bf16 numbers. They end at the fence if n is even.
func (a *arena) bf16s(n int) []uint16 {
	x := a.floats((n + 1) / 2)
	b := unsafe.Slice((*uint16)(unsafe.Pointer(&x[0])), 2*len(x))[2*len(x)-n:]
	for i := range b {
		b[i] = toBF16(number(a.r))
	}
	return b
}

func (a *arena) bf16Block(rows, cols, stride int) BF16Block {
	return BF16Block{a.bf16s((rows-1)*stride + cols), stride}
}

func (a *arena) bf16Panels(k, n int) BF16Panels {
	return BF16Panels{k, n, a.bf16s((k + 31) / 32 * 32 * n)}
}

func (a *arena) block(rows, cols, stride int) Block {
	return Block{a.floats((rows-1)*stride + cols), stride}
}

func (a *arena) panels(k, n int) Panels { return Panels{k, n, a.floats(k * n)} }

// finish checks the guards and returns the contents of the buffers.
func (a *arena) finish(what string) []float32 {
	a.t.Helper()
	var all []float32
	for s := range a.used {
		n := a.sizes[s]
		for i := arenaSize - n - guardSize; i < arenaSize-n; i++ {
			if math.Float32bits(a.slots[s][i]) != guardBits {
				a.t.Fatalf("%s: buffer %d: number %d before it was overwritten", what, s, arenaSize-n-i)
			}
		}
		all = append(all, a.slots[s][arenaSize-n:]...)
	}
	return all
}

// A round is a call of a kernel with random shapes and numbers, and odd alignments.
type round struct {
	name string
	call func(a *arena)
}

var rounds = []round{
	{"Mul", func(a *arena) {
		m, k, n := 1+a.r.IntN(40), 1+a.r.IntN(600), (1+a.r.IntN(5))*Width()
		lda, ldc := k+a.r.IntN(30), n+a.r.IntN(30)
		x, b, c := a.block(m, k, lda), a.panels(k, n), a.block(m, n, ldc)
		switch a.r.IntN(4) {
		case 0:
			Mul(m, x, b, Block{}, c)
		case 1:
			Mul(m, x, b, Block{a.floats(n), 0}, c)
		case 2:
			Mul(m, x, b, c, c)
		case 3:
			ldi := n + a.r.IntN(30)
			Mul(m, x, b, a.block(m, n, ldi), c)
		}
	}},
	{"MulTA", func(a *arena) {
		m, k := 1+a.r.IntN(60), 1+a.r.IntN(300)
		stride := m + a.r.IntN(30)
		MulTA(a.block(k, m, stride), a.panels(k, Width()), a.panels(m, Width()), a.r.IntN(2) == 0)
	}},
	{"PackSum", func(a *arena) {
		rows := 1 + a.r.IntN(200)
		stride := Width() + a.r.IntN(30)
		PackSum(a.block(rows, Width(), stride), a.panels(rows, Width()), a.floats(Width()))
	}},
	{"Transpose", func(a *arena) {
		k, n := (1+a.r.IntN(3))*Width(), (1+a.r.IntN(3))*Width()
		dst := a.panels(n, k)
		q := a.r.IntN(dst.Count())
		Transpose(dst, a.panels(k, n), q, dst.Count())
	}},
	{"CellForward", func(a *arena) {
		n := a.vectors()
		CellForward(n, n, a.floats(4*n), a.floats(4*n), a.floats(4*n), a.floats(n), a.floats(n), a.floats(n), a.floats(n))
	}},
	{"CellBackward", func(a *arena) {
		n := a.vectors()
		CellBackward(n, n, a.floats(4*n), a.floats(n), a.floats(n), a.floats(n), a.floats(n))
	}},
	{"Dropout", func(a *arena) {
		n := a.vectors()
		Dropout(n, a.floats(n), a.floats(n), a.r.Uint32(), a.r.Uint32(), a.r.Uint32(), a.r.Float32())
	}},
	{"ExpSum", func(a *arena) {
		x, sum := a.floats(a.vectors()), a.floats(1)
		Scale(x, 40)
		sum[0] = ExpSum(x, a.r.Float32())
	}},
	{"SumSquares", func(a *arena) {
		sum := a.floats(1)
		sum[0] = float32(SumSquares(a.floats(a.vectors())))
	}},
	{"Scale", func(a *arena) { Scale(a.floats(a.vectors()), a.r.Float32()*1e-37) }},
	{"Add", func(a *arena) {
		n := a.vectors()
		Add(a.floats(n), a.floats(n))
	}},
	{"MulInt8", func(a *arena) {
		m, k, n := 1+a.r.IntN(30), 1+a.r.IntN(300), (1+a.r.IntN(3))*BlockWidth
		w := randomInt8(a.r, k, n)
		ldx, ldc := (k+3)/4*4+a.r.IntN(9), n+a.r.IntN(30)
		x := Bytes{a.bytes((m-1)*ldx + (k+3)/4*4), ldx}
		c := a.block(m, n, ldc)
		switch a.r.IntN(3) {
		case 0:
			MulInt8(m, x, w, Block{}, c)
		case 1:
			MulInt8(m, x, w, Block{a.floats(n), 0}, c)
		case 2:
			MulInt8(m, x, w, c, c)
		}
	}},
	{"MulInt16", func(a *arena) {
		m, k, n := 1+a.r.IntN(70), (1+a.r.IntN(70))*4, (1+a.r.IntN(2))*BlockWidth
		values := make([]float32, k*n)
		for i := range values {
			values[i] = number(a.r)
		}
		w := NewInt16(k, n, func(i int, row []float32) { copy(row, values[i*n:]) })
		ldx, ldc := 2*k+a.r.IntN(9), n+a.r.IntN(30)
		x, c := Bytes{a.bytes((m-1)*ldx + 2*k), ldx}, a.block(m, n, ldc)
		switch a.r.IntN(3) {
		case 0:
			MulInt16(m, x, w, Block{}, c)
		case 1:
			MulInt16(m, x, w, Block{a.floats(n), 0}, c)
		case 2:
			MulInt16(m, x, w, c, c)
		}
	}},
	{"Quantize", func(a *arena) {
		n := a.vectors()
		Quantize(a.bytes(n), a.floats(n))
	}},
	{"Quantize16", func(a *arena) {
		n := a.vectors()
		Quantize16(a.bytes(n), a.bytes(n), a.floats(n))
	}},
	{"MulBF16", func(a *arena) {
		m, k, n := 1+a.r.IntN(100), 1+a.r.IntN(600), (1+a.r.IntN(5))*BF16Width
		terms := (k + 31) / 32 * 32
		ldc := n + a.r.IntN(30)
		x, b, c := a.bf16Block(m, terms, terms+2*a.r.IntN(30)), a.bf16Panels(k, n), a.block(m, n, ldc)
		for i := range m {
			clear(x.Data[i*x.Stride+k : i*x.Stride+terms])
		}
		switch a.r.IntN(4) {
		case 0:
			MulBF16(m, x, b, Block{}, c)
		case 1:
			MulBF16(m, x, b, Block{a.floats(n), 0}, c)
		case 2:
			MulBF16(m, x, b, c, c)
		case 3:
			MulBF16(m, x, b, a.block(m, n, n+a.r.IntN(30)), c)
		}
	}},
	{"RoundBF16", func(a *arena) {
		n := a.vectors()
		RoundBF16(a.bf16s(n), a.floats(n))
	}},
	{"Pack", func(a *arena) {
		k, n := 1+a.r.IntN(100), (1+a.r.IntN(3))*Width()
		b := a.bf16Panels(k, n)
		b.Pack(a.panels(k, n), a.r.IntN(b.Count()), b.Count())
	}},
	{"PackTransposed", func(a *arena) {
		k, n := (1+a.r.IntN(3))*Width(), (1+a.r.IntN(3))*Width()
		b := a.bf16Panels(k, n)
		b.PackTransposed(a.panels(n, k), a.r.IntN(b.Count()), b.Count())
	}},
	{"PackRows", func(a *arena) {
		k, n := 1+a.r.IntN(100), (1+a.r.IntN(3))*BF16Width
		b, src, sum := a.bf16Panels(k, n), a.bf16Block(k, n, n+2*a.r.IntN(20)), a.floats(n)
		b.PackRows(src, a.r.IntN(b.Count()), b.Count(), sum)
	}},
	{"TransposeBF16", func(a *arena) {
		m, n := (1+a.r.IntN(4))*32, (1+a.r.IntN(4))*32
		TransposeBF16(m, n, a.bf16Block(n, m, m+2*a.r.IntN(20)), a.bf16Block(m, n, n+2*a.r.IntN(20)))
	}},
	{"Adam", func(a *arena) {
		n := a.vectors()
		p, m, v, g := a.floats(n), a.floats(n), a.floats(n), a.floats(n)
		for i := range v {
			v[i] *= v[i] * float32(math.Ldexp(1, -i%120))
			g[i] *= float32(math.Ldexp(1, -i%120))
		}
		Adam(p, m, v, g, &AdamStep{1e-3, 0.9, 0.1, 0.999, 0.001, 1e-7, a.r.Float32(), 1e-4})
	}},
}

// vectors returns a random length for vector kernels.
func (a *arena) vectors() int { return SumLanes * (1 + a.r.IntN(20)) }

// checksums are the checksums of the buffers after 100 runs of each round. AVX-512, AVX2 and
// NEON have the same.
var checksums = map[string]uint64{
	"Mul":            0x323244153569cff0,
	"MulTA":          0x4c9ad8da44abb1b5,
	"PackSum":        0xae894d0aa5df9404,
	"Transpose":      0x3ad845ddbdaf76c8,
	"CellForward":    0x4e0b3c36c2f455a4,
	"CellBackward":   0x4040bcaff39fde50,
	"Dropout":        0xc6781bf3eeb037a4,
	"ExpSum":         0x8d1c1e921614f574,
	"SumSquares":     0xdb6b00f95d396f53,
	"Scale":          0x702983e52de82070,
	"Add":            0x51c954d0b3a14161,
	"MulInt8":        0x6cabe0dc76773624,
	"MulInt16":       0x9895c5eaf95f9be4,
	"Quantize":       0xe43511b34ee735e6,
	"Quantize16":     0x64de02f2fbb5b07,
	"MulBF16":        0xb83ec7a41d348487,
	"RoundBF16":      0xa4872cf475d37f3d,
	"Pack":           0x72391c79cb11e4c7,
	"PackTransposed": 0x12b8f430bea6b574,
	"PackRows":       0xc5bc30fdf37e0153,
	"TransposeBF16":  0xd42ca215d5908b22,
	"Adam":           0x7377b9c6f10cca40,
}

// TestVariantsAgree checks that every variant stays within its buffers, and that those in
// assembly agree to the last bit, with each other and with those of other processors.
func TestVariantsAgree(t *testing.T) {
	for _, round := range rounds {
		t.Run(round.name, func(t *testing.T) { agree(t, round) })
	}
}

func agree(t *testing.T, round round) {
	defer use(t, Name())
	a := newArena(t, 8)
	sums := map[string]hash.Hash64{}
	for seed := range uint64(100) {
		var first []float32
		for _, name := range Names() {
			use(t, name)
			a.start(seed)
			round.call(a)
			got := a.finish(fmt.Sprintf("%s, seed %d", name, seed))
			if name == "portable" {
				continue
			}
			if first == nil {
				first = got
			}
			same(t, fmt.Sprintf("%s and %s, seed %d", Names()[0], name, seed), first, got)
			if sums[name] == nil {
				sums[name] = fnv.New64a()
			}
			binary.Write(sums[name], binary.LittleEndian, got)
		}
	}
	for name, sum := range sums {
		if got, want := sum.Sum64(), checksums[round.name]; got != want {
			t.Errorf("%s: checksum %#x, want %#x", name, got, want)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 1))
		w := Width()
		const n = 64
		x, bias := randomBlock(r, 200, 600), randomBlock(r, 1, 3*w)
		b, bt, c := randomPanels(r, 600, 3*w), NewPanels(3*w, 2*w), NewBlock(200, 3*w)
		square := randomPanels(r, 2*w, 3*w)
		buf := make([][]float32, 7)
		for i := range buf {
			buf[i] = randomBlock(r, 4, n).Data
		}
		step := &AdamStep{Epsilon: 1}
		w8, q, c8 := randomInt8(r, 50, 2*BlockWidth), NewBytes(9, 64), NewBlock(9, 2*BlockWidth)
		w16 := NewInt16(32, 2*BlockWidth, func(_ int, row []float32) { fill(r, row) })
		x16, b16, t16 := randomBF16(r, 70, 96), NewBF16Panels(2*w, 3*w), NewBF16Panels(3*w, 2*w)
		rows16 := NewBF16Panels(70, 64)
		for name, call := range map[string]func(){
			"Mul":            func() { Mul(21, x, b, Block{bias.Data, 0}, c) },
			"MulTA":          func() { MulTA(x, Panels{200, 2 * w, b.Data}, Panels{100, 2 * w, c.Data}, true) },
			"PackSum":        func() { PackSum(x, Panels{100, w, c.Data}, bias.Data) },
			"Transpose":      func() { Transpose(bt, square, 0, 2) },
			"CellForward":    func() { CellForward(n, n, buf[0], buf[1], buf[2], buf[3], buf[4], buf[5], buf[6]) },
			"CellBackward":   func() { CellBackward(n, n, buf[0], buf[1], buf[2], buf[3], buf[4]) },
			"Dropout":        func() { Dropout(n, buf[0], buf[1], 1, 2, 3, 4) },
			"ExpSum":         func() { ExpSum(buf[0], 1) },
			"SumSquares":     func() { SumSquares(buf[0]) },
			"Scale":          func() { Scale(buf[0], 1) },
			"Add":            func() { Add(buf[0], buf[1]) },
			"MulInt8":        func() { MulInt8(9, q, w8, Block{}, c8) },
			"MulInt16":       func() { MulInt16(9, q, w16, Block{}, c8) },
			"Quantize":       func() { Quantize(q.Data, buf[0]) },
			"Quantize16":     func() { Quantize16(q.Data, q.Data, buf[0]) },
			"MulBF16":        func() { MulBF16(70, x16, rows16, Block{}, c) },
			"RoundBF16":      func() { RoundBF16(x16.Data, buf[0]) },
			"Pack":           func() { b16.Pack(square, 0, 2) },
			"PackTransposed": func() { t16.PackTransposed(square, 0, 2) },
			"PackRows":       func() { rows16.PackRows(x16, 0, 2, buf[0]) },
			"TransposeBF16":  func() { TransposeBF16(64, 32, BF16Block{b16.Data, 64}, x16) },
			"Adam":           func() { Adam(buf[0], buf[1], buf[2], buf[3], step) },
		} {
			if allocs := testing.AllocsPerRun(10, call); allocs != 0 {
				t.Errorf("%s allocates %v times a call", name, allocs)
			}
		}
	})
}

// TestShortSlicesPanic checks that a slice that is too short by one panics in every variant.
func TestShortSlicesPanic(t *testing.T) {
	each(t, func(t *testing.T) {
		w := Width()
		f := func(n int) []float32 { return Alloc(n) }
		x := f(64 * w)
		block, panels := Block{x, 16}, Panels{16, w, x}
		x16, b16 := NewBF16Block(64, 64), NewBF16Panels(64, 64)
		w8, c8 := int8Of(50, 256, func(k, n int) float32 { return 1 }), NewBlock(2, 256)
		w16 := NewInt16(28, 256, func(int, []float32) {})
		for name, call := range map[string]func(){
			"Mul a":                func() { Mul(4, Block{f(63), 16}, panels, Block{}, block) },
			"Mul b":                func() { Mul(4, block, Panels{16, w, f(16*w - 1)}, Block{}, Block{x, w}) },
			"Mul b width":          func() { Mul(4, block, Panels{16, w - 1, x}, Block{}, Block{x, w}) },
			"Mul no terms":         func() { Mul(4, block, Panels{0, w, x}, Block{}, Block{x, w}) },
			"Mul init":             func() { Mul(4, block, panels, Block{f(w - 1), 0}, Block{x, w}) },
			"Mul c":                func() { Mul(4, block, panels, Block{}, Block{f(4*w - 1), w}) },
			"Mul stride":           func() { Mul(4, Block{x, -1}, panels, Block{}, Block{x, w}) },
			"MulTA a":              func() { MulTA(Block{f(16*16 - 13), 16}, panels, Panels{4, w, x}, false) },
			"MulTA b":              func() { MulTA(block, Panels{16, w, f(16*w - 1)}, Panels{4, w, x}, false) },
			"MulTA c":              func() { MulTA(block, panels, Panels{4, w, f(4*w - 1)}, false) },
			"MulTA shape":          func() { MulTA(block, panels, Panels{4, 2 * w, x}, false) },
			"PackSum src":          func() { PackSum(Block{f(2*w - 1), w}, Panels{2, w, x}, x) },
			"PackSum dst":          func() { PackSum(Block{x, w}, Panels{2, w, f(2*w - 1)}, x) },
			"PackSum sum":          func() { PackSum(Block{x, w}, Panels{2, w, x}, f(w-1)) },
			"Transpose shape":      func() { Transpose(NewPanels(w, w), NewPanels(2*w, w), 0, 1) },
			"Transpose panel":      func() { Transpose(NewPanels(w, w), NewPanels(w, w), 0, 2) },
			"CellForward z":        func() { CellForward(16, 16, f(63), x, x, x, x, x, x) },
			"CellForward h":        func() { CellForward(16, 16, x, x, x, x, x, x, f(15)) },
			"CellForward n":        func() { CellForward(15, 15, x, x, x, x, x, x, x) },
			"CellBackward act":     func() { CellBackward(16, 16, f(63), x, x, x, x) },
			"CellBackward dc":      func() { CellBackward(16, 16, x, x, x, x, f(15)) },
			"Dropout dst":          func() { Dropout(16, f(15), x, 1, 2, 3, 4) },
			"Dropout src":          func() { Dropout(16, x, f(15), 1, 2, 3, 4) },
			"ExpSum":               func() { ExpSum(f(15), 0) },
			"SumSquares":           func() { SumSquares(f(17)) },
			"Scale":                func() { Scale(f(17), 0) },
			"Add":                  func() { Add(f(15), f(16)) },
			"MulInt8 x":            func() { MulInt8(2, Bytes{make([]uint8, 103), 52}, w8, Block{}, c8) },
			"MulInt8 init":         func() { MulInt8(2, NewBytes(2, 52), w8, Block{f(255), 0}, c8) },
			"MulInt16 x":           func() { MulInt16(2, Bytes{make([]uint8, 103), 52}, w16, Block{}, c8) },
			"MulInt16 c":           func() { MulInt16(2, NewBytes(2, 56), w16, Block{}, Block{f(511), 256}) },
			"MulInt16 shapes":      func() { MulInt16(2, NewBytes(2, 56), Int16{w16.Whole, w16.Whole}, Block{}, c8) },
			"NewInt16 terms":       func() { NewInt16(26, 256, func(int, []float32) {}) },
			"Quantize16":           func() { Quantize16(make([]uint8, 16), make([]uint8, 15), f(16)) },
			"MulInt8 c":            func() { MulInt8(2, NewBytes(2, 52), w8, Block{}, Block{f(511), 256}) },
			"MulInt8 w":            func() { MulInt8(2, NewBytes(2, 52), Int8{K: 50, N: 256}, Block{}, c8) },
			"NewInt8":              func() { NewInt8(3, 100, func(int, []float32) {}) },
			"MulBF16 a":            func() { MulBF16(2, BF16Block{make([]uint16, 127), 64}, b16, Block{}, c8) },
			"MulBF16 a step":       func() { MulBF16(2, BF16Block{make([]uint16, 64+63), 64}, BF16Panels{40, 64, b16.Data}, Block{}, c8) },
			"MulBF16 b":            func() { MulBF16(2, x16, BF16Panels{64, 64, b16.Data[1:]}, Block{}, c8) },
			"MulBF16 b width":      func() { MulBF16(2, x16, BF16Panels{64, 48, b16.Data}, Block{}, c8) },
			"MulBF16 init":         func() { MulBF16(2, x16, b16, Block{f(63), 0}, c8) },
			"MulBF16 c":            func() { MulBF16(2, x16, b16, Block{}, Block{f(127), 64}) },
			"RoundBF16 dst":        func() { RoundBF16(make([]uint16, 15), f(16)) },
			"Pack shape":           func() { b16.Pack(NewPanels(64, 2*64), 0, 1) },
			"Pack panel":           func() { b16.Pack(NewPanels(64, 64), 0, 3) },
			"PackTransposed shape": func() { b16.PackTransposed(NewPanels(32, 64), 0, 1) },
			"PackRows src":         func() { b16.PackRows(BF16Block{x16.Data[:64*64-1], 64}, 0, 2, nil) },
			"PackRows sum":         func() { b16.PackRows(x16, 0, 2, f(63)) },
			"TransposeBF16 rows":   func() { TransposeBF16(16, 32, x16, x16) },
			"TransposeBF16 dst":    func() { TransposeBF16(64, 64, BF16Block{x16.Data[:64*64-1], 64}, x16) },
			"Quantize":             func() { Quantize(make([]uint8, 15), f(16)) },
			"Adam":                 func() { Adam(f(16), f(16), f(15), f(16), &AdamStep{}) },
		} {
			panics(t, name, call)
		}
	})
}

func panics(t *testing.T, name string, call func()) {
	defer func() {
		if recover() == nil {
			t.Errorf("%s: no panic", name)
		}
	}()
	call()
}
