package charrnn

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

// Corpus is text to learn from, cut into pieces: one for each tune of ABC, one
// for each blank-line-parted passage of note text, a single one for other text.
type Corpus struct {
	Pieces []string
	Tokens bool // symbols are words

	// HeldOut is pieces to measure on, chosen by hand; without any, Split takes
	// a share of Pieces.
	HeldOut []string

	// Signature identifies a piece in whatever form it was learnt, so that a
	// checkpoint can tell what it has learnt; nil if it need not.
	Signature func(piece string) string

	// Judge tells whether a tune that the network has written is worth learning.
	// Options.Practice needs it, and Signature.
	Judge func(tune string) bool

	// Kind names what a tune and those it may take the place of have in common, such
	// as a meter; nil if nothing need be.
	Kind func(tune string) string

	// Variants gives the forms that a piece may be learnt in, such as a tune in
	// other keys, the piece itself first. It is called if Options.Transpose is
	// set, and for pieces that are not held out alone.
	Variants func(piece string) []string
}

// maxCorpus bounds what is read into memory, in bytes.
const maxCorpus = 1 << 30

// noteText begins text whose symbols are words whether or not anybody says so:
// what charabanc notes writes.
const noteText = "%%notes"

// ReadCorpus reads the named files in order as one text. The name "-" is stdin.
func ReadCorpus(names []string, stdin io.Reader, tokens bool) (*Corpus, error) {
	var pieces []string
	for _, name := range names {
		text, err := readText(name, stdin)
		if err != nil {
			return nil, err
		}
		tokens = tokens || strings.HasPrefix(text, noteText)
		pieces = append(pieces, split(text, tokens)...)
	}
	if len(pieces) == 0 {
		return nil, fmt.Errorf("corpus %s: there is no text in it: name a file of ABC tunes", strings.Join(names, ", "))
	}
	return &Corpus{Pieces: pieces, Tokens: tokens}, nil
}

func readText(name string, stdin io.Reader) (string, error) {
	in := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return "", fmt.Errorf("corpus %s: %w: check the name", name, cause(err))
		}
		defer f.Close()
		in = f
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxCorpus+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("corpus %s: %w: it must be a readable text file", name, cause(err))
	case len(raw) > maxCorpus:
		return "", fmt.Errorf("corpus %s: over %d MiB: cut it into smaller ones", name, maxCorpus>>20)
	}
	return plain(raw), nil
}

// cause is what went wrong with a file, without the operation and name that
// package os puts before it.
func cause(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// plain makes UTF-8 with \n line ends of a file's bytes: a byte order mark is
// dropped, and bytes that are not UTF-8 are taken as Latin-1, as old ABC is.
func plain(raw []byte) string {
	text := strings.TrimPrefix(string(raw), "\ufeff")
	if !utf8.ValidString(text) {
		runes := make([]rune, len(text))
		for i := range len(text) {
			runes[i] = rune(text[i])
		}
		text = string(runes)
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// split cuts text before every line that begins with "X:" (ABC 2.1 section
// 2.2: each tune starts with an X: field), or, for words, at blank lines.
// What stands before the first tune is left out. Every tune ends in a blank
// line afterwards, because that is what ends it when it is sampled.
func split(text string, tokens bool) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	starts := func(before, line string) bool { return strings.HasPrefix(line, "X:") }
	if tokens {
		starts = func(before, line string) bool { return before == "\n" && line != "\n" }
	}
	var pieces []string
	begin, at, before := -1, 0, "\n"
	for line := range strings.Lines(text) {
		if starts(before, line) {
			if begin >= 0 {
				pieces = append(pieces, text[begin:at])
			}
			begin = at
		}
		at += len(line)
		before = line
	}
	if begin < 0 {
		return []string{text}
	}
	pieces = append(pieces, text[begin:])
	for i, p := range pieces {
		if trimmed := strings.TrimRight(p, "\n"); len(p)-len(trimmed) < 2 {
			pieces[i] = trimmed + "\n\n"
		}
	}
	return pieces
}

// Text is the whole corpus.
func (c *Corpus) Text() string { return strings.Join(c.Pieces, "") }

// Fingerprint identifies the text, so that a resumed run can tell it is the same.
func (c *Corpus) Fingerprint() string {
	sum := sha256.Sum256([]byte(c.Text() + strings.Join(c.HeldOut, "")))
	return hex.EncodeToString(sum[:])
}

// signatures lists those of all pieces.
func (c *Corpus) signatures() string {
	if c.Signature == nil {
		return ""
	}
	var all []string
	for _, p := range c.Pieces {
		all = append(all, c.Signature(p))
	}
	return strings.Join(all, " ")
}

// Split holds out a share of the pieces for validation. Which ones depends on
// their text alone: those with the smallest SHA-256. So the choice is spread
// over the corpus, equal tunes fall on the same side, and adding tunes moves
// few others. A corpus of one piece gives its end, one with HeldOut that.
func (c *Corpus) Split(share float64) (train, validation *Corpus) {
	if len(c.HeldOut) > 0 {
		return c, &Corpus{Pieces: c.HeldOut}
	}
	if share <= 0 || len(c.Pieces) == 0 {
		return c, &Corpus{}
	}
	if len(c.Pieces) == 1 {
		return c.splitEnd(share)
	}
	hashes := make([]string, len(c.Pieces))
	for i, p := range c.Pieces {
		sum := sha256.Sum256([]byte(p))
		hashes[i] = string(sum[:])
	}
	held := int(math.Round(share * float64(len(c.Pieces))))
	held = min(max(held, 1), len(c.Pieces)-1)
	last := slices.Sorted(slices.Values(hashes))[held-1]
	train, validation = c.with(nil), &Corpus{}
	for i, p := range c.Pieces {
		side := train
		if cmp.Compare(hashes[i], last) <= 0 {
			side = validation
		}
		side.Pieces = append(side.Pieces, p)
	}
	return train, validation
}

func (c *Corpus) splitEnd(share float64) (train, validation *Corpus) {
	text := c.Pieces[0]
	cut := int(float64(len(text)) * (1 - share))
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return c.with([]string{text[:cut]}), &Corpus{Pieces: []string{text[cut:]}}
}

// with is c of other pieces.
func (c *Corpus) with(pieces []string) *Corpus {
	other := *c
	other.Pieces = pieces
	return &other
}

// start is the text every tune begins with ("X: "), from which sampling sets
// out when no seed is given; the first character for a corpus of one piece.
func (c *Corpus) start(tokens bool) string {
	if len(c.Pieces) == 0 {
		return ""
	}
	common := c.Pieces[0]
	for _, p := range c.Pieces[1:] {
		n := 0
		for n < min(len(common), len(p)) && common[n] == p[n] {
			n++
		}
		common = common[:n]
	}
	for s := range symbols(common, tokens) {
		if len(c.Pieces) == 1 || tokens {
			return s
		}
	}
	for len(common) > 0 && !utf8.ValidString(common) {
		common = common[:len(common)-1]
	}
	if header, _, many := strings.Cut(common, "\n"); many {
		common = header + "\n" // copies of one tune have more in common than a beginning
	}
	return common
}
