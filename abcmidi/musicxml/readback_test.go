package musicxml_test

import (
	"bufio"
	"cmp"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/musicxml"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/data"
)

// This file reads documents back by music21, a library for Python, if it is there, and
// compares the notes with those of the layout and those that play plays.

// python returns the Python that has music21: the one that CHARABANC_PYTHON names, or
// python3.
func python(t *testing.T) string {
	name := cmp.Or(os.Getenv("CHARABANC_PYTHON"), "python3")
	if err := exec.Command(name, "-c", "import music21").Run(); err != nil {
		t.Skipf("%s has no music21 (%v): documents are not read back", name, err)
	}
	return name
}

// reading is what music21 has read of a document.
type reading struct {
	Failed, Error string
	Written       [][]readNote
	Sounding      [][]readNote
}

// readNote is a note: onset and length in quarter notes, and cents.
type readNote struct {
	onset, length music.Fraction
	cents         int
}

func (n *readNote) UnmarshalJSON(text []byte) error {
	var onset, length string
	if err := json.Unmarshal(text, &[]any{&onset, &length, &n.cents}); err != nil {
		return err
	}
	n.onset, n.length = fraction(onset), fraction(length)
	return nil
}

func fraction(s string) music.Fraction {
	num, den, _ := strings.Cut(s, "/")
	n, _ := strconv.ParseInt(num, 10, 64)
	d, _ := strconv.ParseInt(cmp.Or(den, "1"), 10, 64)
	return music.NewFraction(n, d)
}

func compareNotes(a, b readNote) int {
	return cmp.Or(a.onset.Cmp(b.onset), a.cents-b.cents, a.length.Cmp(b.length))
}

// readBack writes the tunes and returns what music21 reads.
func readBack(t *testing.T, tunes []*abc.Tune) (list []reading) {
	folder := t.TempDir()
	command := exec.Command(python(t), filepath.Join("testdata", "readback.py"))
	for i, tune := range tunes {
		name := filepath.Join(folder, strconv.Itoa(i)+".musicxml")
		file, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := musicxml.Write(file, tune); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		command.Args = append(command.Args, name)
	}
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var r reading
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatalf("%v: %.200s", err, lines.Text())
		}
		list = append(list, r)
	}
	if err := command.Wait(); err != nil || len(list) != len(tunes) {
		t.Fatalf("%d of %d documents read: %v", len(list), len(tunes), err)
	}
	return list
}

// written returns the notes of each voice of a tune in the order of the text.
func written(t *abc.Tune) (voices [][]readNote) {
	l := layout.Lay(t)
	defer l.Release()
	l.ShareSigns()
	for _, v := range l.Voices {
		v.Measure()
		var notes []readNote
		var now, over music.Fraction
		tied := map[[2]int]int{} // the cents of the tied tones before, by layer and step
		for i := range v.Items {
			it := &v.Items[i]
			if it.Kind == layout.ItemOverlay {
				over = now.Sub(it.Length)
			}
			if !it.Lasts() || !it.Length.Positive() {
				continue
			}
			clock := &now
			if it.Layer > 0 {
				clock = &over
			}
			before := tied
			tied = map[[2]int]int{}
			for k, c := range before {
				if k[0] != int(it.Layer) {
					tied[k] = c
				}
			}
			for _, tone := range it.Tones {
				s := it.Setting
				n := readNote{*clock, it.Length, int(tone.Cents) - 100*(s.Staff.Transpose+s.MIDI.Transpose+s.MIDI.Rtranspose)}
				if s.Percussion() {
					n.cents = 0
				}
				key := [2]int{int(it.Layer), int(tone.Step)}
				if c, ok := before[key]; ok && !tone.Written {
					n.cents = c
				}
				if tone.Tie {
					tied[key] = n.cents
				}
				notes = append(notes, n)
			}
			*clock = clock.Add(it.Length)
		}
		voices = append(voices, notes)
	}
	return voices
}

// covers reports whether the notes that were read are those of a voice, each of which may
// be several that follow each other. It returns the first that is not there.
func covers(read, voice []readNote) (missing readNote, ok bool) {
	slices.SortStableFunc(voice, compareNotes)
	left := slices.Clone(read)
	for _, n := range voice {
		at, length := n.onset, n.length
		for length.Positive() {
			i := slices.IndexFunc(left, func(r readNote) bool {
				return r.onset.Cmp(at) == 0 && r.cents == n.cents && r.length.Cmp(length) <= 0
			})
			if i < 0 {
				return n, false
			}
			at, length = at.Add(left[i].length), length.Sub(left[i].length)
			left = slices.Delete(left, i, i+1)
		}
	}
	if len(left) > 0 {
		return left[0], false
	}
	return readNote{}, true
}

// plain returns a tune without what changes how notes sound but not which they are, and
// without an order of parts.
func plain(src data.Source) *abc.Tune {
	t, _ := abc.ParseSource(src)
	t.Header = slices.DeleteFunc(t.Header, func(n abc.Node) bool {
		f, ok := n.(*abc.Field)
		return ok && (f.Key == 'P' || f.Key == 'Y')
	})
	t.Body = plainNodes(t.Body)
	return t
}

func plainNodes(list []abc.Node) []abc.Node {
	for _, n := range list {
		switch n := n.(type) {
		case *abc.MacroUse:
			n.Inner = plainNodes(n.Inner)
		case *abc.Chord:
			n.Inner = plainNodes(n.Inner)
		}
	}
	return slices.DeleteFunc(list, func(n abc.Node) bool {
		switch n := n.(type) {
		case *abc.Grace:
			return true
		case *abc.Decoration:
			return n.Name == "staccato" || n.Name == "wedge"
		}
		return false
	})
}

// sounding returns the notes that play plays.
func sounding(t *abc.Tune) (notes []readNote) {
	s, _ := play.Play(t, score.Options{Accompaniment: score.NoAccompany})
	for _, v := range s.Voices {
		if v.Role != score.Melody {
			continue
		}
		for _, e := range v.Events {
			notes = append(notes, readNote{e.Onset, e.Duration, 100*int(e.Key) + int(e.Cents)})
		}
	}
	slices.SortFunc(notes, compareNotes)
	return notes
}

// counts is how many tunes are the same read back.
type counts struct{ tunes, written, expanded, sounding int }

// compare reads tunes back and counts. Every one must have the notes as they are written.
func compare(t *testing.T, sources []data.Source, log func(string, ...any)) (c counts) {
	var tunes []*abc.Tune
	for _, src := range sources {
		tunes = append(tunes, plain(src))
	}
	for i, r := range readBack(t, tunes) {
		if strings.Contains(r.Failed, "incorrect accidental") { // music21 has no eighths of tones
			continue
		}
		c.tunes++
		name := sources[i].File + ":" + strconv.Itoa(sources[i].Line)
		if r.Failed != "" {
			log("%s: not read: %s", name, r.Failed)
			continue
		}
		voices := written(tunes[i])
		same := len(voices) == len(r.Written) || len(voices) == 0
		for k, voice := range voices {
			if !same {
				break
			}
			if missing, ok := covers(r.Written[k], voice); !ok {
				log("%s: part %d: as written: %v", name, k+1, missing)
				same = false
			}
		}
		if same {
			c.written++
		}
		if r.Error != "" {
			log("%s: repeats: %s", name, r.Error)
			continue
		}
		c.expanded++
		got := slices.Concat(r.Sounding...)
		slices.SortFunc(got, compareNotes)
		want := sounding(tunes[i])
		if slices.EqualFunc(got, want, equalNotes) {
			c.sounding++
		} else {
			k := 0
			for k < len(got) && k < len(want) && equalNotes(got[k], want[k]) {
				k++
			}
			log("%s: as played: %d notes, not %d: %v, not %v", name, len(got), len(want), rest(got, k), rest(want, k))
		}
	}
	return c
}

// TestReadBack reads the golden tunes back.
func TestReadBack(t *testing.T) {
	var sources []data.Source
	for i, text := range abctest.GoldenTunes(t) {
		sources = append(sources, data.Source{File: "golden", Line: i, Text: text})
	}
	c := compare(t, sources, t.Logf)
	t.Logf("%+v", c)
	if c.written < c.tunes {
		t.Errorf("%d of %d tunes are the same as written", c.written, c.tunes)
	}
	if c.sounding*10 < c.tunes*8 { // music21 does not know all that ABC has
		t.Errorf("%d of %d tunes are the same as played", c.sounding, c.tunes)
	}
}

// TestMicroReadBack reads the micro-tests back.
func TestMicroReadBack(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(abctest.Shared(t, "micro", "abc"), "*.abc"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no micro-tests: %v", err)
	}
	var sources []data.Source
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, data.Source{File: filepath.Base(name), Text: string(text)})
	}
	c := compare(t, sources, t.Logf)
	t.Logf("%+v", c)
	if c.written < c.tunes {
		t.Errorf("%d of %d tunes are the same as written", c.written, c.tunes)
	}
}

// TestCorporaReadBack reads the tunes of the corpora back, if CHARABANC_READBACK says how
// many of each hundred.
func TestCorporaReadBack(t *testing.T) {
	percent, err := strconv.Atoi(os.Getenv("CHARABANC_READBACK"))
	if err != nil {
		t.Skip("CHARABANC_READBACK is not set: the corpora are not read back")
	}
	var sources []data.Source
	n := 0
	abctest.CorpusTunes(t, func(src data.Source) {
		if n++; n*percent/100 > (n-1)*percent/100 {
			sources = append(sources, src)
		}
	})
	t.Logf("%+v", compare(t, sources, t.Logf))
}

func equalNotes(a, b readNote) bool { return compareNotes(a, b) == 0 }

// rest returns the first notes from k on.
func rest(list []readNote, k int) []readNote { return list[k:min(k+3, len(list))] }
