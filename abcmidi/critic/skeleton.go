package critic

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/transpose"
	"charabanc/data"
)

// skeleton returns a tune's body without what can be changed easily: fields on
// lines of their own, comments, chord symbols, annotations, blanks and line
// ends. Two settings with the same notes and bar lines have the same skeleton.
func skeleton(text string) string {
	var b strings.Builder
	body := false
	for line := range strings.Lines(text) {
		switch {
		case data.IsHeaderLine([]byte(line)):
			body = body || line[0] == 'K'
		case body:
			line, _, _ = strings.Cut(line, "%")
			for i, part := range strings.Split(line, `"`) {
				if i%2 == 0 { // outside quotes
					blanks.WriteString(&b, part)
				}
			}
		}
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
func bareSkeleton(text string) string {
	return strings.ToLower(octaves.Replace(skeleton(inOneKey(text))))
}

var (
	blanks  = strings.NewReplacer(" ", "", "\t", "", "\n", "", "\r", "", `\`, "", "`", "")
	octaves = strings.NewReplacer(",", "", "'", "")
)

// inOneKey returns the text of a tune moved to the key without sharps and
// flats.
func inOneKey(text string) string {
	tune, _ := abc.Parse(text)
	key := tune.Key()
	if key == nil || key.Sharps == 0 {
		return text
	}
	// A fifth is seven semitones. Go so many fifths down, by the shorter way.
	semitones := ((-7*key.Sharps)%12 + 12) % 12
	if semitones > 6 {
		semitones -= 12
	}
	return respell(text, transpose.Tune(tune, semitones))
}
