package layout

import "charabanc/abcmidi/abc"

// This file reads V:*, which is no voice (draft of ABC 2.2): its properties hold for all
// voices, and so do the fields after it, up to the next V:.

// declareAll gives all voices the properties of a V:* field. In a voice without music
// those of its own V: come first.
func (l *Layout) declareAll(f *abc.VoiceField, at abc.Pos) {
	if !f.Staff.Given() && f.Program < 0 {
		return
	}
	l.initial.Staff = l.initial.Staff.Merge(f.Staff)
	if f.Program >= 0 {
		l.initial.MIDI.Program = f.Program
	}
	l.eachVoice(func(v *Voice) {
		s := v.ownSetting()
		s.Staff = s.Staff.Merge(f.Staff)
		if f.Program >= 0 {
			s.MIDI.Program = f.Program
		}
		v.add(itemSetting, at)
	})
}

// forAll applies a field to all voices, each where its music is by now, and to those that
// begin later.
func (l *Layout) forAll(f *abc.Field) {
	l.initial.apply(f)
	list, _ := f.Value.(abc.Directives)
	for i := range list {
		if list[i].Name == "voice" { // it names its voice
			l.bodyDirectives(l.voice(), list[i:i+1], f.From)
		}
	}
	l.eachVoice(func(v *Voice) {
		if f.Key != 'I' {
			v.change(f)
		}
		for i := range list {
			if list[i].Name != "voice" {
				v.directive(&list[i], f.From)
			}
		}
	})
}

// eachVoice calls change for each voice with music, and gives the others the initial
// setting. So that many fields for many voices take no more memory than a tune that is
// played, it ends after MaxPlayed changes.
func (l *Layout) eachVoice(change func(v *Voice)) {
	for _, v := range l.Voices {
		if l.shared++; l.shared > MaxPlayed {
			return
		}
		if len(v.Items) == 0 {
			l.refresh(v)
		} else {
			change(v)
		}
	}
}

// change applies a K:, M:, L: or Q: of the body.
func (v *Voice) change(f *abc.Field) {
	v.ownSetting().apply(f)
	if f.Key == 'K' { // a new signature ends the accidentals before it
		v.accidentals.Clear()
	}
	v.add(itemSetting, f.From)
}
