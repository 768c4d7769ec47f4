package critic

import (
	"slices"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/transpose"
)

// commonKeys are the keys that folk musicians mostly play in, by mode: those a
// fiddle or a whistle has under the fingers.
var commonKeys = map[string]bool{}

func init() {
	for key := range strings.FieldsSeq("C D F G A Bb Dm Em Gm Am Bm Ddor Edor Ador Gmix Amix Dmix") {
		commonKeys[key] = true
	}
}

// The range of a variant, as MIDI keys: a fiddle's lowest G to the C two octaves
// above middle C.
const (
	lowestVariant  = 55
	highestVariant = 84
)

// Variants returns a tune as it stands and moved to every other common key of
// its mode by less than half an octave, as far as its notes stay in the range
// of a fiddle in first position. A tune in several keys goes by its first. They
// are other forms of one tune to learn from.
func Variants(text string) []string {
	all := []string{text}
	tune, _ := abc.Parse(text)
	if strings.TrimSpace(tune.Field('K')) == "" || tune.Field('m') != "" {
		return all
	}
	low, high := compass(tune)
	for semitones := -6; semitones < 6; semitones++ {
		if semitones == 0 || low+semitones < lowestVariant || high+semitones > highestVariant {
			continue
		}
		moved := transpose.Tune(tune, semitones)
		if key := strings.TrimSpace(moved.Field('K')); commonKeys[key] {
			all = append(all, respelt(text, moved))
		}
	}
	return all
}

// respelt is the text a tune was read from with the pitches, chord symbols and
// keys of the moved tune in it, and every other character as it stands.
func respelt(text string, moved *abc.Tune) string {
	r := respeller{text: text}
	r.nodes(moved.Header)
	r.nodes(moved.Body)
	// A broken chord's symbols stand before its notes in the tree.
	slices.SortStableFunc(r.list, func(a, b replacement) int { return int(a.from) - int(b.from) })
	var out strings.Builder
	done := abc.Pos(0)
	for _, p := range r.list {
		if p.from >= done {
			out.WriteString(text[done:p.from])
			out.WriteString(p.text)
			done = p.to
		}
	}
	out.WriteString(text[done:])
	return out.String()
}

// respeller lists what has to be replaced in a text. Moved nodes keep the places
// of those they were made from.
type respeller struct {
	text string
	list []replacement
}

// replacement is what comes in place of the text from from to to.
type replacement struct {
	from, to abc.Pos
	text     string
}

func (r *respeller) replace(from, to abc.Pos, s string) {
	r.list = append(r.list, replacement{from, to, s})
}

func (r *respeller) nodes(nodes []abc.Node) {
	for _, n := range nodes {
		switch n := n.(type) {
		case *abc.Note:
			var b strings.Builder
			abc.WritePitch(&b, n.Pitch)
			r.replace(n.From, n.From+r.pitchLength(n.From), b.String())
		case *abc.Chord:
			r.nodes(n.Inner)
		case *abc.Grace:
			r.nodes(n.Inner)
		case *abc.Symbol:
			if n.Place == 0 {
				r.replace(n.From, n.To, `"`+n.Text+`"`)
			}
		case *abc.Field:
			if _, ok := n.Value.(*music.Key); ok {
				r.key(n)
			}
		}
	}
}

// pitchLength is how many characters of the note at p are its accidental,
// letter and octave.
func (r *respeller) pitchLength(p abc.Pos) abc.Pos {
	rest := r.text[p:]
	letter := strings.IndexFunc(rest, func(c rune) bool { return c < 128 && chars.IsLetter(byte(c)) })
	marks := rest[letter+1:]
	return abc.Pos(letter + 1 + len(marks) - len(strings.TrimLeft(marks, ",'")))
}

// key replaces the value of a K: field, up to what stood behind it.
func (r *respeller) key(f *abc.Field) {
	written := r.text[f.From:f.To]
	value := strings.IndexByte(written, ':') + 1
	value += len(written[value:]) - len(strings.TrimLeft(written[value:], " \t"))
	end := len(written)
	if i := strings.IndexAny(written[value:], "%]\n"); i >= 0 {
		end = value + i
	}
	end = value + len(strings.TrimRight(written[value:end], " \t"))
	r.replace(f.From+abc.Pos(value), f.From+abc.Pos(end), f.Text)
}

// compass is the lowest and the highest key of the melody; 0, 127 without notes.
func compass(t *abc.Tune) (low, high int) {
	s, _ := play.Play(t, score.Options{Accompaniment: score.NoAccompany})
	low, high = 127, 0
	for _, v := range s.Voices {
		for _, e := range v.Events {
			low, high = min(low, int(e.Key)), max(high, int(e.Key))
		}
	}
	if low > high {
		return 0, 127
	}
	return low, high
}
