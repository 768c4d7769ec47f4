package command_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"charabanc/charrnn"
	"charabanc/charrnn/command"
	"charabanc/data"
)

// The tests in this file use a Composer with a music of their own. Those in serve_test.go use
// the one of the whole program.

// fakeMusic is what a Composer needs of music, without any knowledge of it: a memory
// that proposes nothing, no guides, any field.
type fakeMusic struct {
	command.Music              // the rest
	piece         func(string) // gets what a primer is made of
}

func (fakeMusic) Memory() charrnn.Memory { return noMemory{} }

func (fakeMusic) Guides(command.GuideOptions) (func(uint64) charrnn.Guide, error) { return nil, nil }

func (fakeMusic) Tunebook(tune string, number int, note string) string {
	return fmt.Sprintf("%d %s\n%s\n", number, note, tune)
}

func (m fakeMusic) Primer(piece, start string, _ int) (string, error) {
	if m.piece != nil {
		m.piece(piece)
	}
	return start + strings.TrimPrefix(piece, "X:"), nil
}

func (fakeMusic) Unfinished(tune string) error {
	if strings.Contains(tune, "!!") {
		return errors.New("an unfinished decoration")
	}
	return nil
}

func (fakeMusic) Header(key, meter, rhythm string) (lines string, err error) {
	for _, f := range []struct{ field, value string }{{"R:", rhythm}, {"M:", meter}, {"K:", key}} {
		if f.value == "?" {
			err = errors.New(f.field + " ?: name one")
		}
		if f.value != "" {
			lines += f.field + f.value + "\n"
		}
	}
	return lines, err
}

// noMemory proposes nothing.
type noMemory struct{}

func (noMemory) Reset()                     {}
func (noMemory) Push(rune)                  {}
func (noMemory) Back(int)                   {}
func (noMemory) Propose(func(rune, [4]int)) {}
func (noMemory) Expect(string)              {}
func (noMemory) Features() []string         { return nil }

// composer returns a composer of tunes by the shipped model, and the model.
func composer(t testing.TB, m fakeMusic) (*command.Composer, *charrnn.Checkpoint) {
	t.Helper()
	checkpoint, err := charrnn.LoadFile("../../model/weights.100.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	c, err := command.NewComposer(m, checkpoint, "")
	if err != nil {
		t.Fatal(err)
	}
	return c, checkpoint
}

// TestComposeErrors wants one line that says which value is wrong. Those that the program's
// knowledge of music refuses are in TestServeErrors.
func TestComposeErrors(t *testing.T) {
	c, _ := composer(t, fakeMusic{})
	for want, r := range map[string]command.ComposeRequest{
		"number 0: out of range: choose 1 to 100":          {},
		"number 101: out of range":                         {Number: 101},
		"temperature -1: out of range":                     {Number: 1, Temperature: -1},
		"temperature 101: out of range":                    {Number: 1, Temperature: 101},
		"bars -1: out of range":                            {Number: 1, Bars: -1},
		`key "G\nX:2": it must be one line`:                {Number: 1, Key: "G\nX:2"},
		`meter "é": symbol not in the vocabulary: "é"`:     {Number: 1, Meter: "é"},
		"R: ?: name one":                                   {Number: 1, Rhythm: "?"},
		"start: it has K:D, and the key asked for is G":    {Number: 1, Key: "G", Start: "K:D\nABcd|"},
		"start: an unfinished decoration: mend it":         {Number: 1, Start: "!!"},
		"start: a blank line or a second X: ends the tune": {Number: 1, Start: "GABc|\nX:2"},
		"start: 8193 bytes: give at most 8192":             {Number: 1, Start: strings.Repeat("a", 8193)},
	} {
		err := c.Compose(t.Context(), r, func(string) error {
			t.Errorf("%s: there is a tune", want)
			return nil
		})
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// FuzzComposeStart wants no panic, whatever tunes go on from, errors of one line, and a whole
// header: X:, the title, other fields, and the key before the music.
func FuzzComposeStart(f *testing.F) {
	for _, start := range []string{"GABc d2", "X:1\nT:Mine\nM:6/8\nK:D\n|:D|DFA", "K:\nM:none\n", `\nK:C\nC`, "%\n+:\nw:la\nA:|", "R:\n\x00\xff"} {
		f.Add(start, "G", "2/4", "")
		f.Add(start, "", "", "jig")
	}
	var piece string
	c, _ := composer(f, fakeMusic{piece: func(p string) { piece = p }})
	ended, cancel := context.WithCancel(f.Context())
	cancel()
	f.Fuzz(func(t *testing.T, start, key, meter, rhythm string) {
		piece = ""
		r := command.ComposeRequest{Number: 1, Start: start, Key: key, Meter: meter, Rhythm: rhythm}
		err := c.Compose(ended, r, func(string) error { return errors.New("there is a tune") })
		if err == nil || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "there is a tune") {
			t.Errorf("%+v: error %v", r, err)
		}
		if piece == "" { // a header alone, or an error
			return
		}
		var header strings.Builder // the first letter of each line
		for line := range strings.Lines(piece) {
			if !data.IsHeaderLine([]byte(strings.TrimSuffix(line, "\n"))) {
				break
			}
			header.WriteByte(line[0])
		}
		if h := header.String(); !strings.HasPrefix(h, "XT") || !strings.HasSuffix(h, "K") || strings.LastIndexByte(h, 'X') != 0 {
			t.Errorf("%+v: the fields %s of\n%s", r, h, piece)
		}
	})
}

// TestComposeStops ends the context, or fails, at the second tune of many.
func TestComposeStops(t *testing.T) {
	broken := errors.New("broken")
	c, _ := composer(t, fakeMusic{})
	for name, want := range map[string]error{"the context ends": context.Canceled, "nobody takes the tunes": broken} {
		before := runtime.NumGoroutine()
		ctx, cancel := context.WithCancel(t.Context())
		n, at := 0, time.Now()
		err := c.Compose(ctx, command.ComposeRequest{Number: 100, Seed: 2}, func(string) error {
			if n++; n < 2 {
				return nil
			}
			at = time.Now()
			if want == broken {
				return broken
			}
			cancel()
			return nil
		})
		late := time.Since(at)
		cancel()
		if !errors.Is(err, want) || n > 2 || late > 10*time.Second { // milliseconds, but where the machine is busy
			t.Errorf("%s: %d tunes, stopped after %v with %v", name, n, late, err)
		}
		for range 100 {
			if runtime.NumGoroutine() <= before {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		if now := runtime.NumGoroutine(); now > before {
			t.Errorf("%s: %d goroutines are left", name, now-before)
		}
	}
}

// TestComposerExpect compares with what the checkpoint expects of a tune without its note.
func TestComposerExpect(t *testing.T) {
	c, checkpoint := composer(t, fakeMusic{})
	const text = "X: 1\nT:Caf\u00e9\nN:Tune 1 of 1\nM:6/8\nK:G\nGBd gdB|GBd gdB|\n"
	got, err := c.Expect(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	want, err := checkpoint.Expect(t.Context(), strings.ReplaceAll(text, "N:Tune 1 of 1\n", ""), charrnn.ExpectOptions{
		Precision: charrnn.DefaultSampleOptions().Precision, Likely: 8, Memory: fakeMusic{}.Memory})
	if err != nil {
		t.Fatal(err)
	}
	from, to := strings.Index(text, "N:")-1, strings.Index(text, "M:")-1 // é has two bytes
	all := ""
	for i, e := range got {
		all += e.Symbol
		w := charrnn.Expectation{Symbol: e.Symbol, Probability: 1} // of a note
		if i < from || i >= to {
			w, want.Symbols = want.Symbols[0], want.Symbols[1:]
		}
		same := e.Symbol == w.Symbol && e.P == w.Probability && len(e.Likely) == len(w.Likely)
		for k := 0; same && k < len(w.Likely); k++ {
			same = e.Likely[k] == command.Guess{Symbol: w.Likely[k].Symbol, P: w.Likely[k].Probability}
		}
		if !same {
			t.Errorf("place %d: %+v, want %+v", i, e, w)
		}
	}
	if all != text || len(want.Symbols) != 0 {
		t.Errorf("the symbols are %q, want the text", all)
	}
}

// BenchmarkComposerExpect reads a tune of 1000 characters, with a memory that proposes nothing.
func BenchmarkComposerExpect(b *testing.B) {
	c, _ := composer(b, fakeMusic{})
	text := "X: 1\nM:6/8\nK:G\n" + strings.Repeat("GBd gdB|cea d3|\n", 100)[:985]
	for b.Loop() {
		if _, err := c.Expect(b.Context(), text); err != nil {
			b.Fatal(err)
		}
	}
}
