package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A tile is a product kernel: c (rows x columns) = init + a*b, with all sums in registers
// from the first term to the last. Each element is one chain of fused multiply-adds with k
// ascending, so the shape of the tile does not change the result.
//
// An FMA takes 4 cycles, and two start in each cycle. So 8 chains keep the processor busy
// in theory, 12 or 16 in practice. A tile should also need few loads: rows + vectors loads
// serve rows * vectors FMAs. Every load costs clock on Intel's processors with AVX-512, so
// that 8 x 48, with 11 loads for 24 FMAs, is faster than 8 x 32, with 10 for 16, and
// operands of FMAs in memory are slower than a broadcast for three of them.
type tile struct {
	isa
	rows, columns int
	first         int  // column of its panel that the tile begins at: 0, or the middle
	transposed    bool // a is k x rows instead of rows x k
	ahead         bool // fetches weights of the next tiles
}

func (t tile) vectors() int { return t.columns / t.floats }

// panels returns the number of panels that the columns span.
func (t tile) panels() int { return (t.first + t.columns + panelWidth - 1) / panelWidth }

// name names the kernel of the tile.
func (t tile) name() string {
	name := "mul"
	if t.transposed {
		name = "mulTA"
	}
	name += fmt.Sprintf("%dx%d", t.rows, t.columns)
	if t.first > 0 {
		name += "from" + fmt.Sprint(t.first)
	}
	if t.ahead {
		name += "ahead"
	}
	return name
}

// column returns the panel of a vector, counted from that of the first, and the distance in
// bytes of its column from the first.
func (t tile) column(vector int) (panel, disp int) {
	c := t.first + vector*t.floats
	return c / panelWidth, 4 * (c%panelWidth - t.first)
}

// products generates the tiles of an instruction set. The first computes most of a product;
// the others are for the remaining rows. Tiles of few rows span several panels, to have
// enough chains.
func products(v isa) {
	type shape struct{ rows, columns int }
	shapes := []shape{{8, 32}, {4, 64}, {4, 32}, {2, 128}, {2, 64}, {2, 32}, {1, 128}, {1, 96}, {1, 64}, {1, 32}}
	if !v.wide() {
		// There are 16 registers: 6x16 and 3x32 have 12 chains, and registers for their
		// operands. Eight rows are 5 and 3: 4 and 4 would have only 8 chains each.
		shapes = []shape{{6, 16}, {5, 16}, {4, 16}, {3, 32}, {2, 32}, {1, 64}, {1, 32}}
	}
	for _, s := range shapes {
		tile{isa: v, rows: s.rows, columns: s.columns}.generate()
		if s.columns <= panelWidth {
			tile{isa: v, rows: s.rows, columns: s.columns, transposed: true}.generate()
		}
	}
	if v.wide() { // one and a half panels, from the beginning and from the middle of a panel
		for _, first := range []int{0, panelWidth / 2} {
			tile{isa: v, rows: 8, columns: 48, first: first}.generate()
			tile{isa: v, rows: 8, columns: 48, first: first, ahead: true}.generate()
			tile{isa: v, rows: 8, columns: 48, first: first, transposed: true}.generate()
		}
	}
}

// aheadPanels is the number of panels that a tile with ahead fetches: for each four terms,
// a row of all of them.
const aheadPanels = 3

func (t tile) generate() {
	arguments := "k int, a *float32, lda int, b *float32, ldb int, init *float32, ldi int, c *float32, ldc int"
	if t.ahead {
		arguments += ", next *float32"
	}
	t.function(t.name(), "("+arguments+")")
	Comment("Strides are in bytes; ldb is the distance of two panels. A nil init is zeros.")

	sums := t.start()
	k := Load(Param("k"), GP64())
	a := t.operandA()
	b := t.operandB()

	var next reg.Register
	if t.ahead {
		next = Load(Param("next"), GP64())
	}
	const unroll = 4
	SUBQ(I32(unroll), k)
	JL(LabelRef("rest"))
	Label("loop")
	for u := range unroll {
		t.step(sums, a, b, u)
		if t.ahead && u < aheadPanels {
			PREFETCHT1(b.from(next, u, 0))
			PREFETCHT1(b.from(next, u, 64))
		}
	}
	if t.ahead {
		advance(4*panelWidth, next)
	}
	a.advance(unroll)
	b.advance(unroll)
	SUBQ(I32(unroll), k)
	JGE(LabelRef("loop"))
	Label("rest")
	ADDQ(I32(unroll), k)
	JZ(LabelRef("store"))
	Label("single")
	t.step(sums, a, b, 0)
	a.advance(1)
	b.advance(1)
	DECQ(k)
	JNZ(LabelRef("single"))

	Label("store")
	c, ldc := Load(Param("c"), GP64()), Load(Param("ldc"), GP64())
	for i := range sums {
		for j, sum := range sums[i] {
			VMOVUPS(sum, t.result(c, ldc, j))
		}
		if i < t.rows-1 {
			t.nextRow(c, ldc)
		}
	}
	finish()
}

// result returns the address of a vector of a row of c or init. Rows are contiguous; those
// of weight gradients are in panels, ld apart.
func (t tile) result(row, ld reg.Register, vector int) Mem {
	panel, disp := t.column(vector)
	if !t.transposed {
		return Mem{Base: row, Disp: vector * t.bytes()}
	}
	if panel == 0 {
		return Mem{Base: row, Disp: disp}
	}
	return Mem{Base: row, Index: ld, Scale: 1, Disp: disp}
}

// nextRow moves the pointer to a row of c or init to the next row.
func (t tile) nextRow(row, ld reg.Register) {
	if t.transposed {
		advance(4*panelWidth, row)
	} else {
		ADDQ(ld, row)
	}
}

// start sets every sum to init, or to zero.
func (t tile) start() [][]reg.VecVirtual {
	sums := make([][]reg.VecVirtual, t.rows)
	for i := range sums {
		sums[i] = t.isa.vectors(t.vectors())
	}
	init, ldi := Load(Param("init"), GP64()), Load(Param("ldi"), GP64())
	TESTQ(init, init)
	JZ(LabelRef("zero"))
	for i := range sums {
		for j, sum := range sums[i] {
			VMOVUPS(t.result(init, ldi, j), sum)
		}
		if i < t.rows-1 {
			t.nextRow(init, ldi)
		}
	}
	JMP(LabelRef("multiply"))
	Label("zero")
	for i := range sums {
		for _, sum := range sums[i] {
			t.zero(sum)
		}
	}
	Label("multiply")
	return sums
}

// step adds the products of row u of b, counted from the pointer. The operand with fewer
// vectors is kept in registers.
func (t tile) step(sums [][]reg.VecVirtual, a operandA, b operandB, u int) {
	if t.transposed {
		PREFETCHT0(a.ahead())
	} else if t.columns != 48 {
		b.prefetch(u)
	}
	if t.rows < t.vectors() {
		as := make([]reg.VecVirtual, t.rows)
		for i := range as {
			as[i] = t.broadcast(a.at(i, u))
		}
		for j := range t.vectors() {
			bj := t.load(b.at(j, u))
			for i := range as {
				VFMADD231PS(bj, as[i], sums[i][j])
			}
		}
	} else {
		bs := make([]reg.VecVirtual, t.vectors())
		for j := range bs {
			bs[j] = t.load(b.at(j, u))
		}
		for i := range t.rows {
			ai := t.broadcast(a.at(i, u))
			for j := range bs {
				VFMADD231PS(bs[j], ai, sums[i][j])
			}
		}
	}
	if t.transposed {
		a.nextTerm()
	}
}

// rowPointers address up to eight rows, a stride apart, with two pointers and multiples of
// the stride.
type rowPointers struct {
	low, high     reg.Register // rows 0 to 3 and 4 to 7
	stride, three reg.Register // the stride and three times it
}

// newRowPointers loads pointer and stride from the arguments of these names.
func newRowPointers(count int, pointer, stride string) rowPointers {
	r := rowPointers{low: Load(Param(pointer), GP64()), stride: Load(Param(stride), GP64())}
	if count > 3 {
		r.three = GP64()
		LEAQ(Mem{Base: r.stride, Index: r.stride, Scale: 2}, r.three)
	}
	if count > 4 {
		r.high = GP64()
		LEAQ(Mem{Base: r.low, Index: r.stride, Scale: 4}, r.high)
	}
	return r
}

// at returns the address of row i, plus disp bytes.
func (r rowPointers) at(i, disp int) Mem {
	m := Mem{Base: r.low, Disp: disp}
	if i >= 4 {
		m.Base = r.high
	}
	switch i % 4 {
	case 1, 2:
		m.Index, m.Scale = r.stride, uint8(i%4)
	case 3:
		m.Index, m.Scale = r.three, 1
	}
	return m
}

func (r rowPointers) advance(bytes int) {
	advance(bytes, r.low)
	if r.high != nil {
		advance(bytes, r.high)
	}
}

// operandA addresses the elements of a. Rows are lda apart and terms are contiguous; in a
// transposed a, terms are lda apart and rows are contiguous.
type operandA struct {
	tile
	rowPointers
	distance reg.Register // bytes from a term to the one to prefetch, if transposed
}

func (t tile) operandA() operandA {
	if !t.transposed {
		return operandA{tile: t, rowPointers: newRowPointers(t.rows, "a", "lda")}
	}
	a := operandA{t, newRowPointers(1, "a", "lda"), GP64()}
	MOVQ(a.stride, a.distance)
	SHLQ(Imm(4), a.distance)
	return a
}

func (a operandA) at(i, u int) Mem {
	if a.transposed {
		return a.rowPointers.at(0, 4*i)
	}
	return a.rowPointers.at(i, 4*u)
}

// ahead returns the address 16 terms ahead. The terms of a transposed a are in different
// pages, where the processor does not prefetch.
func (a operandA) ahead() Mem { return Mem{Base: a.low, Index: a.distance, Scale: 1} }

// nextTerm moves a transposed a to the next term.
func (a operandA) nextTerm() { ADDQ(a.stride, a.low) }

func (a operandA) advance(terms int) {
	if !a.transposed {
		a.rowPointers.advance(4 * terms)
	}
}

// operandB addresses the elements of b: panels are ldb apart, with rows of panelWidth.
type operandB struct {
	tile
	base, ldb, three reg.Register
}

func (t tile) operandB() operandB {
	b := operandB{tile: t, base: Load(Param("b"), GP64())}
	if t.panels() > 1 {
		b.ldb = Load(Param("ldb"), GP64())
	}
	if t.panels() > 3 {
		b.three = GP64()
		LEAQ(Mem{Base: b.ldb, Index: b.ldb, Scale: 2}, b.three)
	}
	return b
}

func (b operandB) at(j, u int) Mem {
	p, disp := b.column(j)
	return b.panel(p, 4*panelWidth*u+disp)
}

func (b operandB) panel(p, disp int) Mem { return b.from(b.base, p, disp) }

// from returns an address in a panel, counted from the one that base points to.
func (b operandB) from(base reg.Register, p, disp int) Mem {
	m := Mem{Base: base, Disp: disp}
	switch p {
	case 1, 2:
		m.Index, m.Scale = b.ldb, uint8(p)
	case 3:
		m.Index, m.Scale = b.three, 1
	}
	return m
}

// prefetch fetches the row of b that is 32 rows ahead. With few rows in a, weights are
// read from the second-level cache at half its bandwidth, and its prefetcher stops at the
// end of each page. The widest tiles do without: they take so long for a row that the
// processor itself looks far enough ahead.
func (b operandB) prefetch(u int) {
	const cacheLine = 64
	columns := min(b.columns, panelWidth)
	for p := range b.panels() {
		for d := 0; d < 4*columns; d += cacheLine {
			PREFETCHT0(b.panel(p, 4*panelWidth*(u+32)+d))
		}
	}
}

func (b operandB) advance(terms int) { advance(4*panelWidth*terms, b.base) }

// peak generates a loop of fused multiply-adds in registers, to measure the peak rate.
func peak(v isa) {
	v.function("peak", "(loops int)")
	loops := Load(Param("loops"), GP64())
	x := v.vector()
	v.zero(x)
	chains := v.vectors(peakChains)
	for _, c := range chains {
		v.zero(c)
	}
	Label("loop")
	for range peakRounds {
		for _, c := range chains {
			VFMADD231PS(x, x, c)
		}
	}
	DECQ(loops)
	JNZ(LabelRef("loop"))
	finish()
}

// peak has 12 chains, more than the FMAs in flight on any processor. Ten rounds for each
// iteration hide the instructions of the loop.
const peakChains, peakRounds = 12, 10
