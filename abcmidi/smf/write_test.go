package smf_test

import (
	"bytes"
	"cmp"
	"slices"
	"testing"

	"gitlab.com/gomidi/midi/v2"
	gosmf "gitlab.com/gomidi/midi/v2/smf"

	"charabanc/abcmidi/smf"
	"charabanc/data"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
)

func midiBytes(t *testing.T, s *score.Score) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := smf.Write(&buf, s, smf.Options{}); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// slowMIDI is Write in the plain way: every event a message of its own,
// sorted, and gomidi's writer for delta times, running status and chunks. It
// is the reference that Write's bytes are held to.
func slowMIDI(t *testing.T, s *score.Score) []byte {
	t.Helper()
	division := int64(smf.ExactDivision(s))
	ticks := func(f music.Fraction) int64 { return (2*f.Num()*division + f.Den()) / (2 * f.Den()) }
	type event struct {
		tick  int64
		class int // at one moment: metas of the beginning, ends, controls, lyrics, beginnings
		m     []byte
	}
	file := gosmf.NewSMF1()
	file.TimeFormat = gosmf.MetricTicks(division)
	add := func(events []event) {
		slices.SortStableFunc(events, func(a, b event) int {
			return cmp.Or(cmp.Compare(a.tick, b.tick), cmp.Compare(a.class, b.class))
		})
		var track gosmf.Track
		at := int64(0)
		for _, e := range events {
			track.Add(uint32(e.tick-at), e.m)
			at = e.tick
		}
		track.Close(uint32(max(ticks(s.Length)-at, 0)))
		if err := file.Add(track); err != nil {
			t.Fatal(err)
		}
	}
	conductor := []event{{0, -1, gosmf.MetaTrackSequenceName(s.Title)}}
	for _, c := range s.Tempos {
		conductor = append(conductor, event{ticks(c.At), 0, gosmf.MetaTempo(max(4, c.Quarters.Float()))})
	}
	for _, c := range s.Meters {
		conductor = append(conductor, event{ticks(c.At), 0, smf.MeterMessage(c.Meter)})
	}
	for _, c := range s.Keys {
		conductor = append(conductor, event{ticks(c.At), 0, gosmf.MetaKey(0, !c.Minor, uint8(max(c.Sharps, -c.Sharps)), c.Sharps < 0)})
	}
	add(conductor)
	for i, channel := range smf.Channels(s) {
		v := &s.Voices[i]
		events := []event{{0, -1, gosmf.MetaTrackSequenceName(cmp.Or(v.Name, v.ID))}}
		if v.Role != score.Drums {
			events = append(events, event{0, -1, midi.ProgramChange(channel, uint8(v.Program))})
		}
		bend := int8(0)
		for _, e := range v.Events {
			on := ticks(e.Onset)
			if e.Cents != bend {
				bend = e.Cents
				events = append(events, event{on, 3, midi.Pitchbend(channel, int16(int(bend)*8192/200))})
			}
			off := max(ticks(e.Onset.Add(e.Duration)), on+1)
			events = append(events, event{on, 3, midi.NoteOn(channel, e.Key, e.Velocity)}, event{off, 0, midi.NoteOff(channel, e.Key)})
		}
		for _, c := range v.Controls {
			events = append(events, event{ticks(c.At), 1, smf.ControlMessage(c, channel)})
		}
		for _, l := range v.Lyrics {
			events = append(events, event{ticks(l.At), 2, gosmf.MetaLyric(l.Text)})
		}
		add(events)
	}
	var buf bytes.Buffer
	if _, err := file.WriteTo(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestTracksAreGomidis holds the tracks that are put together as bytes to what
// gomidi writes event by event.
func TestTracksAreGomidis(t *testing.T) {
	for _, text := range []string{
		"X:1\nT:one\nK:C\nCDE|\n", "X:2\nT:two\nK:G\n\"G\"GAB|\n",
		"X:1\nT:t\nM:6/8\nQ:3/8=100\nV:1\nV:2\nK:D\nV:1\n{g}A3-A2^/F[CEG]3|z12|\"A7\"e3 d3|\nw:a b c\nV:2\n%%MIDI program 40\nD,6|[I:MIDI program 41]D,6|\n",
		"X:1\nL:1\nK:C\nC200 D2000 E1999/7 F|\n",
		"X:1\nL:1\nK:C\n[C-E]200|C2000|\n", // two ends with long delta times
	} {
		tune, _ := abc.Parse(text)
		s, _ := play.Play(tune, score.Options{})
		fast, slow := midiBytes(t, s), slowMIDI(t, s)
		if string(fast) != string(slow) {
			t.Errorf("%q\n got % x\nwant % x", text, fast, slow)
		}
	}
}

func TestCorporaTracksAreGomidis(t *testing.T) {
	abctest.CorpusTunes(t, func(src data.Source) {
		tune, _ := abc.ParseSource(src)
		s, _ := play.Play(tune, score.Options{})
		if string(midiBytes(t, s)) != string(slowMIDI(t, s)) {
			t.Errorf("%s:%d: other bytes than gomidi's", src.File, src.Line)
		}
	})
}
