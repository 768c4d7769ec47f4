package web

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"

	"charabanc/abcmidi"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/abcmidi/sound"
)

// downloads has the tab put what it downloads into a folder, and returns a function that
// clicks a button and returns the content of the file that comes.
func (b *tab) downloads() func(selector, name string) []byte {
	b.t.Helper()
	dir, events := b.t.TempDir(), true
	_, err := chromedp.CallBrowser(b.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
		DownloadPath: dir, EventsEnabled: &events,
	})
	b.must(err)
	done := make(chan string, 10) // the state in which a download ends
	b.must(chromedp.ListenBrowser(b.ctx, func(event any) {
		if e, ok := event.(*browser.EventDownloadProgress); ok && e.State != browser.DownloadProgressStateInProgress {
			done <- string(e.State)
		}
	}))
	return func(selector, name string) []byte {
		b.t.Helper()
		b.click(selector)
		if state := <-done; state != string(browser.DownloadProgressStateCompleted) {
			b.t.Fatalf("%s: download %s", name, state)
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		b.must(err)
		os.Remove(filepath.Join(dir, name))
		return content
	}
}

// TestDownloads compares the files of a tune with what the program writes, as written and
// changed in key and tempo.
func TestDownloads(t *testing.T) {
	b := newTab(t)
	b.show(ShowOptions{}, showTune)
	get := b.downloads()
	tests := []struct {
		name      string
		transpose string
		tempo     string
		options   score.Options
	}{
		{"as written", "0", "100", score.Options{}},
		{"two semitones up, half as fast", "2", "50", score.Options{Transpose: 2, Tempo: 60}},
		{"an octave down, twice as fast", "-12", "200", score.Options{Transpose: -12, Tempo: 240}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b.set(".player [name=transpose]", test.transpose)
			b.set(".player [name=tempo]", test.tempo)
			tune, _ := abcmidi.ParseSource(sources(t, showTune)[0])
			s, _ := abcmidi.Play(tune, test.options)
			if got := get("[data-download=abc]", "The-Lamp.abc"); string(got) != showTune {
				t.Errorf("text %q", got)
			}
			compareMIDI(t, get("[data-download=mid]", "The-Lamp.mid"), s, test.options)
			compareWAV(t, get("[data-download=wav]", "The-Lamp.wav"), s)
		})
	}
}

// compareMIDI compares a file with that of a score: its bytes, or, if it is changed, the
// notes of each part.
func compareMIDI(t *testing.T, got []byte, s *score.Score, o score.Options) {
	t.Helper()
	var file bytes.Buffer
	if err := smf.Write(&file, s, smf.Options{}); err != nil {
		t.Fatal(err)
	}
	if o == (score.Options{}) && !bytes.Equal(got, file.Bytes()) {
		t.Error("another MIDI file")
	}
	want, err := smf.Read(&file)
	if err != nil {
		t.Fatal(err)
	}
	have, err := smf.Read(bytes.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(have.Tempos, want.Tempos) {
		t.Errorf("tempos %v, want %v", have.Tempos, want.Tempos)
	}
	if !slices.Equal(have.Keys, want.Keys) {
		t.Errorf("keys %v, want %v", have.Keys, want.Keys)
	}
	for i, p := range want.Parts {
		if i >= len(have.Parts) || !slices.Equal(have.Parts[i].Notes, p.Notes) {
			t.Errorf("part %d: other notes", i)
		}
	}
}

// compareWAV compares a file with that of a score: the same header, and samples that differ
// by one at most.
func compareWAV(t *testing.T, got []byte, s *score.Score) {
	t.Helper()
	samples, err := sound.Render(sound.Notes(s))
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "want.wav"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := sound.WriteWAV(file, samples); err != nil {
		t.Fatal(err)
	}
	want := []byte(read(t, file.Name()))
	const header = 44
	if len(got) != len(want) || !bytes.Equal(got[:header], want[:header]) {
		t.Fatalf("%d bytes that begin with %x, want %d and %x", len(got), got[:min(header, len(got))], len(want), want[:header])
	}
	sample := func(file []byte, i int) int { return int(int16(binary.LittleEndian.Uint16(file[i:]))) }
	for i := header; i+1 < len(got); i += 2 {
		if d := sample(got, i) - sample(want, i); d < -1 || d > 1 {
			t.Fatalf("sample %d is %d, want %d", (i-header)/2, sample(got, i), sample(want, i))
		}
	}
}
