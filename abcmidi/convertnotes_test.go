package abcmidi

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func notesOf(t *testing.T, text string) (string, string) {
	t.Helper()
	p, err := ReadNotes(Source{File: "f", Line: 1, Text: text})
	if p == nil {
		t.Fatal("no performance")
	}
	message := ""
	if err != nil {
		message = err.Error()
	}
	return performed(p), message
}

func TestReadNotes(t *testing.T) {
	tests := []struct{ name, text, want, finding string }{
		{"notes, shifts, parts", "%%notes exact 96\nC4:1 E4:1/2 +1/2 t2 C#3:3/2 +1/2 | t1 G4:1\n\n",
			"division 96; track 0 channel -1 60@0-96 64@0-48 67@96-192; track 1 channel -1 49@48-192", ""},
		{"thirds rounded to ticks", "%%notes exact 1024\nC4:1/3 +1/3 D4:1/3 +1/3 Eb4:1/3\n",
			"division 1024; track 0 channel -1 60@0-341 62@341-683 63@683-1024", ""},
		{"marks", "%%notes exact 96\nm6/8 kF#m q120 t3 drums C2:1 i40\n",
			"division 96 tempo 500000@0 meter 6/8@0 key F#m@0; track 2 channel 9 36@0-96", ""},
		{"no header", "C4:1 +1 D4:1", "division 480; track 0 channel -1 60@0-480 62@480-960", ""},
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
	}
	for _, test := range tests {
		var notes []placedNote
		for _, k := range test.keys {
			notes = append(notes, placedNote{key: k})
		}
		if got := classicToken(notes); got != test.want {
			t.Errorf("%v: %s, want %s", test.keys, got, test.want)
		}
	}
}

// corpusFolder is a folder with a sound file, a broken one, one without notes
// and one that is no MIDI.
func corpusFolder(t *testing.T) string {
	dir := t.TempDir()
	for name, b := range map[string][]byte{
		"b.mid": sampleFile(t), "sub/a.MIDI": sampleFile(t), "broken.mid": sampleFile(t)[:100],
		"silent.mid": rawFile(0, 96, endOfTrack), "notes.txt": []byte("no"),
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		os.MkdirAll(filepath.Dir(path), 0o777)
		if err := os.WriteFile(path, b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestConvertCorpus(t *testing.T) {
	dir := corpusFolder(t)
	out := filepath.Join(t.TempDir(), "notes.txt")
	var left []string
	var last, total int64
	o := NotesOptions{Inputs: []string{dir}, Output: out,
		Report:   func(file string, reason error) { left = append(left, filepath.Base(file)+": "+reason.Error()) },
		Progress: func(done, all int64) { last, total = done, all }}
	sum, err := ConvertCorpus(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"broken.mid: cut off: track 2 has 27 bytes of ", "silent.mid: no notes in it"}; len(left) != 2 || !strings.HasPrefix(left[0], want[0]) || left[1] != want[1] {
		t.Errorf("left out %q, want %q", left, want)
	}
	if last != total || total == 0 {
		t.Errorf("progress ends at %d of %d", last, total)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	pieces := strings.Split(strings.TrimSuffix(string(text), "\n\n"), "\n\n")
	if len(pieces) != 2 || !strings.HasPrefix(pieces[0], "%%notes exact 480\n") || pieces[0] != pieces[1] {
		t.Errorf("not two equal pieces:\n%s", text)
	}
	words := strings.Fields(string(text))
	tokens := len(words) + strings.Count(string(text), "\n")
	slices.Sort(words)
	if kinds := len(slices.Compact(words)) + 1; sum != (NotesSummary{Files: 4, Pieces: 2, Skipped: 2, Notes: 44, Tokens: tokens, Vocabulary: kinds}) {
		t.Errorf("summary %+v; %d tokens, %d kinds", sum, tokens, kinds)
	}

	o.MinCount, o.Output = 5, "-"
	var buf bytes.Buffer
	o.Stdout = &buf
	sum, err = ConvertCorpus(context.Background(), o)
	if err != nil || sum.Rare == 0 || sum.RareKinds == 0 || strings.Contains(buf.String(), "A5:") || !strings.Contains(buf.String(), "C2:1") {
		t.Errorf("min-count: %+v, %v\n%s", sum, err, buf.String())
	}
	if last != total {
		t.Errorf("min-count: progress ends at %d of %d", last, total)
	}
}

func TestConvertCorpusErrors(t *testing.T) {
	dir := corpusFolder(t)
	out := filepath.Join(t.TempDir(), "notes.txt")
	os.WriteFile(out, []byte("old"), 0o666)
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	tests := []struct {
		name string
		ctx  context.Context
		o    NotesOptions
		want string
	}{
		{"missing input", context.Background(), NotesOptions{Inputs: []string{filepath.Join(dir, "none")}}, "no such file"},
		{"empty folder", context.Background(), NotesOptions{Inputs: []string{t.TempDir()}}, "no .mid file in this folder"},
		{"grid", context.Background(), NotesOptions{Inputs: []string{dir}, Text: NoteTextOptions{Grid: -1}}, "grid -1: must be from 1"},
		{"velocity", context.Background(), NotesOptions{Inputs: []string{dir}, Text: NoteTextOptions{Format: ClassicNotes, Velocity: true}}, "classic text has none"},
		{"key", context.Background(), NotesOptions{Inputs: []string{dir}, Text: NoteTextOptions{TransposeTo: "H"}}, `transpose to "H"`},
		{"min-count", context.Background(), NotesOptions{Inputs: []string{dir}, MinCount: 2, Text: NoteTextOptions{Format: ABCNotes}}, "min-count"},
		{"no output", context.Background(), NotesOptions{Inputs: []string{dir}}, "no output named"},
		{"cancelled", cancelled, NotesOptions{Inputs: []string{dir}}, "context canceled"},
	}
	for _, test := range tests {
		if test.name != "no output" {
			test.o.Output = out
		}
		if _, err := ConvertCorpus(test.ctx, test.o); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %s", test.name, err, test.want)
		}
		if b, _ := os.ReadFile(out); string(b) != "old" {
			t.Fatalf("%s: the old output is gone", test.name)
		}
	}
}

func TestTransposeTo(t *testing.T) {
	p, err := readMIDI(sampleFile(t)) // in D
	if err != nil {
		t.Fatal(err)
	}
	before := flat(p, true, true)
	for to, semitones := range map[string]int{"C": -2, "Eb": 1, "F#": 4, "Ab": 6} {
		text, err := p.NoteText(NoteTextOptions{TransposeTo: to})
		if err != nil || !strings.Contains(text, " k"+to+" ") {
			t.Errorf("to %s: %v\n%s", to, err, text)
		}
		q, err := ReadNotes(Source{Text: text})
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
	if !slices.Equal(flat(p, true, true), before) {
		t.Error("the performance itself has been moved")
	}
}

// TestConvertTexts converts ABC and note text side by side, and from standard
// input.
func TestConvertTexts(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	abc := write("tune.abc", "X:1\nK:C\nCDE\n")
	notes := write("notes.txt", "\n\n%%notes exact 96\nC4:1 +1 D4:1\n\n%%notes classic\nE4 odd\n%%notes exact 96\nE4:1\n")
	out := filepath.Join(dir, "out")
	var found []string
	var last, total int64
	o := ConvertOptions{Inputs: []string{abc, notes}, OutDir: out, Progress: func(done, all int64) { last, total = done, all }, Report: func(e *Error) { found = append(found, e.Error()) }}
	sum, err := ConvertTexts(context.Background(), o)
	if want := (Summary{Files: 2, Tunes: 4, Written: 4, Notes: 7, Findings: 1}); err != nil || sum != want {
		t.Errorf("summary %+v, want %+v; %v", sum, want, err)
	}
	if last != total || total == 0 {
		t.Errorf("progress ends at %d of %d", last, total)
	}
	if want := []string{notes + `:7:4: unknown token "odd" passed over`}; !slices.Equal(found, want) {
		t.Errorf("findings %q, want %q", found, want)
	}
	for _, name := range []string{"tune.mid", "notes-0001.mid", "notes-0002.mid", "notes-0003.mid"} {
		b, err := os.ReadFile(filepath.Join(out, name))
		if err == nil {
			_, err = strictSMF(b)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{"%%notes exact 96\nC4:1\n", "X:1\nK:C\nC\n"} {
		o := ConvertOptions{Inputs: []string{"-"}, Stdin: strings.NewReader(text), OutDir: out}
		if sum, err := ConvertTexts(context.Background(), o); err != nil || sum.Notes != 1 {
			t.Errorf("standard input: %+v, %v", sum, err)
		}
		path := filepath.Join(out, "piece.mid")
		if n, err := ConvertPiece(Source{Text: text}, path, ConvertOptions{Score: ScoreOptions{Transpose: 2}}); err != nil || n != 1 {
			t.Errorf("one piece: %d notes, %v", n, err)
		}
	}
	if _, err := ConvertTexts(context.Background(), ConvertOptions{Inputs: []string{filepath.Join(dir, "none")}, OutDir: out}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing input: %v", err)
	}
}

func FuzzNoteText(f *testing.F) {
	f.Add("%%notes exact 480\nm6/8 kD q120\nC4:1 E4:1/2 +1/2 t2 i40 v90 C#3:3/2 +5/2 |\n")
	f.Add("%%notes classic\nE4 4.7.11 E-4\n")
	f.Add("t3 drums C2:341/1024 +1/3 F#9:1/720720 q1 +262143 G4:262144")
	f.Fuzz(func(t *testing.T, text string) {
		p, _ := ReadNotes(Source{Text: text})
		var buf bytes.Buffer
		if err := p.WriteMIDI(&buf); err != nil {
			t.Fatal(err)
		}
		file, err := strictSMF(buf.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, track := range file.tracks {
			n += len(track.notes)
		}
		if n != p.Notes() {
			t.Fatalf("%d notes in the file, %d in the text", n, p.Notes())
		}
	})
}
