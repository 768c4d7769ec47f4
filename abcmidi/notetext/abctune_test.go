package notetext

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
)

// notesAt returns a performance of one part for each list of notes, as "key on
// off" in ticks.
func notesAt(division int, parts ...string) *smf.Performance {
	p := &smf.Performance{Title: "t", Division: division}
	for i, list := range parts {
		part := smf.Part{Track: i, Channel: i}
		for _, s := range strings.Split(list, ",") {
			n := smf.PlayedNote{Velocity: 80}
			if _, err := fmt.Sscan(s, &n.Key, &n.On, &n.Off); err != nil {
				panic(s)
			}
			part.Notes = append(part.Notes, n)
			p.End = max(p.End, n.Off)
		}
		p.Parts = append(p.Parts, part)
	}
	return p
}

// TestTuneText has a tune for each thing that ABC says in its own way, and reads
// each of them back.
func TestTuneText(t *testing.T) {
	key := func(p *smf.Performance, sharps int, minor bool) *smf.Performance {
		p.Keys = append(p.Keys, smf.KeyMark{Tick: p.End * int64(len(p.Keys)) / 2, Sharps: sharps, Minor: minor})
		return p
	}
	meter := func(p *smf.Performance, tick int64, num, den int) *smf.Performance {
		p.Meters = append(p.Meters, smf.MeterMark{Tick: tick, Num: num, Den: den})
		return p
	}
	tests := []struct {
		name string
		p    *smf.Performance
		body string // after the K: line
	}{
		{"beats and lengths", key(notesAt(96, "60 0 96,62 96 144,64 144 192,65 192 336,67 336 384"), 0, false), "C2 DE F3 G |"},
		{"tie over the bar line", key(notesAt(96, "60 0 288,62 288 576,64 576 768"), 0, false), "C6 D2- | D4 E4 |"},
		{"a length no note has", key(notesAt(96, "60 0 240,62 240 384"), 0, false), "C4- C D3 |"},
		{"rests", key(notesAt(96, "60 96 192,62 432 480"), 0, false), "z2 C2 z4 | zD z6 |"},
		{"triplet of ticks", key(notesAt(96, "60 0 32,62 32 64,64 64 96"), 0, false), "(3C/D/E/ z3 |"},
		{"triplet between ticks", key(notesAt(1024, "60 0 341,62 341 683,64 683 1024"), 0, false), "(3C/D/E/ z3 |"},
		{"triplet of two lengths", key(notesAt(96, "60 0 64,62 64 96"), 0, false), "(3:2:2C2D z6 |"},
		{"quintuplet", key(notesAt(480, "60 0 96,62 96 192,64 192 288,65 288 384,67 384 480"), 0, false), "(5:4:5C/4D/4E/4F/4G/4 z3 |"},
		{"quintuplet between ticks", key(notesAt(76, "60 0 15,62 15 30,64 30 46,65 46 61,67 61 76"), 0, false), "(5:4:5C/4D/4E/4F/4G/4 z3 |"},
		{"a bar of 3/8 is one beam", meter(key(notesAt(96, "60 0 48,62 48 96,64 96 144,65 144 192,67 192 288"), 0, false), 0, 3, 8), "CDE | FG2 |"},
		{"5/8 has beams of two", meter(key(notesAt(96, "60 0 48,62 48 96,64 96 144,65 144 192,67 192 240"), 0, false), 0, 5, 8), "CD EF G |"},
		{"rests of a coarse division", meter(key(notesAt(2, "60 0 1,62 6 7"), 0, false), 0, 3, 8), "Cz2 | Z | Dz2 |"},
		{"long silence up to a key", key(key(notesAt(96, "60 0 96,60 38400 38496"), 0, false), 2, false), "C z3 | Z3 |\nZ46 |\nZ |\n[K:D]Z49 |\n=C z3 |"},
		{"off the grid", key(notesAt(96, "60 1 95"), 0, false), "z/48C47/24z289/48 |"},
		{"chord", key(notesAt(96, "60 0 96,64 0 96,67 0 96"), 0, false), "[CEG] z3 |"},
		{"sharps of the key", key(notesAt(96, "66 0 48,65 48 96,66 96 144,61 144 192"), 2, false), "F=F ^FC z4 |"},
		{"leading note", key(notesAt(96, "69 0 48,68 48 96,63 96 144,70 144 192"), 0, true), "A^G ^D_B z4 |"},
		{"flats of the key", key(notesAt(96, "63 0 48,70 48 96,66 96 144,75 144 192"), -3, false), "EB _Ge z4 |"},
		{"accidental holds in every octave", key(notesAt(96, "66 0 48,78 48 96,77 96 144,65 144 192"), 0, false), "^Ff =fF z4 |"},
		{"accidental tied over the bar", key(notesAt(96, "66 288 432,66 432 480,65 480 528"), 0, false), "z6 ^F2- | ^FF =Fz3 z2 |"},
		{"twins", key(notesAt(96, "65 0 192,66 0 96"), 1, false), "V:1\nV:2\n[V:1] F z3 |\n[V:2] =F2 z2 |"},
		{"compound meter", meter(key(notesAt(96, "60 0 48,62 48 96,64 96 144,65 144 288"), 0, false), 0, 6, 8), "CDE F3 |"},
		{"changes", meter(meter(key(key(notesAt(96, "60 0 288,66 288 576"), 0, false), 2, false), 0, 3, 4), 288, 2, 4), "C6 |\n[M:2/4][K:D]F4- | F2 z2 |"},
		{"long silence", key(notesAt(96, "60 0 96,60 38400 38496"), 0, false), "C z3 | Z3 |\nZ96 |\nC z3 |"},
		{"two parts", key(notesAt(96, "72 0 384", "48 0 192,50 192 384"), 0, false), "V:1\nV:2 clef=bass\n[V:1] c8 |\n[V:2] C,4 D,4 |"},
		{"two lines of a part", key(notesAt(96, "60 0 384,72 0 96,74 96 384"), 0, false), "V:1\nV:2\n[V:1] c d3 |\n[V:2] C4 |"},
		{"one key twice", key(notesAt(96, "60 0 192,60 96 288"), 0, false), "V:1\nV:2\n[V:1] C4 z4 |\n[V:2] z2 C4 z2 |"},
		{"more than streams", key(notesAt(96, "60 0 384,62 24 384,64 48 384,65 72 384,67 96 384"), 0, false), ""},
		{"ticks no length can say", key(notesAt(16381, "60 0 5461,62 5461 16380,64 16381 40000"), 0, false), ""},
		{"a very long note", key(notesAt(96, "60 0 960000"), 0, false), ""},
		{"a meter no grid divides", meter(key(notesAt(5, "60 0 3,62 3 4,64 4 31"), 0, false), 0, 7, 16), ""},
	}
	for _, test := range tests {
		text, err := Text(test.p, Options{Format: ABC})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		_, body, _ := strings.Cut(text, "K:")
		_, body, _ = strings.Cut(body, "\n")
		if body = strings.TrimSpace(body); test.body != "" && body != test.body {
			t.Errorf("%s:\ngot  %s\nwant %s", test.name, body, test.body)
		}
		back, _ := abcRound(t, test.p, Options{})
		if got, want := abctest.Flat(back, false, false), abctest.Flat(test.p, false, false); !slices.Equal(got, want) {
			t.Errorf("%s: %v come back, want %v\n%.500s", test.name, got, want, text)
		}
		back = exactRound(t, test.p, Options{})
		if got, want := abctest.Flat(back, true, false), abctest.Flat(test.p, true, false); !slices.Equal(got, want) {
			t.Errorf("%s: %v come back of exact text, want %v", test.name, got, want)
		}
	}
}

// TestTuneHeader writes headers and fields in the line.
func TestTuneHeader(t *testing.T) {
	tests := []struct {
		name   string
		change func(*smf.Performance)
		o      Options
		want   string
	}{
		{"usual", func(*smf.Performance) {}, Options{}, "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nC D E F | C4 |\n\n"},
		{"number", func(*smf.Performance) {}, Options{Number: 7}, "X:7\nT:t\nM:4/4\nL:1/4\nK:C\nC D E F | C4 |\n\n"},
		{"title", func(p *smf.Performance) { p.Title = " 50%\n\x7foff " }, Options{}, "X:1\nT:50\\% off\nM:4/4\nL:1/4\nK:C\nC D E F | C4 |\n\n"},
		{"no title", func(p *smf.Performance) { p.Title = "\x7f" }, Options{}, "X:1\nT:Untitled\nM:4/4\nL:1/4\nK:C\nC D E F | C4 |\n\n"},
		{"tempos", func(p *smf.Performance) {
			p.Tempos = []smf.TempoMark{{Tick: 0, Micros: 500_000}, {Tick: 96, Micros: 480_000}, {Tick: 192, Micros: 700_000}}
		}, Options{}, "X:1\nT:t\nM:4/4\nL:1/4\nQ:1/4=120\nK:C\nC D E F | [Q:1/4=85.7]C4 |\n\n"},
		{"a tempo later", func(p *smf.Performance) { p.Tempos = []smf.TempoMark{{Tick: 384, Micros: 1}} }, Options{},
			"X:1\nT:t\nM:4/4\nL:1/4\nK:C\nC D E F | [Q:1/4=10000]C4 |\n\n"},
		{"a slow tempo", func(p *smf.Performance) { p.Tempos = []smf.TempoMark{{Tick: 0, Micros: 120_000_000}} }, Options{},
			"X:1\nT:t\nM:4/4\nL:1/4\nQ:1/4=1\nK:C\nC D E F | C4 |\n\n"},
		{"program", func(p *smf.Performance) { p.Parts[0].Program = 40 }, Options{}, "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n%%MIDI program 40\nC D E F | C4 |\n\n"},
		{"drums", func(p *smf.Performance) { p.Parts[0].Channel = smf.DrumChannel }, Options{}, "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n%%MIDI channel 10\nC D E F | C4 |\n\n"},
		{"a name", func(p *smf.Performance) {
			p.Parts[0].Name = `the "A" \ B`
			p.Parts = append(p.Parts, smf.Part{Name: "t", Program: 1, Notes: []smf.PlayedNote{{On: 0, Off: 384, Key: 56}}})
		}, Options{}, "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nV:1 name=\"the 'A' / B\"\nV:2 clef=bass\nV:2\n%%MIDI program 1\n" +
			"[V:1] C D E F | C4 |\n[V:2] ^G,4 | Z |\n\n"},
	}
	for _, test := range tests {
		p := notesAt(96, "60 0 96,62 96 192,64 192 288,65 288 384,60 384 768")
		p.Keys = []smf.KeyMark{{}}
		test.change(p)
		test.o.Format = ABC
		got, err := Text(p, test.o)
		if err != nil || got != test.want {
			t.Errorf("%s: %v\ngot  %q\nwant %q", test.name, err, got, test.want)
		}
	}
}

// TestManyVoices writes a tune of a thousand voices and reads it back.
func TestManyVoices(t *testing.T) {
	var keys []string
	for i := range maxTuneVoices {
		keys = append(keys, fmt.Sprintf("%d %d %d", 20+i%90, 96*(i%7), 96*(i%7)+96))
	}
	p := notesAt(96, keys...)
	text, err := Text(p, Options{Format: ABC})
	if err != nil {
		t.Fatal(err)
	}
	tune, err := abc.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	s, err := play.Play(tune, score.Options{})
	if got := scoreNotes(s, 96); err != nil || abctest.Common(got, abctest.Flat(p, false, false)) != maxTuneVoices {
		t.Errorf("%v: %d notes", err, len(got))
	}
}

// TestLastBar writes a note at the end of the longest tune there may be, whose last bar would be
// longer than that.
func TestLastBar(t *testing.T) {
	p := notesAt(1, "60 0 1,62 262143 262144", "48 0 1")
	p.Meters = []smf.MeterMark{{Num: 3, Den: 4}}
	text, err := Text(p, Options{Format: ABC})
	if err != nil {
		t.Fatal(err)
	}
	tune, err := abc.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	s, err := play.Play(tune, score.Options{})
	if got := scoreNotes(s, 1); err != nil || abctest.Common(got, abctest.Flat(p, false, false)) != 3 {
		t.Errorf("%v: %v\n%s", err, got, text)
	}
}

// TestTuneLimits wants errors for what is too large, and %%division for what is
// too fine.
func TestTuneLimits(t *testing.T) {
	parts := func(n int) *smf.Performance { return notesAt(96, slices.Repeat([]string{"60 0 96"}, n)...) }
	twice := func(n int) *smf.Performance {
		return notesAt(96, strings.Join(slices.Repeat([]string{"60 0 96"}, n), ","))
	}
	tests := []struct {
		name     string
		p        *smf.Performance
		err      string
		division bool
	}{
		{"1000 parts", parts(1000), "", false},
		{"1001 parts", parts(1001), "abc of more than 1000 voices: choose exact, or some parts", false},
		{"one key 1000 times", twice(1000), "", false},
		{"one key 1001 times", twice(1001), "abc of more than 1000 voices: choose exact, or some parts", false},
		{"a long note in bars of 1/64", func() *smf.Performance {
			p := notesAt(16, "60 0 4194304")
			p.Meters = []smf.MeterMark{{Num: 1, Den: 64}}
			return p
		}(), "abc of more than 16 MiB: choose exact, or some parts", false},
		{"division 32640", notesAt(32640, "60 0 32640"), "", false},
		{"division 1025", notesAt(1025, "60 0 1025"), "", true},
		{"a third that is no tick", notesAt(1024, "60 0 341"), "", true},
		{"a quarter of the same", notesAt(1024, "60 0 256"), "", false},
	}
	for _, test := range tests {
		text, err := Text(test.p, Options{Format: ABC})
		if got := errorText(err); got != test.err {
			t.Errorf("%s: error %q, want %q", test.name, got, test.err)
		}
		if got := strings.Contains(text, "%%division"); got != test.division {
			t.Errorf("%s: division %v, want %v", test.name, got, test.division)
		}
	}
}
