package play

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file records when bars, chord symbols and changes of setting are played.

// timeline is what a score does not keep but accompaniment, drums, drones and
// swing are made from. It is recorded while the voices are played.
type timeline struct {
	bars       []playedBar
	symbols    []playedSymbol
	changes    []settingChange
	chordVoice *layout.Voice // the first voice with chord symbols; those of other voices are ignored

	// The bar in progress.
	barStart music.Fraction
	setting  *layout.Setting
}

// playedBar is one bar of the first voice, each time it is played.
type playedBar struct {
	start, end music.Fraction
	phase      music.Fraction // where in a full bar of the meter it begins
	setting    *layout.Setting
}

// playedSymbol is a chord symbol, each time it is played.
type playedSymbol struct {
	at    music.Fraction
	chord *abc.ChordSymbol
}

// settingChange is a change of setting of the first voice.
type settingChange struct {
	at      music.Fraction
	setting *layout.Setting
}

// endBar ends the bar in progress, if anything was played in it; next is the
// setting of the bar that follows.
func (t *timeline) endBar(now music.Fraction, next *layout.Setting) {
	if now.Cmp(t.barStart) <= 0 {
		return
	}
	t.bars = append(t.bars, playedBar{start: t.barStart, end: now, setting: t.setting})
	t.barStart, t.setting = now, next
}

// addSetting records a change of setting. One at the beginning of a bar holds
// for that bar, any other from the next bar on.
func (t *timeline) addSetting(now music.Fraction, s *layout.Setting) {
	if t.setting == nil || now == t.barStart {
		t.setting = s
	}
	t.changes = append(t.changes, settingChange{now, s})
}

// addSymbol records a chord symbol of a voice. Text that is not a chord is
// ignored.
func (t *timeline) addSymbol(now music.Fraction, c *abc.ChordSymbol, v *layout.Voice) {
	if t.chordVoice == nil {
		t.chordVoice = v
	}
	if t.chordVoice == v && !c.Words {
		t.symbols = append(t.symbols, playedSymbol{now, c})
	}
}

// findPhases sets the phase of every bar.
func (t *timeline) findPhases() {
	var p layout.Phaser
	for i := range t.bars {
		bar := &t.bars[i]
		bar.phase = p.Next(bar.end.Sub(bar.start), bar.setting.BarLength)
	}
}

// settingAt returns the setting in force at a time.
func (t *timeline) settingAt(now music.Fraction) *layout.Setting {
	s := t.changes[0].setting
	for _, c := range t.changes {
		if now.Less(c.at) {
			break
		}
		s = c.setting
	}
	return s
}
