package critic

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"charabanc/abcmidi/notetext"
	"charabanc/abcmidi/smf"
)

// IsNote reports whether a word of note text is a note, C4:1/2 or C4, or a chord, 4.7.11.
func (Critic) IsNote(word string) bool {
	return word != "" && ('A' <= word[0] && word[0] <= 'G' || '0' <= word[0] && word[0] <= '9' && strings.Contains(word, "."))
}

// notePrimer returns the first notes of a piece of note text. A chord of classic text is
// one note.
func notePrimer(piece string, notes int) (string, error) {
	if notes == 0 {
		notes = primerNotes
	}
	piece = strings.Trim(piece, "\n")
	found := 0
	for at := 0; at < len(piece); {
		end := at + strings.IndexAny(piece[at:]+" ", " \t\n")
		if (Critic{}).IsNote(piece[at:end]) {
			if found++; found == notes {
				return piece[:end], nil
			}
		}
		at = end + 1
	}
	if found == 0 {
		return "", errors.New("no notes in it")
	}
	return piece, nil
}

// noteSettings returns the first line of note text, and what its words say about
// meter, key, tempo, velocity and instruments: of each the last.
func noteSettings(text string) string {
	head, rest, _ := strings.Cut(text, "\n")
	last := map[byte]string{} // by the first letter of the word
	part := ""
	var parts []string // what is said about instruments
	for word := range strings.FieldsSeq(rest) {
		switch word[0] {
		case 'm', 'k', 'q', 'v':
			last[word[0]] = word
		case 't':
			part = word
		case 'i', 'd':
			if part != "" {
				parts = append(parts, part)
			}
			parts = append(parts, word)
		}
	}
	settings := parts
	if part != "" {
		settings = append(settings, part)
	}
	for _, letter := range []byte("mkqv") {
		if last[letter] != "" {
			settings = append(settings, last[letter])
		}
	}
	if len(settings) == 0 {
		return head + "\n"
	}
	return head + "\n" + strings.Join(settings, " ") + " "
}

// NoteText turns a MIDI file into note text like that which a network has learned, by
// its vocabulary: exact or classic, with its grid, key and velocities. A tempo that the
// vocabulary does not have becomes the nearest that it has.
func (Critic) NoteText(midi []byte, symbols []string) (string, error) {
	p, err := smf.Read(bytes.NewReader(midi))
	if err != nil {
		return "", err
	}
	if p.Notes() == 0 {
		return "", errors.New("no notes in it")
	}
	l := similarity(symbols)
	if slices.Contains(l.divisions, p.Division) {
		l.Grid = 0
	}
	text, err := notetext.Text(p, l.Options)
	if err != nil {
		return "", err
	}
	return l.tempos(text), nil
}

// learnedNotes is how the note text of a vocabulary was made.
type learnedNotes struct {
	notetext.Options
	divisions []int // of exact text
	rates     []int // tempos
}

// similarity finds out how note text was made from the symbols in it.
func similarity(symbols []string) learnedNotes {
	l := learnedNotes{Options: notetext.Options{Format: notetext.Classic}}
	keys := map[string]bool{}
	for _, s := range symbols {
		if s == notetext.Exact.String() {
			l.Format = notetext.Exact
		}
		n, err := strconv.Atoi(strings.TrimPrefix(s, "q"))
		switch {
		case err == nil && s[0] == 'q':
			l.rates = append(l.rates, n)
		case err == nil && s[0] >= '1' && s[0] <= '9':
			l.divisions = append(l.divisions, n)
		}
		if number, ok := strings.CutPrefix(s, "v"); ok {
			if _, err := strconv.Atoi(number); err == nil {
				l.Velocity = true
			}
		}
		if key, ok := strings.CutPrefix(s, "k"); ok {
			keys[key] = true
		}
	}
	if l.Format == notetext.Exact && len(l.divisions) > 0 {
		l.Grid = min(slices.Max(l.divisions), 960)
	}
	l.Velocity = l.Velocity && l.Format == notetext.Exact
	l.TransposeTo = onlyKey(keys)
	return l
}

// onlyKey returns the major key that all pieces were moved to, "" if they are in
// several: their keys are that one and its relative minor.
func onlyKey(keys map[string]bool) string {
	for _, k := range [][2]string{{"C", "Am"}, {"G", "Em"}, {"D", "Bm"}, {"A", "F#m"}, {"E", "C#m"}, {"B", "G#m"}, {"F#", "D#m"},
		{"F", "Dm"}, {"Bb", "Gm"}, {"Eb", "Cm"}, {"Ab", "Fm"}, {"Db", "Bbm"}, {"Gb", "Ebm"}} {
		if keys[k[0]] && (len(keys) == 1 || len(keys) == 2 && keys[k[1]]) {
			return k[0]
		}
	}
	return ""
}

// tempos writes each tempo of note text as the nearest one that was learned.
func (l *learnedNotes) tempos(text string) string {
	if len(l.rates) == 0 {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		words := strings.Split(line, " ")
		for j, word := range words {
			if n, err := strconv.Atoi(strings.TrimPrefix(word, "q")); err == nil && strings.HasPrefix(word, "q") {
				words[j] = fmt.Sprintf("q%d", nearest(l.rates, n))
			}
		}
		lines[i] = strings.Join(words, " ")
	}
	return strings.Join(lines, "\n")
}

// nearest returns the number of a list that is nearest to n.
func nearest(list []int, n int) int {
	return slices.MinFunc(list, func(a, b int) int { return max(a-n, n-a) - max(b-n, n-b) })
}
