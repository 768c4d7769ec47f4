package parts

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"charabanc/abcmidi/smf"
)

// band returns a performance of parts, each "name channel program key", with sixteen notes of a
// quarter, or with so many as a number after them says.
func band(list ...string) *smf.Performance {
	p := &smf.Performance{Title: "t", Division: 96}
	for i, text := range list {
		notes, words := 16, strings.Split(text, " ")
		part := smf.Part{Name: words[0], Track: i + 1}
		key := 0
		fmt.Sscan(strings.Join(words[1:], " "), &part.Channel, &part.Program, &key, &notes)
		part.Channel--
		part.Program--
		for j := range notes {
			on := int64(j) * 96
			part.Notes = append(part.Notes, smf.PlayedNote{On: on, Off: on + 96, Key: uint8(key + j%3), Velocity: 90})
		}
		p.Parts = append(p.Parts, part)
	}
	return p
}

// picked returns the names of the parts with notes.
func picked(p *smf.Performance) string {
	var names []string
	for _, part := range p.Parts {
		if len(part.Notes) > 0 {
			names = append(names, part.Name)
		}
	}
	return strings.Join(names, " ")
}

func TestPick(t *testing.T) {
	p := band("Flute 1 74 84", "Piano 2 1 60", "Bass 3 34 36", "Kit 10 1 90", "Strings 4 49 70 4", "E-Piano 11 5 62")
	for _, test := range []struct{ selection, want string }{
		{"melody", "Flute"},
		{"no-melody", "Piano Bass Kit Strings E-Piano"},
		{"piano", "Piano E-Piano"},
		{"drums", "Kit"},
		{"no-drums", "Flute Piano Bass Strings E-Piano"},
		{"no-drums,no-melody", "Piano Bass Strings E-Piano"},
		{"melody,drums", "Flute Kit"},
		{"channel=3", "Bass"},
		{"channel=1-3,no-channel=2", "Flute Bass"},
		{"program=1-8", "Piano E-Piano"},
		{"program=1", "Piano"},
		{"program=flute", "Flute"},
		{"program=String Ens", "Strings"},
		{"name=p", "Piano E-Piano"},
		{" NAME = bass , Piano", "Piano Bass E-Piano"},
		{"track=2", "Flute"},
		{"track=4-65535", "Bass Kit Strings E-Piano"},
		{"piano,name=bass,no-channel=11", "Piano Bass"},
		{"channel=16", ""},
	} {
		s, err := Parse(test.selection)
		if err != nil {
			t.Errorf("%s: %v", test.selection, err)
			continue
		}
		if got := picked(s.Pick(p)); got != test.want {
			t.Errorf("%s: %s, want %s", test.selection, got, test.want)
		}
		if s.String() != test.selection {
			t.Errorf("%s is said to be %s", test.selection, s)
		}
	}
	if picked(p) != "Flute Piano Bass Kit Strings E-Piano" {
		t.Error("the performance itself has changed")
	}
}

func TestParseFails(t *testing.T) {
	for _, text := range []string{"", "melod", "melody,", "no-", "channel", "channel=", "channel=0", "channel=17", "channel=3-1", "channel=1-", "channel=x",
		"program=129", "program=", "track=0", "name=", "melody=1", "pitch=3", "no-no-drums"} {
		if s, err := Parse(text); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, %v", text, s, err)
		}
	}
}

func TestMelody(t *testing.T) {
	chords := band("Chords 1 1 80")
	for _, n := range slices.Clone(chords.Parts[0].Notes) {
		for _, third := range []uint8{4, 7} {
			n.Key += third
			chords.Parts[0].Notes = append(chords.Parts[0].Notes, n)
		}
	}
	slices.SortFunc(chords.Parts[0].Notes, func(a, b smf.PlayedNote) int { return int(a.On - b.On) })
	chords.Parts = append(chords.Parts, band("Low 2 1 60").Parts...)
	for _, test := range []struct {
		name string
		p    *smf.Performance
		want int
	}{
		{"highest", band("a 1 1 60", "b 2 1 70", "c 3 1 50"), 1},
		{"by name", band("a 1 1 60", "b 2 1 70", "MELODY 3 1 50"), 2},
		{"melody before lead and vocals", band("Lead 1 1 60", "Vocals 2 1 70", "Melodie 3 1 50"), 2},
		{"of several the one with most notes", band("voice1 1 1 60 3", "voice2 2 1 50 9"), 1},
		{"not those at the back", band("back-vocals 1 1 60", "b 2 1 70"), 1},
		{"no part of a word", band("leader 1 1 60", "b 2 1 70"), 1},
		{"no drums", band("Melody 10 1 90", "b 2 1 40"), 1},
		{"too short", band("a 1 1 90 7", "b 2 1 40 16"), 1},
		{"half of it", band("a 1 1 90 8", "b 2 1 40 16"), 0},
		{"chords", chords, 1},
		{"chords alone", &smf.Performance{Division: 96, Parts: chords.Parts[:1]}, 0},
		{"drums alone", band("a 10 1 90"), -1},
		{"nothing", &smf.Performance{Division: 96}, -1},
	} {
		if got := melody(test.p); got != test.want {
			t.Errorf("%s: part %d, want %d", test.name, got, test.want)
		}
	}
}

func TestOf(t *testing.T) {
	p := band("Lead 2 41 60", "Kit 10 9 36 3", "none 3 1 1 0")
	want := []Part{
		{Track: 2, Name: "Lead", Channel: 2, Program: 41, Instrument: "Violin", Notes: 16, Lowest: "C4", Highest: "D4", Begin: 0, End: 16, Melody: true},
		{Track: 3, Name: "Kit", Channel: 10, Instrument: "drums", Notes: 3, Lowest: "C2", Highest: "D2", Begin: 0, End: 3},
	}
	if got := Of(p, nil); !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	s, err := Parse("no-melody")
	if got := Of(p, s); err != nil || !slices.Equal(got, want[1:]) {
		t.Errorf("%v: %+v", err, got)
	}
	if Of(&smf.Performance{Division: 1}, nil) == nil {
		t.Error("no list of no parts")
	}
}

func TestInstrument(t *testing.T) {
	for program, want := range map[int]string{-1: "", 0: "Acoustic Grand Piano", 40: "Violin", 73: "Flute", 80: "Lead 1 (square)", 104: "Sitar", 127: "Gunshot", 128: ""} {
		if got := Instrument(program); got != want {
			t.Errorf("%d: %q, want %q", program, got, want)
		}
	}
}

// FuzzParse reads selections of any text.
func FuzzParse(f *testing.F) {
	f.Add("piano,no-drums,name=x,channel=1-3,program=flute")
	p := band("Lead 2 41 60", "Kit 10 9 36 3")
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := Parse(text); err == nil {
			s.Pick(p)
		}
	})
}
