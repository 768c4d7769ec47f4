package critic

import (
	"crypto/sha256"
	"encoding/base64"
	"index/suffixarray"
	"sort"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/transpose"
	"charabanc/data"
)

// Skeleton is a tune's body without what is easily changed: fields, comments,
// chord symbols, blanks and line ends. Two settings with the same notes and bar
// lines have the same skeleton.
func Skeleton(text string) string {
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

var blanks = strings.NewReplacer(" ", "", "\t", "", "\n", "", "\r", "", `\`, "", "`", "")

// InOneKey is a tune's text moved to the key without sharps and flats.
func InOneKey(text string) string {
	tune, _ := abc.Parse(text)
	key := tune.Key()
	if key == nil || key.Sharps == 0 {
		return text
	}
	// A fifth is seven semitones: so many fifths up, and by the shorter way back.
	semitones := ((-7*key.Sharps)%12 + 12) % 12
	if semitones > 6 {
		semitones -= 12
	}
	return respelt(text, transpose.Tune(tune, semitones))
}

// Signature identifies a tune by its skeleton in one key, whatever octave its
// notes are in.
func Signature(text string) string {
	sum := sha256.Sum256([]byte(bare(InOneKey(text))))
	return base64.RawStdEncoding.EncodeToString(sum[:9])
}

// bare is a skeleton without octaves.
func bare(text string) string {
	return strings.ToLower(octaves.Replace(Skeleton(text)))
}

var octaves = strings.NewReplacer(",", "", "'", "")

// Library is tunes in which runs of others can be looked for.
type Library struct {
	index  *suffixarray.Index
	starts []int // of each tune's skeleton in the indexed text
	form   func(string) string
}

// NewLibrary makes a library of tunes, compared by their skeletons as they stand,
// or in one key and without octaves.
func NewLibrary(tunes []string, oneKey bool) *Library {
	l := &Library{form: Skeleton}
	if oneKey {
		l.form = func(text string) string { return bare(InOneKey(text)) }
	}
	var all strings.Builder
	for _, t := range tunes {
		l.starts = append(l.starts, all.Len())
		all.WriteString(l.form(t) + "\n")
	}
	l.index = suffixarray.New([]byte(all.String()))
	return l
}

// Longest is the length of the longest run that a tune's skeleton has in common
// with one of the library, leaving out number except, and the skeleton's own length.
func (l *Library) Longest(text string, except int) (run, length int) {
	s := []byte(l.form(text))
	for from := 0; from+run < len(s); {
		if l.has(s[from:from+run+1], except) {
			run++
		} else {
			from++
		}
	}
	return run, len(s)
}

// has reports whether a run is in a tune of the library other than number except.
func (l *Library) has(run []byte, except int) bool {
	for want := 1; ; want *= 4 {
		found := l.index.Lookup(run, want)
		for _, at := range found {
			if sort.SearchInts(l.starts, at+1)-1 != except {
				return true
			}
		}
		if len(found) < want {
			return false
		}
	}
}
