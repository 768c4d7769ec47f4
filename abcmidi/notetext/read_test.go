package notetext

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

// notesOf reads text and returns what was read, and the findings.
func notesOf(t *testing.T, text string) (string, string) {
	t.Helper()
	p, err := Read(data.Source{File: "f", Line: 1, Text: text})
	if p == nil {
		t.Fatal("no performance")
	}
	message := ""
	if err != nil {
		message = err.Error()
	}
	return abctest.Performed(p), message
}

func TestReadNotes(t *testing.T) {
	tests := []struct{ name, text, want, finding string }{
		{"notes, shifts, parts", "%%notes exact 96\nC4:1 E4:1/2 +1/2 t2 C#3:3/2 +1/2 | t1 G4:1\n\n",
			"division 96; track 0 channel -1 60@0-96 64@0-48 67@96-192; track 1 channel -1 49@48-192", ""},
		{"thirds rounded to ticks", "%%notes exact 1024\nC4:1/3 +1/3 D4:1/3 +1/3 Eb4:1/3\n",
			"division 1024; track 0 channel -1 60@0-341 62@341-683 63@683-1024", ""},
		{"marks", "%%notes exact 96\nm6/8 kF#m q120 t3 drums C2:1 i40\n",
			"division 96 tempo 500000@0 meter 6/8@0 key F#m@0; track 2 channel 9 program 40 36@0-96", ""},
		{"no header", "C4:1 +1 D4:1", "division 480; track 0 channel -1 60@0-480 62@480-960", ""},
		{"limits of tokens", "%%notes exact 96\ni127 i128 m255/64 m256/4 m0/4 m4/0 m4/128 q4 +1 q60000 q3 q60001 kC# kG# v127 v128 v0 t1024 t1025 t0 C4:1",
			"division 96 tempo 15000000@0 tempo 1000@96 meter 255/64@0 key C#@96; track 1023 channel -1 60@96-192", `f:2:6: unknown token "i128" passed over (and 11 more)`},
		{"a key of eight flats", "%%notes exact 96\nkDbm kAbm +1 kA#m C4:1", "division 96 key Abm@0 key A#m@96; track 0 channel -1 60@96-192",
			`f:2:1: unknown token "kDbm" passed over`},
		{"a word of control characters", "%%notes exact 96\nC4:1\x01\x1f+1\tD4:1\r\n", "division 96; track 0 channel -1 60@0-96 62@96-192", ""},
		{"the least meter", "%%notes exact 96\nm1/1 C4:1", "division 96 meter 1/1@0; track 0 channel -1 60@0-96", ""},
		{"a part that comes back", "%%notes exact 96\nt2 C4:1 +1 t1 D4:1 t2 E4:1", "division 96; track 0 channel -1 62@96-192; track 1 channel -1 60@0-96 64@96-192", ""},
		{"a shorter length than a tick", "%%notes exact 1\nC4:1/4", "division 1; track 0 channel -1 60@0-1", ""},
		{"a long word", "%%notes exact 96\n" + strings.Repeat("x", 41), "division 96", `f:2:1: unknown token "` + strings.Repeat("x", 40) + `..." passed over`},
		{"a word of 40", "%%notes exact 96\n" + strings.Repeat("x", 40), "division 96", `f:2:1: unknown token "` + strings.Repeat("x", 40) + `" passed over`},
		{"flats of other programs", "%%notes classic E-4 E--1", "division 480; track 0 channel -1 63@0-240", `f:1:21: unknown token "E--1" passed over`},
		{"header and notes on a line", "\ufeff\n %%notes classic C4 13\n", "division 480; track 0 channel -1 60@0-240", `f:2:21: unknown token "13" passed over`},
		{"a header alone", "%%notes", "division 480", ""},
		{"twelve classes", "%%notes classic 0.1.2.3.4.5.6.7.8.9.10.11.0", "division 480", `f:1:17: unknown token "0.1.2.3.4.5.6.7.8.9.10.11.0" passed over`},
		{"classic", "%%notes classic\nE4 4.7.11 E-4 12.4 C-1",
			"division 480; track 0 channel -1 64@0-240 64@240-480 67@240-480 71@240-480 63@480-720 0@720-960",
			`f:2:15: unknown token "12.4" passed over`},
		{"what a network writes", "%%notes exact 96\nC4: +0 H4:1 C4:1 %%notes v900 m6/7 kH q0 t0 +1/0 :: C4:-1 C4:1:1 + | || tt E4:99999999999",
			"division 96; track 0 channel -1 60@0-96", `f:2:1: unknown token "C4:" passed over (and 16 more)`},
		{"bad header", "%%notes odd 96\n", "division 96", `f:1:9: note text "odd" read as exact: must be exact or classic`},
		{"bad division", "%%notes exact 99999 C4:1\n", "division 480; track 0 channel -1 60@0-480", `f:1:15: division "99999" passed over: must be from 1 to 32767`},
		{"too long", "%%notes exact 1\n" + strings.Repeat("+200000 ", 3) + "C4:200000", "division 1; track 0 channel -1 60@200000-262144",
			"f:2:9: longer than 262144 quarter notes: shift passed over (and 1 more)"},
		{"empty", "", "division 480", ""},
	}
	for _, test := range tests {
		got, finding := notesOf(t, test.text)
		if got != test.want || finding != test.finding {
			t.Errorf("%s:\ngot  %s\n     %s\nwant %s\n     %s", test.name, got, finding, test.want, test.finding)
		}
	}
}

func TestClassicTokens(t *testing.T) {
	tests := []struct {
		keys []uint8
		want string
	}{
		{[]uint8{64}, "E4"}, {[]uint8{61}, "C#4"}, {[]uint8{64, 64}, "E4"}, {[]uint8{52, 67, 71}, "4.7.11"},
		{[]uint8{60, 64, 67}, "0.4.7"}, {[]uint8{67, 71, 74}, "7.11.2"}, {[]uint8{60, 72}, "0"}, {[]uint8{59, 60}, "11.0"},
		{[]uint8{60, 63, 66, 69}, "0.3.6.9"}, {[]uint8{60, 62, 67}, "0.2.7"}, {[]uint8{62, 65, 69, 72}, "9.0.2.5"}, {[]uint8{60, 64, 68}, "0.4.8"},
		{[]uint8{60, 61, 64, 66}, "0.1.4.6"}, {[]uint8{60, 65, 66, 71}, "5.6.11.0"},
	}
	for _, test := range tests {
		var notes []placedNote
		for _, k := range test.keys {
			notes = append(notes, placedNote{strike: strike{key: k}})
		}
		if got := string(appendClassicToken(nil, notes)); got != test.want {
			t.Errorf("%v: %s, want %s", test.keys, got, test.want)
		}
	}
}

func TestTransposeTo(t *testing.T) {
	p, err := smf.Read(bytes.NewReader(abctest.SampleFile(t))) // in D
	if err != nil {
		t.Fatal(err)
	}
	before := abctest.Flat(p, true, true)
	for to, semitones := range map[string]int{"C": -2, "Eb": 1, "F#": 4, "Ab": 6} {
		text, err := Text(p, Options{TransposeTo: to})
		if err != nil || !strings.Contains(text, " k"+to+" ") {
			t.Errorf("to %s: %v\n%s", to, err, text)
		}
		q, err := Read(data.Source{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		for i := range q.Parts {
			for j := range q.Parts[i].Notes {
				want := int(p.Parts[i].Notes[j].Key)
				if !p.Parts[i].Drums() {
					want += semitones
				}
				if got := int(q.Parts[i].Notes[j].Key); got != want {
					t.Errorf("to %s: part %d, note %d is %d, want %d", to, i, j, got, want)
				}
			}
		}
	}
	if !slices.Equal(abctest.Flat(p, true, true), before) {
		t.Error("the performance itself has been moved")
	}
}

func FuzzNoteText(f *testing.F) {
	f.Add("%%notes exact 480\nm6/8 kD q120\nC4:1 E4:1/2 +1/2 t2 i40 v90 C#3:3/2 +5/2 |\n")
	f.Add("%%notes classic\nE4 4.7.11 E-4\n")
	f.Add("t3 drums C2:341/1024 +1/3 F#9:1/720720 q1 +262143 G4:262144")
	f.Fuzz(func(t *testing.T, text string) {
		p, _ := Read(data.Source{Text: text})
		var buf bytes.Buffer
		if err := p.WriteMIDI(&buf); err != nil {
			t.Fatal(err)
		}
		file, err := abctest.StrictSMF(buf.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, track := range file.Tracks {
			n += len(track.Notes)
		}
		if n != p.Notes() {
			t.Fatalf("%d notes in the file, %d in the text", n, p.Notes())
		}
	})
}
