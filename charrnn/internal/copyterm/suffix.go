package copyterm

import "fmt"

// Suffix proposes what followed the longest earlier match of the end of the text. It knows
// nothing of what the symbols mean.
type Suffix struct {
	text    []int32
	chain   []int32         // by position: the position before with the same three symbols before it, -1 for none
	heads   map[int64]int32 // the last position after three symbols
	matches matches         // the current ones
	history []matches       // before each symbol
}

const (
	shortest   = 3 // length of the shortest match
	maxMatches = 12
	lookBack   = 24 // positions tried for new matches
)

// matches are earlier positions whose symbols before them match the end of the text, the
// longest matches first, and of these the latest.
type matches struct {
	n    int8
	line bool // the last symbol was one that is left out
	list [maxMatches]match
}

type match struct{ at, length int32 }

// SuffixFeatures is the number of features of a Suffix: the step of the match's length,
// for a text that goes on in a line or after the end of one, and how many other matches
// nearly as long disagree.
const SuffixFeatures = 2*lengthSteps + 3*2

// SuffixNames returns the names of the features of a Suffix, by number.
func SuffixNames() []string {
	var names []string
	for _, after := range []string{"", " after a line"} {
		for _, n := range lengths {
			names = append(names, fmt.Sprintf("match of %d%s", n, after))
		}
	}
	for _, after := range []string{"", " after a line"} {
		for n := range 3 {
			names = append(names, fmt.Sprintf("%d others%s", n, after))
		}
	}
	return names
}

// lengths are the steps of match lengths.
var lengths = [lengthSteps]int32{3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 28}

const lengthSteps = 11

// NewSuffix returns a Suffix for a text that has no symbols yet.
func NewSuffix() *Suffix { return &Suffix{heads: map[int64]int32{}} }

// Reset begins a new text.
func (s *Suffix) Reset() {
	s.text, s.chain, s.history = s.text[:0], s.chain[:0], s.history[:0]
	s.matches = matches{}
	clear(s.heads)
}

// Push adds a symbol. Symbols that are left out, such as line ends, are no part of
// matches.
func (s *Suffix) Push(id int32, leftOut bool) {
	s.history = append(s.history, s.matches)
	s.matches.line = leftOut
	if leftOut {
		return
	}
	m := &s.matches
	kept := int8(0)
	for _, a := range m.list[:m.n] {
		if s.text[a.at] == id {
			m.list[kept] = match{a.at + 1, a.length + 1}
			kept++
		}
	}
	m.n = kept
	s.text = append(s.text, id)
	s.chain = append(s.chain, -1)
	if len(s.text) >= shortest {
		s.find()
	}
}

// find adds the matches of three symbols to the longer ones, and the position to its
// chain.
func (s *Suffix) find() {
	m, key := &s.matches, s.key(len(s.text))
	last, ok := s.heads[key]
	if !ok {
		last = -1
	}
	s.chain[len(s.chain)-1] = last
	s.heads[key] = int32(len(s.text))
	longer := m.n
next:
	for tried := 0; last >= 0 && tried < lookBack && int(m.n) < len(m.list); tried++ {
		at := last
		last = s.chain[at-1]
		for _, a := range m.list[:longer] {
			if a.at == at {
				continue next
			}
		}
		m.list[m.n] = match{at, shortest}
		m.n++
	}
}

// key returns the three symbols before a position as a number.
func (s *Suffix) key(at int) int64 {
	t := s.text[at-shortest : at]
	return int64(t[0])<<42 | int64(t[1])<<21 | int64(t[2])
}

// Back forgets all but the first n symbols, counting those left out.
func (s *Suffix) Back(n int) {
	for len(s.history) > n {
		last := s.history[len(s.history)-1]
		if !s.matches.line {
			s.forget()
		}
		s.history = s.history[:len(s.history)-1]
		s.matches = last
	}
}

// forget takes the last symbol out of the text and its chain.
func (s *Suffix) forget() {
	end := len(s.text) - 1
	if len(s.text) >= shortest {
		if key, before := s.key(len(s.text)), s.chain[end]; before >= 0 {
			s.heads[key] = before
		} else {
			delete(s.heads, key)
		}
	}
	s.text, s.chain = s.text[:end], s.chain[:end]
}

// Propose appends the proposal for the next symbol, if there is one.
func (s *Suffix) Propose(list []Proposal) []Proposal {
	m := &s.matches
	if m.n == 0 {
		return list
	}
	best := m.list[0]
	symbol := s.text[best.at]
	step := int32(0)
	for step+1 < lengthSteps && best.length >= lengths[step+1] {
		step++
	}
	others := int32(0)
	for _, a := range m.list[1:m.n] {
		if a.length >= best.length-1 && s.text[a.at] != symbol {
			others++
		}
	}
	line := int32(0)
	if m.line {
		line = 1
	}
	return append(list, Proposal{symbol, [4]int32{line*lengthSteps + step, 2*lengthSteps + line*3 + min(others, 2), -1, -1}})
}
