package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"charabanc/charrnn"
	network "charabanc/charrnn/command"
)

// testComposer returns a composer of tunes by the shipped model.
func testComposer(t testing.TB) *network.Composer {
	t.Helper()
	checkpoint, err := charrnn.Load(bytes.NewReader(shippedModel))
	if err != nil {
		t.Fatal(err)
	}
	c, err := network.NewComposer(bridge{}, checkpoint, "")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// compose returns the tunes of a request.
func compose(t testing.TB, c *network.Composer, r network.ComposeRequest) (tunes []string) {
	t.Helper()
	err := c.Compose(t.Context(), r, func(tune string) error {
		tunes = append(tunes, tune)
		return nil
	})
	if err != nil {
		t.Fatalf("%+v: %v", r, err)
	}
	return tunes
}

// shell returns a func that runs a command line with the program in the path.
func shell(t *testing.T) func(line string) string {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh: ", err)
	}
	dir := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, "charabanc"), ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	path := dir + string(os.PathListSeparator) + os.Getenv("PATH")
	return func(line string) string {
		c := exec.Command(sh, "-c", line)
		c.Dir, c.Env = t.TempDir(), append(os.Environ(), "PATH="+path)
		out, err := c.Output()
		if err != nil {
			t.Errorf("%s: %v", line, err)
		}
		return string(out)
	}
}

// TestComposeIsSample runs the command in the N: line of a tune, which must print the same
// tunes.
func TestComposeIsSample(t *testing.T) {
	run, c := shell(t), testComposer(t)
	for name, r := range map[string]network.ComposeRequest{
		"nothing asked":  {Number: 4},
		"a seed":         {Number: 1, Seed: 1<<64 - 1, Temperature: 1.1},
		"a header":       {Number: 3, Key: "Am", Meter: "6/8", Rhythm: "jig"},
		"a form":         {Number: 2, Form: "AABB", Bars: 8, Seed: 5},
		"a bare start":   {Number: 2, Start: "GABc d2"},
		"a whole start":  {Number: 2, Start: "X:7\r\nT:Miss O'Hara\r\nC:me\r\nM:6/8\r\nK:D\r\nD|DFA dAF|"},
		"a header alone": {Number: 2, Start: "T:Mine", Key: "Edor"},
	} {
		tunes := compose(t, c, r)
		if len(tunes) != r.Number {
			t.Fatalf("%s: %d tunes, want %d", name, len(tunes), r.Number)
		}
		_, note, _ := strings.Cut(tunes[0], "\nN:")
		note, _, _ = strings.Cut(note, "\n")
		_, line, ok := strings.Cut(note, "by charabanc, shipped model, epoch 100: ")
		if !ok || !strings.HasPrefix(line, "charabanc sample shipped --tunes ") {
			t.Fatalf("%s: the note is %q", name, note)
		}
		if got, want := run(line), strings.Join(tunes, ""); got != want {
			t.Errorf("%s: %s prints\n%s\nwant\n%s", name, line, got, want)
		}
	}
}

// TestComposeStart looks for what a tune that goes on from a text must have.
func TestComposeStart(t *testing.T) {
	c := testComposer(t)
	for name, test := range map[string]struct {
		request network.ComposeRequest
		want    []string
		not     string
	}{
		"notes":              {network.ComposeRequest{Start: "GABc d2"}, []string{"\nM:4/4\nL:1/8\nK:G\nGABc d2"}, "R:"},
		"notes in a key":     {network.ComposeRequest{Start: "|:GAB cde|", Key: "D", Meter: "6/8"}, []string{"\nM:6/8\nL:1/8\nK:D\n|:GAB cde|"}, ""},
		"notes of a rhythm":  {network.ComposeRequest{Start: "GAB cde fga|", Rhythm: "SlipJig"}, []string{"\nR:Slip jig\n", "\nM:9/8\nL:1/8\nK:G\nGAB cde fga|"}, ""},
		"notes in eighths":   {network.ComposeRequest{Start: "GABc|", Meter: "2/4"}, []string{"\nM:2/4\nL:1/8\nK:G\nGABc|"}, ""},
		"a meter":            {network.ComposeRequest{Start: "M:3/4\nL:1/4\nGAB|"}, []string{"\nM:3/4\nL:1/4\nK:G\nGAB|"}, ""},
		"a key of its own":   {network.ComposeRequest{Start: "K:Am\nABcd efga|", Key: "Am"}, []string{"\nM:4/4\nL:1/8\nK:Am\nABcd efga|"}, ""},
		"a header alone":     {network.ComposeRequest{Start: "X:3\n%mine\nT:Mine\nM:3/4", Key: "Dm"}, []string{"\nT:Mine\n", "\nM:3/4\n", "\nK:Dm\n"}, "X:3"},
		"a rhythm":           {network.ComposeRequest{Start: "R:JIG\nM:6/8\n", Rhythm: "jig"}, []string{"\nR:JIG\n", "\nM:6/8\n"}, ""},
		"a complete header":  {network.ComposeRequest{Start: "X:1\nT:Mine\nM:3/4\nL:1/4\nK:D\n\n"}, []string{"\nT:Mine\n", "\nM:3/4\nL:1/4\nK:D\n"}, ""},
		"line ends in a row": {network.ComposeRequest{Start: `M:3/4\nL:1/4\nK:D\nDFA|`}, []string{"\nM:3/4\nL:1/4\nK:D\nDFA|"}, ""},
		"blanks":             {network.ComposeRequest{Start: " \n\t\n", Key: "D"}, []string{"\nK:D\n"}, ""},
		"a tune":             {network.ComposeRequest{Start: "X:1\nT:Mine\nZ:me\nM:4/4\nL:1/8\nK:G\nGABc d4|\nw:la\ndcBA G4|\n"}, []string{"\nT:Mine\n", "K:G\nGABc d4|", "dcBA G4|"}, "w:"},
	} {
		test.request.Number, test.request.Seed = 1, 3
		tune := compose(t, c, test.request)[0]
		for _, want := range test.want {
			if !strings.Contains(tune, want) {
				t.Errorf("%s: no %q in\n%s", name, want, tune)
			}
		}
		if test.not != "" && strings.Contains(tune, test.not) {
			t.Errorf("%s: %q in\n%s", name, test.not, tune)
		}
	}
}

// TestComposeErrors wants one line that says which value is wrong.
func TestComposeErrors(t *testing.T) {
	c := testComposer(t)
	for want, r := range map[string]network.ComposeRequest{
		"number 0: out of range: choose 1 to 100":             {},
		"number 101: out of range":                            {Number: 101},
		"temperature -1: out of range":                        {Number: 1, Temperature: -1},
		"temperature 101: out of range":                       {Number: 1, Temperature: 101},
		"bars -1: out of range":                               {Number: 1, Bars: -1},
		"bars 65: out of range":                               {Number: 1, Bars: 65},
		`key "H": choose one such as`:                         {Number: 1, Key: "H"},
		`key "G\nX:2": it must be one line`:                   {Number: 1, Key: "G\nX:2"},
		`meter "five": choose one such as`:                    {Number: 1, Meter: "five"},
		`rhythm "jog": choose one of`:                         {Number: 1, Rhythm: "jog"},
		`form "aabb": 'a' is not a capital letter`:            {Number: 1, Form: "aabb"},
		"form: the tune goes on from music":                   {Number: 1, Form: "AABB", Start: "GABc|"},
		"bars: the tune goes on from music":                   {Number: 1, Bars: 8, Start: "GABc|"},
		`start: symbol not in the vocabulary: "ß"`:            {Number: 1, Start: "T:Straße\nGABc|"},
		"start: it has K:D, and the key asked for is G":       {Number: 1, Key: "G", Start: "K:D\nABcd|"},
		"start: it has M:4/4, and the meter asked for is 6/8": {Number: 1, Meter: "6/8", Start: "M:4/4\n"},
		"start: it has R:Reel, and the rhythm asked for is j": {Number: 1, Rhythm: "jig", Start: "R:Reel\n"},
		"start: bar is too long":                              {Number: 1, Start: "GABc dcBA G|ABcd dcBA|"},
		"start: a blank line or a second X: ends the tune":    {Number: 1, Start: "X:1\nK:G\nGABc|\n\nX:2\nK:D\nd|"},
		"start: 9000 bytes: give at most 8192":                {Number: 1, Start: strings.Repeat("a", 9000)},
	} {
		err := c.Compose(t.Context(), r, func(tune string) error {
			t.Errorf("%s: there is a tune", want)
			return nil
		})
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// FuzzComposeStart wants no panic, whatever tunes go on from, and errors of one line.
func FuzzComposeStart(f *testing.F) {
	for _, start := range []string{"GABc d2", "X:1\nT:Mine\nM:6/8\nK:D\n|:D|DFA", "K:\nM:none\n", `\nK:C\nC`, "%\n+:\nw:la\nA:|", "R:\n\x00\xff"} {
		f.Add(start, "G", "2/4", "")
		f.Add(start, "", "", "jig")
	}
	c := testComposer(f)
	ended, cancel := context.WithCancel(f.Context())
	cancel()
	f.Fuzz(func(t *testing.T, start, key, meter, rhythm string) {
		r := network.ComposeRequest{Number: 1, Start: start, Key: key, Meter: meter, Rhythm: rhythm}
		err := c.Compose(ended, r, func(string) error { return errors.New("there is a tune") })
		if err == nil || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "there is a tune") {
			t.Errorf("%+v: error %v", r, err)
		}
	})
}

// TestComposeTogether: callers at the same time get the tunes of callers one by one.
func TestComposeTogether(t *testing.T) {
	c := testComposer(t)
	r := network.ComposeRequest{Number: 3, Seed: 9}
	want := strings.Join(compose(t, c, r), "")
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			if got := strings.Join(compose(t, c, r), ""); got != want {
				t.Errorf("tunes\n%s\nwant\n%s", got, want)
			}
		})
	}
	group.Wait()
}

// TestComposeStops ends the context, or fails, at the second tune of many.
func TestComposeStops(t *testing.T) {
	c, broken := testComposer(t), errors.New("broken")
	for name, want := range map[string]error{"the context ends": context.Canceled, "nobody takes the tunes": broken} {
		before := runtime.NumGoroutine()
		ctx, cancel := context.WithCancel(t.Context())
		n, at := 0, time.Now()
		err := c.Compose(ctx, network.ComposeRequest{Number: 100, Seed: 2}, func(string) error {
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
		if !errors.Is(err, want) || n > 5 || late > time.Second { // milliseconds, but where the machine is busy
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
	c := testComposer(t)
	const text = "X: 1\nT:Caf\u00e9\nN:Tune 1 of 1\nM:6/8\nK:G\nGBd gdB|GBd gdB|\n"
	got, err := c.Expect(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	checkpoint, err := charrnn.Load(bytes.NewReader(shippedModel))
	if err != nil {
		t.Fatal(err)
	}
	want, err := checkpoint.Expect(t.Context(), strings.ReplaceAll(text, "N:Tune 1 of 1\n", ""), charrnn.ExpectOptions{
		Precision: charrnn.DefaultSampleOptions().Precision, Likely: 8, Memory: bridge{}.Memory})
	if err != nil {
		t.Fatal(err)
	}
	from, to := strings.Index(text, "N:")-1, strings.Index(text, "M:")-1 // é has two bytes
	all := ""
	for i, e := range got {
		all += e.Symbol
		w := charrnn.Expectation{Symbol: e.Symbol, Probability: 1}
		if i < from || i >= to {
			w, want.Symbols = want.Symbols[0], want.Symbols[1:]
		}
		if e.Symbol != w.Symbol || e.P != w.Probability || len(e.Likely) != len(w.Likely) || len(e.Likely) > 0 && e.Likely[0].P != w.Likely[0].Probability {
			t.Errorf("place %d: %+v, want %+v", i, e, w)
		}
	}
	if all != text {
		t.Errorf("the symbols are %q, want the text", all)
	}
}

// BenchmarkCompose makes ten tunes and reports when the first is there.
func BenchmarkCompose(b *testing.B) {
	c := testComposer(b)
	var first time.Duration
	seed := uint64(0)
	for b.Loop() {
		seed++
		begun, n := time.Now(), 0
		err := c.Compose(b.Context(), network.ComposeRequest{Number: 10, Seed: seed}, func(string) error {
			if n++; n == 1 {
				first += time.Since(begun)
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(first.Milliseconds())/float64(b.N), "ms/first")
}

// BenchmarkComposerExpect reads a tune of 1000 characters.
func BenchmarkComposerExpect(b *testing.B) {
	c := testComposer(b)
	text := "X: 1\nM:6/8\nK:G\n" + strings.Repeat("GBd gdB|cea d3|\n", 100)[:985]
	for b.Loop() {
		if _, err := c.Expect(b.Context(), text); err != nil {
			b.Fatal(err)
		}
	}
}
