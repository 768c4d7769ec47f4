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

// commonKeys are the keys that folk musicians mostly play in, because a fiddle
// or a whistle has them under the fingers.
var commonKeys = strings.Fields("C D F G A Bb Dm Em Gm Am Bm Ddor Edor Ador Gmix Amix Dmix")

// The range of a variant, as MIDI keys: from a fiddle's lowest G to the C two
// octaves above middle C.
const (
	lowestVariant  = 55
	highestVariant = 84
)

// Variants returns the forms of a tune to learn from: the text itself, and the
// tune in the other common keys of its mode that are at most six semitones
// below it or five above and keep it in the range of a fiddle in first
// position. The first key of a tune in several counts.
func (Critic) Variants(text string) []string {
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
		if key := strings.TrimSpace(moved.Field('K')); slices.Contains(commonKeys, key) {
			all = append(all, respell(text, moved))
		}
	}
	return all
}

// respell returns the text that a tune was parsed from with the pitches, chord
// symbols and keys of the moved tune, and every other character as it is.
func respell(text string, moved *abc.Tune) string { return respelling(text, moved).apply(text) }

// respelling returns what respell replaces.
func respelling(text string, moved *abc.Tune) replacements {
	r := respeller{text: text}
	r.nodes(moved.Header)
	r.nodes(moved.Body)
	return r.replacements
}

// respeller lists the replacements in a text. Moved nodes keep the positions of
// the nodes they were made from.
type respeller struct {
	text string
	replacements
}

// nodes adds the replacements of nodes and of those inside them.
func (r *respeller) nodes(nodes []abc.Node) {
	for _, n := range nodes {
		switch n := n.(type) {
		case *abc.Note:
			r.replace(n.From, n.From+r.pitchLength(n.From), string(abc.AppendPitch(nil, n.Pitch)))
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

// pitchLength returns the length of the accidental, letter and octave of the
// note at p, in bytes.
func (r *respeller) pitchLength(p abc.Pos) abc.Pos {
	rest := r.text[p:]
	letter := strings.IndexFunc(rest, func(c rune) bool { return c < 128 && chars.IsLetter(byte(c)) })
	marks := rest[letter+1:]
	return abc.Pos(letter + 1 + len(marks) - len(strings.TrimLeft(marks, ",'")))
}

// key replaces the value of a K: field and keeps the blanks around it, a
// comment and a closing bracket.
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

// compass returns the lowest and highest MIDI key that the tune plays without
// accompaniment; 0 and 127 if it plays no note.
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
