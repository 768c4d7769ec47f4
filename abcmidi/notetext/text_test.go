package notetext

import (
	"fmt"
	"strings"
	"testing"

	"charabanc/abcmidi/smf"
)

func TestFormat(t *testing.T) {
	for f, name := range map[Format]string{Exact: "exact", Classic: "classic", ABC: "abc"} {
		if got, err := ParseFormat(name); err != nil || got != f || f.String() != name {
			t.Errorf("%s: %v, %v; format %d is %s", name, got, err, f, f)
		}
	}
	if _, err := ParseFormat("midi"); err == nil || err.Error() != `note format "midi": must be exact, classic or abc` {
		t.Error(err)
	}
	if got := Format(3).String(); got != "unknown format" {
		t.Errorf("format 3 is %q", got)
	}
}

func TestIsNoteText(t *testing.T) {
	for text, want := range map[string]bool{
		"%%notes": true, "%%notes exact 96\n": true, "\ufeff \r\n\t%%notes\nC4:1": true, "%%notes\tclassic": true,
		"": false, "%%note": false, "%%notesx": false, "C4:1 %%notes": false, "X:1\n%%notes": false,
	} {
		if got := IsNoteText(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestValidate(t *testing.T) {
	tests := []struct {
		o    Options
		want string
	}{
		{Options{}, ""},
		{Options{Format: ABC, Grid: 1, TransposeTo: "C", Pedal: true, Number: 7}, ""},
		{Options{Grid: 960, Velocity: true}, ""},
		{Options{Format: 3}, "note format 3: must be exact, classic or abc"},
		{Options{Grid: -1}, "grid -1: must be from 1 to 960 lines a quarter note, or 0 for every tick"},
		{Options{Grid: 961}, "grid 961: must be from 1 to 960 lines a quarter note, or 0 for every tick"},
		{Options{Format: ABC, Velocity: true}, "velocity: abc text has none: use exact"},
		{Options{TransposeTo: "Am"}, `transpose to "Am": must be a major key such as C or Eb`},
		{Options{TransposeTo: "HP"}, `transpose to "HP": must be a major key such as C or Eb`},
		{Options{TransposeTo: "none"}, `transpose to "none": must be a major key such as C or Eb`},
	}
	for _, test := range tests {
		err := test.o.Validate()
		if got := errorText(err); got != test.want {
			t.Errorf("%+v: %s, want %s", test.o, got, test.want)
		}
		text, err := Text(notesAt(96, "60 0 96"), test.o)
		if (err == nil) != (test.want == "") || err != nil && text != "" {
			t.Errorf("%+v: %q, %v", test.o, text, err)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestExactText writes what exact text says beside notes.
func TestExactText(t *testing.T) {
	with := func(p *smf.Performance, change func(*smf.Performance)) *smf.Performance {
		change(p)
		return p
	}
	tests := []struct {
		name string
		p    *smf.Performance
		o    Options
		want string // after the header
	}{
		{"bar lines", notesAt(96, "60 0 96,62 384 480"), Options{}, "C4:1 +4 |\nD4:1\n"},
		{"four bars of rest", notesAt(96, "60 0 96,62 1920 2016"), Options{}, "C4:1 +4 |\n+4 |\n+4 |\n+4 |\n+4 |\nD4:1\n"},
		{"five bars of rest", notesAt(96, "60 0 96,62 2304 2400"), Options{}, "C4:1 +24 |\nD4:1\n"},
		{"five and a half", notesAt(96, "60 0 96,62 2496 2592"), Options{}, "C4:1 +24 |\n+2 D4:1\n"},
		{"parts, programs, drums", with(notesAt(96, "60 0 96", "36 0 96,38 96 192", "62 0 96"), func(p *smf.Performance) {
			p.Parts[1].Channel, p.Parts[2].Program = smf.DrumChannel, 40
		}), Options{}, "t2 drums t3 i40 t1 C4:1 t2 C2:1 t3 D4:1 +1 t2 D2:1\n"},
		{"a part without notes", with(notesAt(96, "60 0 96", "62 0 96"), func(p *smf.Performance) { p.Parts[0].Notes = nil }), Options{}, "D4:1\n"},
		{"velocities", with(notesAt(96, "60 0 96,62 96 192,64 192 288"), func(p *smf.Performance) { p.Parts[0].Notes[2].Velocity = 1 }),
			Options{Velocity: true}, "v80 C4:1 +1 D4:1 +1 v1 E4:1\n"},
		{"a meter, twice", with(notesAt(96, "60 0 96,62 288 384"), func(p *smf.Performance) {
			p.Meters = []smf.MeterMark{{Tick: 0, Num: 3, Den: 4}, {Tick: 288, Num: 3, Den: 4}}
		}), Options{}, "m3/4 C4:1 +3 |\nD4:1\n"},
		{"a meter, again in a bar", with(notesAt(96, "60 0 96,62 384 480"), func(p *smf.Performance) {
			p.Meters = []smf.MeterMark{{Tick: 0, Num: 3, Den: 4}, {Tick: 96, Num: 3, Den: 4}}
		}), Options{}, "m3/4 C4:1 +1 |\nm3/4 +3 |\nD4:1\n"},
		{"a meter later", with(notesAt(96, "60 0 96,62 384 480"), func(p *smf.Performance) {
			p.Meters = []smf.MeterMark{{Tick: 384, Num: 3, Den: 4}}
		}), Options{}, "m4/4 C4:1 +4 |\nm3/4 D4:1\n"},
		{"keys", with(notesAt(96, "60 0 96,62 96 192"), func(p *smf.Performance) {
			p.Keys = []smf.KeyMark{{Tick: 0, Sharps: -3, Minor: true}, {Tick: 50, Sharps: 1}, {Tick: 96, Sharps: 2}}
		}), Options{}, "kCm C4:1 +1 kD D4:1\n"},
		{"tempos", with(notesAt(96, "60 0 96,62 96 192,64 192 288"), func(p *smf.Performance) {
			p.Tempos = []smf.TempoMark{{Tick: 0, Micros: 500_000}, {Tick: 20, Micros: 600_000}, {Tick: 150, Micros: 602_000}}
		}), Options{}, "q120 C4:1 +1 q100 D4:1 +1 E4:1\n"},
		{"the slowest and the fastest", with(notesAt(96, "60 0 96,62 96 192"), func(p *smf.Performance) {
			p.Tempos = []smf.TempoMark{{Tick: 0, Micros: 16_777_215}, {Tick: 96, Micros: 1}}
		}), Options{}, "q4 C4:1 +1 q60000 D4:1\n"},
		{"order of a chord", notesAt(96, "67 0 96,60 0 96,60 0 48", "59 0 96"), Options{}, "C4:1/2 C4:1 G4:1 t2 B3:1\n"},
		{"kept notes", notesAt(96, "60 0 96,61 96 192,62 192 288"), Options{Keep: func(token []byte) bool { return string(token) != "C#4:1" }},
			"C4:1 +2 D4:1\n"},
		{"pedal", with(notesAt(96, "60 0 96,62 192 288"), func(p *smf.Performance) {
			p.Parts[0].Pedal = []smf.PedalMark{{Tick: 0, Down: true}, {Tick: 144}}
		}), Options{Pedal: true}, "C4:3/2 +2 D4:1\n"},
		{"the lowest and the highest", notesAt(96, "0 0 96,127 0 96"), Options{}, "C-1:1 G9:1\n"},
	}
	for _, test := range tests {
		text, err := Text(test.p, test.o)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if got, ok := strings.CutPrefix(text, "%%notes exact 96\n"); !ok || got != test.want+"\n" {
			t.Errorf("%s:\ngot  %q\nwant %q", test.name, got, test.want+"\n")
		}
	}
}

// TestClassicText breaks lines after 16 tokens and leaves out drums.
func TestClassicText(t *testing.T) {
	var list []string
	for i := range 17 {
		list = append(list, fmt.Sprintf("60 %d %d", i*96, i*96+96))
	}
	p := notesAt(96, strings.Join(list, ","), "36 0 96")
	p.Parts[1].Channel = smf.DrumChannel
	text, err := Text(p, Options{Format: Classic})
	if want := "%%notes classic\nC4" + strings.Repeat(" C4", 15) + "\nC4\n\n"; err != nil || text != want {
		t.Errorf("%v\ngot  %q\nwant %q", err, text, want)
	}
	text, err = Text(notesAt(96, "60 0 96,61 96 192"), Options{Format: Classic, Keep: func(token []byte) bool { return string(token) != "C4" }})
	if want := "%%notes classic\nC#4\n\n"; err != nil || text != want {
		t.Errorf("%v\ngot  %q\nwant %q", err, text, want)
	}
}

func TestPitchNames(t *testing.T) {
	for k, name := range pitchNames {
		if got, ok := parsePitchName(name); !ok || int(got) != k {
			t.Errorf("%s is %d, %v, want %d", name, got, ok, k)
		}
	}
	tests := []struct {
		name string
		want int // -1: none
	}{
		{"Db4", 61}, {"B#3", 60}, {"Cb4", 59}, {"Bb-1", 10}, {"Gb9", 126},
		{"G#9", -1}, {"Cb-1", -1}, {"C10", -1}, {"C-2", -1}, {"H4", -1}, {"c4", -1}, {"C", -1}, {"", -1}, {"C##4", -1}, {"C4x", -1},
	}
	for _, test := range tests {
		if got, ok := parsePitchName(test.name); ok != (test.want >= 0) || ok && int(got) != test.want {
			t.Errorf("%q is %d, %v, want %d", test.name, got, ok, test.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, test := range []struct {
		text string
		want string // of the fraction; "": none
	}{
		{"3", "3"}, {"2/4", "1/2"}, {"262144", "262144"}, {"1/720720", "1/720720"}, {"524288/2", "262144"},
		{"262145", ""}, {"1/720721", ""}, {"524289/2", ""}, {"0", ""}, {"1/0", ""}, {"0/2", ""}, {"", ""}, {"/2", ""}, {"1/", ""}, {"-1", ""},
		{"1/2/3", ""}, {"0000000000001", ""}, {"000000000001", "1"}, {"3419270635/17341", "3419270635/17341"}, {"1a", ""}, {"1:", ""},
	} {
		f, ok := parseQuarters(test.text)
		if ok != (test.want != "") || ok && f.String() != test.want {
			t.Errorf("%q: %v, %v, want %q", test.text, f, ok, test.want)
		}
	}
	for _, test := range []struct {
		units, perQuarter int64
		want              string
	}{{96, 96, "1"}, {48, 96, "1/2"}, {144, 96, "3/2"}, {5, 96, "5/96"}, {960, 96, "10"}} {
		if got := string(appendQuarters(nil, test.units, test.perQuarter)); got != test.want {
			t.Errorf("%d of %d: %s, want %s", test.units, test.perQuarter, got, test.want)
		}
	}
}
