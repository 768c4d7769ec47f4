package musicxml

import (
	"cmp"
	"strconv"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file writes what comes before the measures: titles, people, and the list of parts.

// miscellaneous are the names of the fields that MusicXML has no element for (ABC 2.1
// section 3.1), in the order that they are written.
var miscellaneous = []struct {
	key  byte
	name string
}{
	{'X', "reference number"}, {'R', "rhythm"}, {'O', "origin"}, {'A', "area"}, {'B', "book"}, {'D', "discography"},
	{'F', "file"}, {'G', "group"}, {'H', "history"}, {'N', "notes"}, {'P', "parts"},
}

// heading writes titles, people, sources and the words below the tune.
func (w *writer) heading(t *abc.Tune) {
	titles := fieldTexts(t, 'T')
	if len(titles) > 0 {
		w.begin("work")
		w.text("work-title", titles[0])
		w.end()
	}
	w.begin("identification")
	for _, c := range fieldTexts(t, 'C') {
		w.text("creator", c, "type", "composer")
	}
	if rights := directive(t, "abc-copyright"); rights != "" {
		w.text("rights", rights)
	}
	w.begin("encoding")
	for _, z := range fieldTexts(t, 'Z') {
		w.text("encoder", z)
	}
	w.text("software", "charabanc")
	for _, element := range []string{"accidental", "beam"} {
		w.empty("supports", "element", element, "type", "yes")
	}
	w.empty("supports", "element", "print", "attribute", "new-system", "type", "yes", "value", "yes")
	w.end()
	if source := strings.Join(fieldTexts(t, 'S'), "\n"); source != "" {
		w.text("source", source)
	}
	w.miscellaneous(t, titles)
	w.end()
	if words := strings.Join(fieldTexts(t, 'W'), "\n"); strings.TrimSpace(words) != "" {
		w.begin("credit", "page", "1")
		w.text("credit-type", "lyrics")
		w.text("credit-words", words)
		w.end()
	}
}

// miscellaneous writes the other titles, and the fields without an element of their own.
func (w *writer) miscellaneous(t *abc.Tune, titles []string) {
	type field struct{ name, text string }
	var list []field
	for i, title := range titles {
		if i > 0 {
			list = append(list, field{"alternative title", title})
		}
	}
	for _, m := range miscellaneous {
		for _, text := range fieldTexts(t, m.key) {
			list = append(list, field{m.name, text})
		}
	}
	if len(list) == 0 {
		return
	}
	w.begin("miscellaneous")
	for _, f := range list {
		w.text("miscellaneous-field", f.text, "name", f.name)
	}
	w.end()
}

// fieldTexts returns the texts of the fields of the headers with a key, and of W: fields
// wherever they are.
func fieldTexts(t *abc.Tune, key byte) (texts []string) {
	lists := [][]abc.Node{t.Inherited, t.Header}
	if key == 'W' {
		lists = append(lists, t.Body)
	}
	for _, nodes := range lists {
		for _, n := range nodes {
			if f, ok := n.(*abc.Field); ok && f.Key == key && (f.Text != "" || key == 'W') {
				texts = append(texts, abc.PlainText(f.Text))
			}
		}
	}
	return texts
}

// directive returns what follows the name of a %% directive of the headers, or "".
func directive(t *abc.Tune, name string) string {
	for _, text := range fieldTexts(t, 'I') {
		if rest, ok := strings.CutPrefix(text, name+" "); ok {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}

func partID(i int) string { return "P" + strconv.Itoa(i+1) }

// partList writes the name and the instruments of each part.
func (w *writer) partList(parts []*part) {
	w.begin("part-list")
	for _, p := range parts {
		w.begin("score-part", "id", p.id)
		name, printed := strings.ReplaceAll(cmp.Or(p.voice.Name, p.voice.ID), `\n`, " "), ""
		if len(parts) == 1 && p.voice.Name == "" {
			name, printed = "Melody", "no"
		}
		w.text("part-name", name, "print-object", printed)
		if drums := p.drums(); len(drums) > 0 {
			w.drumKit(p.id, drums)
		} else if s := p.firstSetting(); s != nil {
			w.begin("score-instrument", "id", p.id+"-I1")
			w.text("instrument-name", name)
			w.end()
			w.begin("midi-instrument", "id", p.id+"-I1")
			if s.MIDI.Channel >= 0 {
				w.number("midi-channel", int64(s.MIDI.Channel)+1)
			}
			w.number("midi-program", int64(max(s.MIDI.Program, 0))+1)
			w.end()
		}
		w.end()
	}
	w.end()
}

// firstSetting returns the setting that a voice begins with, nil for one without items.
func (p *part) firstSetting() *layout.Setting {
	for i := range p.voice.Items {
		if it := &p.voice.Items[i]; it.Lasts() {
			return it.Setting
		}
	}
	return nil
}

// drums returns the MIDI keys of the percussion of a voice, rising.
func (p *part) drums() (keys []int) {
	var has [128]bool
	add := func(tones []layout.Tone) {
		for i := range tones {
			has[drumKey(tones[i].Cents)] = true
		}
	}
	for i := range p.voice.Items {
		it := &p.voice.Items[i]
		if !it.Lasts() || !it.Setting.Percussion() {
			continue
		}
		add(it.Tones)
		if it.Extra != nil {
			for _, g := range it.Extra.Graces {
				add(g.Tones)
			}
		}
	}
	for key, ok := range has {
		if ok {
			keys = append(keys, key)
		}
	}
	return keys
}

func drumKey(cents int32) uint8 { return music.FoldKey(int(cents) / 100) }

// drum returns the identifier of the instrument of a drum.
func (p *part) drum(cents int32) string { return p.id + "-D" + strconv.Itoa(int(drumKey(cents))) }

// drumKit writes an instrument for each drum of a part.
func (w *writer) drumKit(id string, keys []int) {
	for _, key := range keys {
		w.begin("score-instrument", "id", id+"-D"+strconv.Itoa(key))
		w.text("instrument-name", "Drum "+strconv.Itoa(key))
		w.end()
	}
	for _, key := range keys {
		w.begin("midi-instrument", "id", id+"-D"+strconv.Itoa(key))
		w.number("midi-channel", music.PercussionChannel+1)
		w.number("midi-unpitched", int64(key)+1)
		w.end()
	}
}

// decimal writes a number in decimals, six at most.
func decimal(f music.Fraction) string {
	s := strconv.FormatFloat(f.Float(), 'f', 6, 64)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}
