package critic

import (
	"crypto/sha256"
	"encoding/base64"
	"iter"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/transpose"
	"charabanc/data"
)

// skeleton returns a tune's body without what can be changed easily: fields on
// lines of their own, comments, chord symbols, annotations, blanks and line
// ends. Two settings with the same notes and bar lines have the same skeleton.
func skeleton(text string) string { return collect(kept(text)) }

// kept yields the bytes of the skeleton and where each is in the text.
func kept(text string) iter.Seq2[int, byte] {
	return func(yield func(int, byte) bool) {
		body, start := false, 0
		for line := range strings.Lines(text) {
			switch {
			case data.IsHeaderLine([]byte(line)):
				body = body || line[0] == 'K'
			case body && !keptOfLine(line, start, yield):
				return
			}
			start += len(line)
		}
	}
}

// keptOfLine yields what is kept of a line of music, which begins at start. It
// reports whether there shall be more.
func keptOfLine(line string, start int, yield func(int, byte) bool) bool {
	quoted := false
	for i := 0; i < len(line) && line[i] != '%'; i++ {
		switch c := line[i]; {
		case c == '"':
			quoted = !quoted
		case quoted || strings.IndexByte(blanks, c) >= 0:
		case !yield(start+i, c):
			return false
		}
	}
	return true
}

// collect returns the bytes of a sequence.
func collect(list iter.Seq2[int, byte]) string {
	var b strings.Builder
	for _, c := range list {
		b.WriteByte(c)
	}
	return b.String()
}

// Signature identifies the tune by its bare skeleton. Tunes that differ in
// key, octave, layout or chord symbols alone have the same signature, of 12
// characters without blanks.
func (Critic) Signature(tune string) string {
	sum := sha256.Sum256([]byte(bareSkeleton(tune)))
	return base64.RawStdEncoding.EncodeToString(sum[:9])
}

// bareSkeleton returns the skeleton of the tune in the key without sharps and
// flats, without octaves and in lower case.
func bareSkeleton(text string) string { return collect(keptBare(inOneKey(text))) }

// keptBare yields the bytes of the bare skeleton of a tune in the key without
// sharps and flats, and where each is in the text.
func keptBare(text string) iter.Seq2[int, byte] {
	return func(yield func(int, byte) bool) {
		for at, c := range kept(text) {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			if strings.IndexByte(octaves, c) < 0 && !yield(at, c) {
				return
			}
		}
	}
}

const (
	blanks  = " \t\n\r\\`"
	octaves = ",'"
)

// inOneKey returns the text of a tune moved to the key without sharps and
// flats.
func inOneKey(text string) string { return toOneKey(text).apply(text) }

// toOneKey returns what to replace in the text of a tune to move it to the key
// without sharps and flats.
func toOneKey(text string) replacements {
	tune, _ := abc.Parse(text)
	key := tune.Key()
	if key == nil || key.Sharps == 0 {
		return nil
	}
	// A fifth is seven semitones. Go so many fifths down, by the shorter way.
	semitones := ((-7*key.Sharps)%12 + 12) % 12
	if semitones > 6 {
		semitones -= 12
	}
	return respelling(text, transpose.Tune(tune, semitones))
}
