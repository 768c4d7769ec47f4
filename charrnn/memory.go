package charrnn

import (
	"unicode/utf8"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/copyterm"
)

// A Memory follows a tune as it is written and proposes how it may go on. Package charrnn
// learns how far to trust it.
type Memory interface {
	// Reset begins a new tune.
	Reset()
	// Push adds a character to the tune.
	Push(c rune)
	// Back forgets all but the first n characters.
	Back(n int)
	// Propose calls add with each character that is proposed to come next, and up to four
	// features of the proposal, which are indexes of Features; -1 stands for none. If the
	// first is -2, the character cannot come next.
	Propose(add func(c rune, features [4]int))
	// Expect is called before a tune that is known, with all of it, to learn how tunes go on
	// if their form is known in advance. Reset forgets it.
	Expect(tune string)
	// Features returns the names of the features. It is the same for all memories.
	Features() []string
}

// symbolTable has what memories must know of the symbols of a vocabulary.
type symbolTable struct {
	words   bool
	runes   []rune // by id
	leftOut []bool // by id: not compared
	ids     map[rune]int32
}

func newSymbolTable(v *corpus.Vocabulary) *symbolTable {
	t := &symbolTable{words: v.Words, ids: map[rune]int32{}}
	for id, symbol := range v.Symbols {
		c, _ := utf8.DecodeRuneInString(symbol)
		t.runes = append(t.runes, c)
		t.ids[c] = int32(id)
		t.leftOut = append(t.leftOut, symbol == "\n" || symbol == `\`) // where lines end does not matter
	}
	return t
}

// recollection is the memory of one text, by ids of symbols: the longest earlier match
// and, if symbols are characters, what a Memory proposes.
type recollection struct {
	*symbolTable
	suffix    *copyterm.Suffix
	music     Memory // nil: none
	proposals []copyterm.Proposal
	add       func(c rune, features [4]int)
}

// newRecollection returns the memory of an empty text. memory may be nil.
func newRecollection(t *symbolTable, memory func() Memory) *recollection {
	r := &recollection{symbolTable: t, suffix: copyterm.NewSuffix()}
	if memory != nil && !t.words {
		r.music = memory()
	}
	r.add = func(c rune, features [4]int) {
		if id, ok := r.ids[c]; ok {
			r.proposals = append(r.proposals, proposalOf(id, features))
		}
	}
	return r
}

// proposalOf returns the proposal of a Memory. Its features come after those of a Suffix.
func proposalOf(id int32, features [4]int) copyterm.Proposal {
	p := copyterm.Proposal{Symbol: id}
	for i, f := range features {
		p.Features[i] = int32(f)
		if f >= 0 {
			p.Features[i] = int32(copyterm.SuffixFeatures + f)
		}
	}
	return p
}

func (r *recollection) reset() {
	r.suffix.Reset()
	if r.music != nil {
		r.music.Reset()
	}
}

// push adds a symbol.
func (r *recollection) push(id int32) {
	r.suffix.Push(id, r.leftOut[id])
	if r.music != nil {
		r.music.Push(r.runes[id])
	}
}

// back forgets all but the first n symbols.
func (r *recollection) back(n int) {
	r.suffix.Back(n)
	if r.music != nil {
		r.music.Back(n)
	}
}

// propose returns the proposals for the next symbol. The next call overwrites them.
func (r *recollection) propose() []copyterm.Proposal {
	r.proposals = r.suffix.Propose(r.proposals[:0])
	if r.music != nil {
		r.music.Propose(r.add)
	}
	return r.proposals
}

// expect begins a piece that is known.
func (r *recollection) expect(piece string) {
	r.reset()
	if r.music != nil {
		r.music.Expect(piece)
	}
}
