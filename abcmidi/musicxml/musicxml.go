package musicxml

import (
	"io"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// doctype names the version of MusicXML.
const doctype = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">`

// Write writes a tune as a MusicXML document. The error is that of out: every tune can be
// written. It returns the number of notes in the document.
func Write(out io.Writer, t *abc.Tune) (notes int, err error) {
	l := layout.Lay(t)
	defer l.Release()
	l.ShareSigns()
	w := &writer{out: out, buf: []byte(doctype)}
	parts := planParts(l)
	w.begin("score-partwise", "version", "4.0")
	w.heading(t)
	w.partList(parts)
	like := longest(parts)
	if len(parts)*len(like) > maxFilled {
		like = nil
	}
	for i, p := range parts {
		notes += p.notes()
		pw := &partWriter{writer: w, part: p, tune: t, leads: i == 0}
		pw.write(like)
	}
	w.end()
	w.buf = append(w.buf, '\n')
	w.flush()
	return notes, w.err
}

// maxFilled bounds the measures of a document in which short voices are filled up.
const maxFilled = 200_000

// planParts plans a part for each voice, and one without a note for a tune without any.
func planParts(l *layout.Layout) (parts []*part) {
	marks := readMarks(l)
	spare := maxRests
	for i, v := range l.Voices {
		if v.Unlisted {
			continue
		}
		v.Measure()
		p := &part{id: partID(len(parts)), voice: v, marks: marks[i], repeats: findRepeats(v), spare: &spare}
		p.addSymbolLines()
		p.ties = tier{items: v.Items, begins: map[int]music.Fraction{}, tones: map[toneOf]tie{}, slurs: map[int][]slurEnd{}}
		parts = append(parts, p)
	}
	if len(parts) == 0 {
		parts = []*part{{id: partID(0), voice: &layout.Voice{}, spare: &spare}}
	}
	for _, p := range parts {
		p.plan()
		p.settle()
	}
	return parts
}

// longest returns the measures of the part that has most of them.
func longest(parts []*part) []measure {
	most := parts[0]
	for _, p := range parts {
		if len(p.measures) > len(most.measures) {
			most = p
		}
	}
	return most.measures
}

// notes returns the number of notes of a part, tied ones counted once for each value.
func (p *part) notes() (n int) {
	for k := range p.measures {
		for _, e := range p.measures[k].events {
			n += len(p.voice.Items[e.item].Tones) * len(e.values)
		}
	}
	return n
}

// addSymbolLines adds the decorations of s: lines to those before the notes.
func (p *part) addSymbolLines() {
	for i := range p.voice.Items {
		if x := p.voice.Items[i].Extra; x != nil {
			for _, name := range x.Symbols {
				p.marks[i].add(&abc.Decoration{Name: name})
			}
		}
	}
}
