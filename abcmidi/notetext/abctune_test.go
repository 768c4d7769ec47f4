package notetext

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
)

// notesAt makes a performance of one part for each list of notes, as
// "key on off" in ticks.
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

// TestTuneText has a tune for each thing that ABC says in its own way, and
// takes every one of them back.
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
		body string // behind the K: line
	}{
		{"beats and lengths", key(notesAt(96, "60 0 96,62 96 144,64 144 192,65 192 336,67 336 384"), 0, false), "C2 DE F3 G |"},
		{"tie over the bar line", key(notesAt(96, "60 0 288,62 288 576,64 576 768"), 0, false), "C6 D2- | D4 E4 |"},
		{"a length no note has", key(notesAt(96, "60 0 240,62 240 384"), 0, false), "C4- C D3 |"},
		{"rests", key(notesAt(96, "60 96 192,62 432 480"), 0, false), "z2 C2 z4 | zD z6 |"},
		{"triplet of ticks", key(notesAt(96, "60 0 32,62 32 64,64 64 96"), 0, false), "(3C/D/E/ z3 |"},
		{"triplet between ticks", key(notesAt(1024, "60 0 341,62 341 683,64 683 1024"), 0, false), "(3C/D/E/ z3 |"},
		{"triplet of two lengths", key(notesAt(96, "60 0 64,62 64 96"), 0, false), "(3:2:2C2D z6 |"},
		{"quintuplet", key(notesAt(480, "60 0 96,62 96 192,64 192 288,65 288 384,67 384 480"), 0, false), "(5:4:5C/4D/4E/4F/4G/4 z3 |"},
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

// TestGrid moves notes to a grid; none is lost, each gets a length.
func TestGrid(t *testing.T) {
	p := notesAt(480, "60 0 3,62 35 470,64 487 1003")
	text, err := Text(p, Options{Grid: 12})
	if err != nil {
		t.Fatal(err)
	}
	if want := "%%notes exact 12\nC4:1/12 +1/12 D4:11/12 +11/12 E4:13/12\n\n"; text != want {
		t.Errorf("got  %q\nwant %q", text, want)
	}
}

// TestGridTicks holds the fractions of every division to its ticks.
func TestGridTicks(t *testing.T) {
	for division := 1; division <= 32767; division += 1 + division/40 {
		for _, g := range []*grid{newGrid(division, 0), newBinaryGrid(division)} {
			last := int64(-1)
			for tick := int64(0); tick <= int64(division); tick++ {
				u := g.at(tick)
				if g.tick(u) != tick || u <= last || g.units > music.MaxDenominator {
					t.Fatalf("division %d: tick %d is %d of %d units, which is tick %d", division, tick, u, g.units, g.tick(u))
				}
				last = u
			}
		}
	}
}
