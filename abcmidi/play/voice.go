package play

import (
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// This file plays the items of a voice in the order of playing and keeps the
// time.

// voicePlayer plays one voice.
type voicePlayer struct {
	*player
	v         *layout.Voice
	layers    []score.Voice  // the voice itself, then each of its overlays; the same again for each other channel
	group     int            // index of the voice itself on the channel in force
	now       music.Fraction // time in the voice itself
	over      music.Fraction // time in the overlay in progress
	last      music.Fraction // the end of the tones that outlast their chords
	setting   *layout.Setting
	asWritten bool  // neither ornaments nor %%MIDI trim change how long a note sounds
	first     bool  // it is the first voice that plays anything: the one with meters, keys and bars
	times     []int // how often each item has been played; nil without lyrics
}

// voice plays a voice and adds it, and its overlays, to the score.
func (pl *player) voice(v *layout.Voice) {
	f := &voicePlayer{player: pl, v: v, first: len(pl.timeline.changes) == 0}
	f.layers = pl.layers[:0]
	for i := range v.Overlays + 1 {
		f.layers = append(f.layers, score.Voice{ID: v.ID, Name: v.Name, Channel: -1})
		pl.tied[i] = pl.tied[i][:0]
	}
	pl.layers = f.layers
	pl.unsorted = pl.unsorted || v.Overlays > 0
	f.items()
	if f.first {
		pl.timeline.endBar(f.now, f.setting)
	}
	for i := range f.layers {
		if !v.Muted && (i == 0 || len(f.layers[i].Events) > 0) {
			pl.score.Voices = append(pl.score.Voices, f.layers[i])
		}
	}
	for _, end := range []music.Fraction{f.now, f.over, f.last} {
		if pl.score.Length.Less(end) {
			pl.score.Length = end
		}
	}
}

// items plays the voice's items. A voice that is too long is cut.
func (f *voicePlayer) items() {
	played, cut := f.v.Unroll(f.order, f.left)
	if cut {
		f.errorf(0, "the tune unrolls to more than %d symbols: voice %s is cut there", layout.MaxPlayed, f.v.ID)
	}
	steps := 0
	for _, s := range played {
		steps += s.To - s.From
	}
	f.left -= steps
	f.layers[0].Events = f.takeEvents(steps)
	if f.v.HasLyrics {
		f.times = make([]int, len(f.v.Items))
	}
	for _, s := range played {
		for i := s.From; i < s.To && !f.tooLong(); i++ {
			f.item(i)
		}
	}
	if f.tooLong() {
		f.errorf(0, "voice %s is longer than %d quarter notes: cut there", f.v.ID, music.MaxLength)
	}
}

func (f *voicePlayer) tooLong() bool { return f.now.Num() > music.MaxLength*f.now.Den() }

// item plays one item.
func (f *voicePlayer) item(i int) {
	it := &f.v.Items[i]
	if it.Lasts() {
		if it.Setting != f.setting {
			f.changeSetting(it.Setting)
		}
		if f.o.Marks {
			f.mark(it)
		}
	}
	switch it.Kind {
	case layout.ItemSound:
		f.chordSymbol(it)
		f.sound(it, i)
	case layout.ItemRest:
		f.chordSymbol(it)
		now := f.clock(it)
		if tied := f.tied[it.Layer]; len(tied) > 0 {
			f.tied[it.Layer] = waiting(tied[:0], tied, *now)
		}
		*now = now.Add(it.Length)
	case layout.ItemOverlay:
		if f.over = f.now.Sub(it.Length); f.over.Num() < 0 {
			f.over = music.Fraction{} // a jump left out the bars that it goes back over
		}
	case layout.ItemControl:
		f.controlItem(it)
	}
	if f.first && it.EndsBar() {
		f.timeline.endBar(f.now, it.Setting)
	}
}

// mark records when an item of the text is played.
func (f *voicePlayer) mark(it *layout.Item) {
	l := f.layer(it)
	l.Marks = append(l.Marks, score.Mark{At: *f.clock(it), Length: it.Length, Pos: int(it.Pos), Rest: it.Kind == layout.ItemRest})
}

// layer returns the voice of the score that an item sounds in.
func (f *voicePlayer) layer(it *layout.Item) *score.Voice { return &f.layers[f.group+int(it.Layer)] }

// clock returns the time in an item's layer, to be moved on.
func (f *voicePlayer) clock(it *layout.Item) *music.Fraction {
	if it.Layer > 0 {
		return &f.over
	}
	return &f.now
}

func (f *voicePlayer) control(c score.Control) {
	f.layers[f.group].Controls = append(f.layers[f.group].Controls, c)
}

// controlItem plays an item of %%MIDI: a control of the voice or of the accompaniment, or the
// program of a channel, whose voices are known when all have been played.
func (f *voicePlayer) controlItem(it *layout.Item) {
	c := score.Control{At: f.now, Status: it.Message[0], Data: [2]byte{it.Message[1], it.Message[2]}}
	switch {
	case c.Status == 0xc0:
		f.programs = append(f.programs, channelProgram{f.now, int(it.Message[2]) - 1, int(it.Message[1])})
	case it.Backing != layout.NoBacking:
		f.backing[it.Backing] = append(f.backing[it.Backing], c)
	default:
		f.control(c)
	}
}

// changeSetting writes into the score what differs between the setting in force
// and a new one.
func (f *voicePlayer) changeSetting(c *layout.Setting) {
	old := f.setting
	f.setting, f.asWritten = c, !f.o.Ornaments && !c.MIDI.Trim.Positive()
	s := f.score
	if old == nil || c.Channel() != old.Channel() {
		f.changeChannel(c, old == nil)
	} else if c.MIDI.Program != old.MIDI.Program && c.MIDI.Program >= 0 && f.o.Program == 0 {
		f.control(score.Control{At: f.now, Status: 0xc0, Data: [2]byte{byte(c.MIDI.Program)}})
	}
	if c.Tempo.Positive() && (old == nil && f.first || old != nil && old.Tempo != c.Tempo) {
		s.Tempos = append(s.Tempos, score.TempoChange{At: f.now, Quarters: c.Tempo})
	}
	if !f.first {
		return
	}
	if (old == nil || old.Meter != c.Meter) && !c.Meter.Free {
		s.Meters = append(s.Meters, score.MeterChange{At: f.now, Meter: c.Meter})
	}
	if old == nil || old.Key != c.Key {
		s.Keys = append(s.Keys, score.KeyChange{At: f.now, Sharps: max(-7, min(7, c.Key.Sharps)), Minor: c.Key.Mode == music.Minor})
	}
	f.timeline.addSetting(f.now, c)
}

// changeChannel goes on to the layers of another MIDI channel. A voice that changes its channel is a
// voice of the score for each.
func (f *voicePlayer) changeChannel(c *layout.Setting, first bool) {
	n := f.v.Overlays + 1
	if !first {
		for i := range n {
			f.tied[i] = f.tied[i][:0]
		}
		for f.group = 0; f.group < len(f.layers); f.group += n {
			if f.layers[f.group].Channel == c.Channel() {
				return
			}
		}
		for range n {
			f.layers = append(f.layers, score.Voice{ID: f.v.ID, Name: f.v.Name, Channel: -1})
		}
		f.player.layers = f.layers
	}
	for i := range n {
		l := &f.layers[f.group+i]
		l.Program, l.Bank = max(c.MIDI.Program, 0), c.MIDI.Bank
		if i == 0 || c.Percussion() { // its overlays, too, are percussion
			l.Channel = c.Channel()
		}
	}
}

// chordSymbol records an item's chord symbol. Those of overlays are ignored.
func (f *voicePlayer) chordSymbol(it *layout.Item) {
	if it.Symbol != nil && it.Layer == 0 && !f.v.Muted {
		f.timeline.addSymbol(f.now, it.Symbol, f.v)
	}
}

// lyric adds an item's syllable. Each time the item is played it takes the next
// verse, and after the last verse the first again.
func (f *voicePlayer) lyric(it *layout.Item, i int, at music.Fraction) {
	syllables := it.Extra.Lyrics
	if len(syllables) == 0 {
		return
	}
	verse := f.times[i] % len(syllables)
	f.times[i]++
	if syllables[verse] != "" {
		l := f.layer(it)
		l.Lyrics = append(l.Lyrics, score.Lyric{At: at, Text: syllables[verse]})
	}
}
