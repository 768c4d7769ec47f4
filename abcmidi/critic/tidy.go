package critic

import (
	"slices"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
)

// This file writes generated music in the way that every ABC program reads: each
// repeat has its |:, a double bar ends the tune, a tie ties two notes, an octave is
// written with one kind of letter, chord symbols and decorations are known ones.
// abc2midi warns about the others. What is played stays the same.

// tidy returns header and music, tidied. If that would change what is played, or
// make a sound tune unsound, the repeats stay as they are, or all of the music.
func tidy(header, body string) string {
	text := header + body
	tune, _ := abc.Parse(text)
	for _, n := range tune.Body {
		if f, ok := n.(*abc.Field); ok && f.Key == 'V' {
			return text // a line of several voices goes on in another line
		}
	}
	t := tidier{text: text}
	t.notes(tune.Body)
	notes := len(t.replacements)
	t.repeats(tune.Body)
	before := sounding(tune)
	for _, list := range []replacements{t.replacements, t.replacements[:notes]} {
		if len(list) == 0 {
			break
		}
		tidied := header + keptLines(list.apply(text)[len(header):]) // without lines that are empty now
		if other, _ := abc.Parse(tidied); slices.Equal(before, sounding(other)) && (Critic{}.Sound(tidied) || !(Critic{}).Sound(text)) {
			return tidied
		}
	}
	return text
}

// sounding returns the notes that are played.
func sounding(tune *abc.Tune) (list []score.Event) {
	s, _ := play.Play(tune, score.Options{Accompaniment: score.NoAccompany})
	defer play.Release(s)
	for _, v := range s.Voices {
		list = append(list, v.Events...)
	}
	return list
}

// tidier lists what has to be replaced in a text.
type tidier struct {
	text string
	replacements
}

// sections is the way through the repeats of a tune.
type sections struct {
	*tidier
	begins abc.Pos  // of the section's music; -1 before it
	before *abc.Bar // the bar line before the section, if only blanks are between
	open   *abc.Bar // a |: that is not closed
	ending bool     // a second or later ending: its :| needs no |:
	last   *abc.Bar // the bar line with no music after it so far
}

// repeats gives each :| its |:, where the section begins: at the beginning, a double
// bar, a part, or after the :| before it. A |: that is never closed becomes a bar line.
func (t *tidier) repeats(body []abc.Node) {
	s := sections{tidier: t, begins: -1}
	for _, n := range body {
		switch n := n.(type) {
		case *abc.Field:
			switch {
			case n.Key == 'P':
				s.close("||")
				s.next(nil)
			case s.begins < 0:
				s.before = nil
			}
		case *abc.Bar:
			s.last = n
			s.bar(n)
		case *abc.LineEnd:
			if s.begins < 0 {
				s.before = nil
			}
		case *abc.Space, *abc.Comment:
		case *abc.Ending:
			s.ending = s.ending || n.Numbers[0] > 1
		default:
			s.last = nil
			if s.begins < 0 {
				s.begins = n.Pos()
			}
		}
	}
	s.close("|]")
	s.next(nil)
}

// close writes a bar line at the end of a part or the tune as a double bar: the bar
// before it may be short.
func (s *sections) close(double string) {
	if s.last != nil && s.text[s.last.From:s.last.To] == "|" {
		s.replace(s.last.From, s.last.To, double)
	}
}

// next begins a section after a bar line, or after nil at a part and at the end.
func (s *sections) next(bar *abc.Bar) {
	if s.open != nil {
		s.notOpened(s.open)
	}
	if bar == nil || bar.Start > 0 {
		s.open = bar
	}
	s.begins, s.before, s.ending = -1, bar, false
}

func (s *sections) bar(n *abc.Bar) {
	if n.End > 0 {
		if s.open == nil && s.begins >= 0 && !s.ending {
			s.begin(s.before, s.begins)
		}
		s.open = nil
	}
	switch {
	case n.End > 0 || n.Start > 0:
		s.next(n)
	case s.open == nil && (n.Style == abc.DoubleBar || n.Style == abc.ThinThickBar):
		s.next(n)
	case s.begins < 0:
		s.begins = n.From
	}
}

// notOpened writes a |: that is not closed as a bar line, and :: as :|.
func (t *tidier) notOpened(n *abc.Bar) {
	switch t.text[n.From:n.To] {
	case "|:":
		t.replace(n.From, n.To, "|")
	case "::", ":|:", ":||:":
		t.replace(n.From, n.To, ":|")
	}
}

// begin writes |: where a section begins. A :| right before it becomes ::, and a
// double bar |:.
func (t *tidier) begin(before *abc.Bar, at abc.Pos) {
	written := ""
	if before != nil {
		written = t.text[before.From:before.To]
	}
	switch {
	case written == ":|":
		t.replace(before.From, before.To, "::")
	case written == "||":
		t.replace(before.From, before.To, "|:")
	case strings.HasPrefix(t.text[at:], "|"):
		t.replace(at, at+1, "|:")
	default:
		t.replace(at, at, "|:")
	}
}

// notes tidies notes, ties and chord symbols.
func (t *tidier) notes(nodes []abc.Node) {
	var tied *abc.Note // the note before
	for _, n := range nodes {
		switch n := n.(type) {
		case *abc.Note:
			t.octave(n)
			t.tie(tied, n)
			if tied = nil; n.Tie {
				tied = n
			}
		case *abc.Chord:
			if tied = nil; n.Tie {
				return // chords are tied note by note: leave them
			}
		case *abc.Rest, *abc.Field:
			t.tie(tied, nil)
			tied = nil
		case *abc.Symbol:
			t.chordSymbol(n)
		case *abc.Decoration:
			if n.Name == "" { // a letter without a meaning
				t.replace(n.From, n.To, "")
			}
		}
	}
	t.tie(tied, nil)
}

// tie writes the - of a tie right after its note, as ABC 2.1 section 4.11 has it. If
// the next note is another one, it removes the -. A note that is nil is none.
func (t *tidier) tie(n, next *abc.Note) {
	if n == nil {
		return
	}
	// An accidental holds across a tie.
	same := next != nil && n.Pitch.Step == next.Pitch.Step &&
		(!next.Pitch.Accidental.Written() || n.Pitch.Accidental == next.Pitch.Accidental)
	if same && strings.HasPrefix(t.text[n.To:], "-") {
		return
	}
	if same {
		t.replace(n.To, n.To, "-")
	}
	for i := n.To; int(i) < len(t.text) && strings.IndexByte(" \t\n\\|-", t.text[i]) >= 0; i++ {
		if t.text[i] == '-' {
			t.replace(i, i+1, "")
		}
	}
}

// octave writes c for C' and C for c,.
func (t *tidier) octave(n *abc.Note) {
	written := t.text[n.From:n.To]
	letter := strings.IndexAny(written, "ABCDEFGabcdefg")
	marks := len(written[letter+1:]) - len(strings.TrimLeft(written[letter+1:], "',"))
	text := string(abc.AppendPitch(nil, music.Pitch{Step: n.Pitch.Step}))
	if end := letter + 1 + marks; marks > 0 && written[letter:end] != text {
		t.replace(n.From+abc.Pos(letter), n.From+abc.Pos(end), text)
	}
}

// chordKinds are other names of kinds of chords. d and a are the Nottingham corpus's
// dim and aug.
var chordKinds = map[string]string{"d": "dim", "d7": "dim7", "a": "aug", "a7": "aug7"}

// chordSymbol removes a chord symbol that is none, and writes dim and aug in full.
func (t *tidier) chordSymbol(s *abc.Symbol) {
	if s.Place != 0 {
		return
	}
	_, quality, ok := abc.ChordRoot(s.Text)
	if _, known := abc.ParseChord(s.Text); !known || !ok {
		t.replace(s.From, s.To, "")
		return
	}
	kind, _, _ := strings.Cut(quality, "/")
	if name, other := chordKinds[kind]; other {
		root := strings.TrimSuffix(s.Text, quality)
		t.replace(s.From, s.To, `"`+root+name+strings.TrimPrefix(quality, kind)+`"`)
	}
}
