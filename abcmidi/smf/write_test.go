package smf_test

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"testing"

	"gitlab.com/gomidi/midi/v2"
	gosmf "gitlab.com/gomidi/midi/v2/smf"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

// midiBytes returns the bytes that Write writes.
func midiBytes(t *testing.T, s *score.Score) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := smf.Write(&buf, s, smf.Options{}); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// slowMIDI is a plain version of Write: every event is a message, sorted, and
// gomidi's writer makes delta times, running status and chunks. The tests
// compare Write's bytes with it.
func slowMIDI(t *testing.T, s *score.Score) []byte {
	t.Helper()
	division := int64(smf.ExactDivision(s))
	ticks := func(f music.Fraction) int64 { return (2*f.Num()*division + f.Den()) / (2 * f.Den()) }
	type event struct {
		tick  int64
		class int // order at one tick: -1 first metas, 0 note-offs, 1 controls, 2 lyrics, 3 note-ons
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
		d := smf.MeterData(c.Meter)
		conductor = append(conductor, event{ticks(c.At), 0, gosmf.MetaTimeSig(d[0], 1<<d[1], d[2], d[3])})
	}
	for _, c := range s.Keys {
		conductor = append(conductor, event{ticks(c.At), 0, gosmf.MetaKey(0, !c.Minor, uint8(max(c.Sharps, -c.Sharps)), c.Sharps < 0)})
	}
	add(conductor)
	for i, channel := range s.Channels() {
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

// TestTracksAreGomidis compares the bytes that Write assembles with those that
// gomidi writes event by event.
func TestTracksAreGomidis(t *testing.T) {
	for _, text := range []string{
		"X:1\nT:one\nK:C\nCDE|\n", "X:2\nT:two\nK:G\n\"G\"GAB|\n",
		"X:1\nT:t\nM:6/8\nQ:3/8=100\nV:1\nV:2\nK:D\nV:1\n{g}A3-A2^/F[CEG]3|z12|\"A7\"e3 d3|\nw:a b c\nV:2\n%%MIDI program 40\nD,6|[I:MIDI program 41]D,6|\n",
		"X:1\nL:1\nK:C\nC200 D2000 E1999/7 F|\n",
		"X:1\nL:1\nK:C\n[C-E]200|C2000|\n",  // two ends with long delta times
		"X:1\nL:1/4\nK:C\n[CE]C0[CE2]zC|\n", // notes that overlap, and a rest
		"X:1\nL:1/4\nK:C\n[E^/C]G|\n",       // a quarter tone in a chord
		"X:1\nM:4/4\nL:1/8\nQ:1/4=2\nK:C\nC|[Q:1/4=200][M:7/8][K:Ebm]C2|\n",
	} {
		tune, _ := abc.Parse(text)
		s, _ := play.Play(tune, score.Options{})
		fast, slow := midiBytes(t, s), slowMIDI(t, s)
		if string(fast) != string(slow) {
			t.Errorf("%q\n got % x\nwant % x", text, fast, slow)
		}
	}
}

// TestDivision chooses divisions.
func TestDivision(t *testing.T) {
	tests := []struct {
		name   string
		option int
		dens   []int64 // denominators of the notes' lengths
		want   int     // 0: an error
	}{
		{"halves", 0, []int64{1, 2, 32}, 480},
		{"a denominator of the division", 0, []int64{96}, 480},
		{"septuplets", 0, []int64{7}, 3360},
		{"triplets inside triplets", 0, []int64{9}, 1440},
		{"two at once", 0, []int64{9, 7}, 10080},
		{"finer than any division", 0, []int64{9, 7, 11, 11, 13}, 30240},
		{"the finest multiple", 0, []int64{64 * 17}, 480 * 2 * 17},
		{"one finer", 0, []int64{128 * 17}, 480 * 4 * 17},
		{"much finer", 0, []int64{256 * 17}, 30240},
		{"asked for", 96, []int64{7, 7, 7, 7, 7}, 96},
		{"1", 1, []int64{1, 7, 2, 3, 5}, 1},
		{"32767", 32767, []int64{7}, 32767},
		{"too many", 32768, nil, 0},
		{"too few", -1, nil, 0},
	}
	for _, test := range tests {
		s := &score.Score{Voices: []score.Voice{{}}}
		var at music.Fraction
		for _, den := range test.dens {
			length := music.NewFraction(1, den)
			s.Voices[0].Add(at, length, 60, 90)
			at = at.Add(length)
		}
		var file bytes.Buffer
		err := smf.Write(&file, s, smf.Options{Division: test.option})
		if (err != nil) != (test.want == 0) {
			t.Errorf("%s: error %v", test.name, err)
		}
		if err != nil {
			continue
		}
		p, err := smf.Read(&file)
		if err != nil {
			t.Fatal(err)
		}
		if p.Division != test.want {
			t.Errorf("%s: division %d, want %d", test.name, p.Division, test.want)
		}
		for i, n := range p.Parts[0].Notes {
			if got, want := float64(n.On), s.Voices[0].Events[i].Onset.Float()*float64(p.Division); math.Abs(got-want) > 0.5 {
				t.Errorf("%s: note %d at tick %v, want %v", test.name, i, got, want)
			}
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
