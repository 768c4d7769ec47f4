package copyterm

import (
	"fmt"
	"slices"
)

// Suffix proposes what followed the longest earlier match of the end of the text. It knows
// nothing of what the symbols mean.
type Suffix struct {
	text    []int32
	chain   []int32        // by position, less one: the position before with the same bucket, 0 for none
	heads   [buckets]int32 // the last position of each bucket, 0 for none
	matches matches        // the current ones
	history []matches      // before each symbol
}

const (
	shortest   = 3 // length of the shortest match
	maxMatches = 12

	// The three symbols before a position are hashed to one of the buckets.
	bucketBits = 12
	buckets    = 1 << bucketBits
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
func NewSuffix() *Suffix { return &Suffix{} }

// Reset begins a new text.
func (s *Suffix) Reset() {
	s.text, s.chain, s.history = s.text[:0], s.chain[:0], s.history[:0]
	s.matches = matches{}
	s.heads = [buckets]int32{}
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
	s.chain = append(s.chain, 0)
	if len(s.text) >= shortest {
		s.find()
	}
}

// find adds the matches of three symbols to the longer ones, and the position to its
// bucket.
func (s *Suffix) find() {
	m, end := &s.matches, int32(len(s.text))
	head := &s.heads[s.bucket(end)]
	at := *head
	s.chain[end-1], *head = at, end
	longer := m.list[:m.n]
	for ; at > 0 && int(m.n) < len(m.list); at = s.chain[at-1] {
		if s.alike(at, end) && !slices.ContainsFunc(longer, func(a match) bool { return a.at == at }) {
			m.list[m.n] = match{at, shortest}
			m.n++
		}
	}
}

// alike reports whether the three symbols before two positions are the same.
func (s *Suffix) alike(a, b int32) bool {
	return [shortest]int32(s.text[a-shortest:]) == [shortest]int32(s.text[b-shortest:])
}

// bucket returns the bucket of the three symbols before a position.
func (s *Suffix) bucket(at int32) uint32 {
	const odd = 0x9e3779b1 // spreads symbols over the upper bits
	h := uint32(0)
	for _, id := range s.text[at-shortest : at] {
		h = (h + uint32(id)) * odd
	}
	return h >> (32 - bucketBits)
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

// forget takes the last symbol out of the text, and its position out of its bucket.
func (s *Suffix) forget() {
	end := len(s.text) - 1
	if len(s.text) >= shortest {
		s.heads[s.bucket(int32(len(s.text)))] = s.chain[end]
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
