package command_test

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// page is a running charabanc serve, as its page sees it.
type page struct {
	t       testing.TB
	address *url.URL
	process *exec.Cmd
}

// serving starts the program for a test.
func serving(t testing.TB) *page {
	t.Helper()
	c := exec.Command(program, "serve", "shipped", "--no-open", "--port", "0", "--corpus", "none")
	c.Dir = t.TempDir()
	stderr, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
	})
	line, err := bufio.NewReader(stderr).ReadString('\n')
	_, text, ok := strings.Cut(line, "serving at ")
	if err != nil || !ok {
		t.Fatalf("the first line is %q, error %v", line, err)
	}
	go io.Copy(io.Discard, stderr)
	text, _, _ = strings.Cut(text, " ")
	address, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return &page{t, address, c}
}

// post sends an object to a path of the server.
func (p *page) post(ctx context.Context, path string, body any) (*http.Response, error) {
	encoded, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	target := p.address.ResolveReference(&url.URL{Path: path, RawQuery: p.address.RawQuery})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(encoded))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	return http.DefaultClient.Do(request)
}

// request is what tunes are asked for with.
type request struct {
	Number      int     `json:"number"`
	Temperature float64 `json:"temperature,omitempty"`
	Key         string  `json:"key,omitempty"`
	Meter       string  `json:"meter,omitempty"`
	Rhythm      string  `json:"rhythm,omitempty"`
	Form        string  `json:"form,omitempty"`
	Bars        int     `json:"bars,omitempty"`
	Start       string  `json:"start,omitempty"`
	Seed        uint64  `json:"seed,omitempty,string"`
}

// sample asks for tunes and calls tune with each. The error has the message of the server.
func (p *page) sample(ctx context.Context, r request, tune func(abc string)) error {
	answer, err := p.post(ctx, "/api/sample", r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		message, _ := io.ReadAll(answer.Body)
		return errors.New(strings.TrimSpace(string(message)))
	}
	lines, event := bufio.NewScanner(answer.Body), ""
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			event = name
		}
		text, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		var sent struct{ ABC, Message string }
		if err := json.Unmarshal([]byte(text), &sent); err != nil {
			return cmp.Or(ctx.Err(), err) // the page was left in the middle of a line
		}
		switch event {
		case "tune":
			tune(sent.ABC)
		case "error":
			return errors.New(sent.Message)
		}
	}
	return cmp.Or(ctx.Err(), lines.Err())
}

// tunes asks for tunes that must come.
func (p *page) tunes(r request) (list []string) {
	p.t.Helper()
	if err := p.sample(p.t.Context(), r, func(abc string) { list = append(list, abc) }); err != nil {
		p.t.Errorf("%+v: %v", r, err)
	}
	if len(list) != r.Number {
		p.t.Fatalf("%+v: %d tunes", r, len(list))
	}
	return list
}

// unnumbered is a tune without its first line, X: and the number that a book gives it.
func unnumbered(tune string) string {
	_, rest, _ := strings.Cut(tune, "\n")
	return strings.TrimSpace(rest)
}

// TestServeIsSample runs the command in the N: line of a tune, which must print the same
// tunes.
func TestServeIsSample(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh: ", err)
	}
	p := serving(t)
	for name, r := range map[string]request{
		"nothing asked":  {Number: 4},
		"a seed":         {Number: 1, Seed: 1<<64 - 1, Temperature: 1.1},
		"a header":       {Number: 3, Key: "Am", Meter: "6/8", Rhythm: "jig"},
		"a form":         {Number: 2, Form: "AABB", Bars: 8, Seed: 5},
		"a bare start":   {Number: 2, Start: "GABc d2"},
		"a whole start":  {Number: 2, Start: "X:7\r\nT:Miss O'Hara\r\nC:me\r\nM:6/8\r\nK:D\r\nD|DFA dAF|"},
		"a header alone": {Number: 2, Start: "T:Mine", Key: "Edor"},
	} {
		tunes := p.tunes(r)
		_, note, _ := strings.Cut(tunes[0], "\nN:")
		note, _, _ = strings.Cut(note, "\n")
		_, line, ok := strings.Cut(note, "by charabanc, shipped model, epoch 100: ")
		if !ok || !strings.HasPrefix(line, "charabanc sample shipped --tunes ") {
			t.Fatalf("%s: the note is %q", name, note)
		}
		c := exec.Command(sh, "-c", line)
		c.Dir, c.Env = t.TempDir(), append(os.Environ(), "PATH="+filepath.Dir(program)+string(os.PathListSeparator)+os.Getenv("PATH"))
		out, err := c.Output()
		if err != nil {
			t.Errorf("%s: %s: %v", name, line, err)
		}
		printed := strings.Split(strings.TrimRight(string(out), "\n"), "\n\n")
		if len(printed) != len(tunes) {
			t.Fatalf("%s: %s prints %d tunes, want %d", name, line, len(printed), len(tunes))
		}
		for i := range tunes {
			if got, want := unnumbered(printed[i]), unnumbered(tunes[i]); got != want {
				t.Errorf("%s: %s prints\n%s\nwant\n%s", name, line, got, want)
			}
		}
	}
}

// TestServeStart looks for what a tune that goes on from a text must have.
func TestServeStart(t *testing.T) {
	p := serving(t)
	for name, test := range map[string]struct {
		request request
		want    []string
		not     string
	}{
		"notes":              {request{Start: "GABc d2"}, []string{"\nM:4/4\nL:1/8\nK:G\nGABc d2"}, "R:"},
		"notes in a key":     {request{Start: "|:GAB cde|", Key: "D", Meter: "6/8"}, []string{"\nM:6/8\nL:1/8\nK:D\n|:GAB cde|"}, ""},
		"notes of a rhythm":  {request{Start: "GAB cde fga|", Rhythm: "SlipJig"}, []string{"\nR:Slip jig\n", "\nM:9/8\nL:1/8\nK:G\nGAB cde fga|"}, ""},
		"notes in eighths":   {request{Start: "GABc|", Meter: "2/4"}, []string{"\nM:2/4\nL:1/8\nK:G\nGABc|"}, ""},
		"a meter":            {request{Start: "M:3/4\nL:1/4\nGAB|"}, []string{"\nM:3/4\nL:1/4\nK:G\nGAB|"}, ""},
		"a key of its own":   {request{Start: "K:Am\nABcd efga|", Key: "Am"}, []string{"\nM:4/4\nL:1/8\nK:Am\nABcd efga|"}, ""},
		"a header alone":     {request{Start: "X:3\n%mine\nT:Mine\nM:3/4", Key: "Dm"}, []string{"\nT:Mine\n", "\nM:3/4\n", "\nK:Dm\n"}, "X:3"},
		"a rhythm":           {request{Start: "R:JIG\nM:6/8\n", Rhythm: "jig"}, []string{"\nR:JIG\n", "\nM:6/8\n"}, ""},
		"a complete header":  {request{Start: "X:1\nT:Mine\nM:3/4\nL:1/4\nK:D\n\n"}, []string{"\nT:Mine\n", "\nM:3/4\nL:1/4\nK:D\n"}, ""},
		"line ends in a row": {request{Start: `M:3/4\nL:1/4\nK:D\nDFA|`}, []string{"\nM:3/4\nL:1/4\nK:D\nDFA|"}, ""},
		"blanks":             {request{Start: " \n\t\n", Key: "D"}, []string{"\nK:D\n"}, ""},
		"a tune":             {request{Start: "X:1\nT:Mine\nZ:me\nM:4/4\nL:1/8\nK:G\nGABc d4|\nw:la\ndcBA G4|\n"}, []string{"\nT:Mine\n", "K:G\nGABc d4|", "dcBA G4|"}, "w:"},
	} {
		test.request.Number, test.request.Seed = 1, 3
		tune := p.tunes(test.request)[0]
		for _, want := range test.want {
			if !strings.Contains(tune, want) {
				t.Errorf("%s: no %q in\n%s", name, want, tune)
			}
		}
		if test.not != "" && strings.Contains(unnumbered(tune), test.not) {
			t.Errorf("%s: %q in\n%s", name, test.not, tune)
		}
	}
}

// TestServeErrors wants one line that says which value is wrong.
func TestServeErrors(t *testing.T) {
	p := serving(t)
	for want, r := range map[string]request{
		"the request: number 0: it must be from 1 to 100":         {},
		"the request: number 101: it must be":                     {Number: 101},
		"the request: temperature -1: it must be from 0":          {Number: 1, Temperature: -1},
		"the request: temperature 101: it must be":                {Number: 1, Temperature: 101},
		"the request: bars -1: they must be":                      {Number: 1, Bars: -1},
		"bars 65: out of range":                                   {Number: 1, Bars: 65},
		`key "H": choose one such as`:                             {Number: 1, Key: "H"},
		"the request: key, meter, rhythm and form must be one li": {Number: 1, Key: "G\nX:2"},
		`meter "five": choose one such as`:                        {Number: 1, Meter: "five"},
		`rhythm "jog": choose one of`:                             {Number: 1, Rhythm: "jog"},
		`form "aabb": 'a' is not a capital letter`:                {Number: 1, Form: "aabb"},
		"form: the tune goes on from music":                       {Number: 1, Form: "AABB", Start: "GABc|"},
		"bars: the tune goes on from music":                       {Number: 1, Bars: 8, Start: "GABc|"},
		`start: symbol not in the vocabulary: "ß"`:                {Number: 1, Start: "T:Straße\nGABc|"},
		"start: it has K:D, and the key asked for is G":           {Number: 1, Key: "G", Start: "K:D\nABcd|"},
		"start: it has M:4/4, and the meter asked for is 6/8":     {Number: 1, Meter: "6/8", Start: "M:4/4\n"},
		"start: it has R:Reel, and the rhythm asked for is j":     {Number: 1, Rhythm: "jig", Start: "R:Reel\n"},
		"start: bar is too long":                                  {Number: 1, Start: "GABc dcBA G|ABcd dcBA|"},
		"start: a blank line or a second X: ends the tune":        {Number: 1, Start: "X:1\nK:G\nGABc|\n\nX:2\nK:D\nd|"},
		"start: 9000 bytes: give at most 8192":                    {Number: 1, Start: strings.Repeat("a", 9000)},
	} {
		err := p.sample(t.Context(), r, func(string) { t.Errorf("%s: there is a tune", want) })
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	for _, start := range []string{"K:\nM:none\n", `\nK:C\nC`, "%\n+:\nw:la\nA:|", "R:\n\x00", "\u2028", "&&&", "[[[", "K:C\n" + strings.Repeat("(", 4000)} {
		err := p.sample(t.Context(), request{Number: 1, Start: start, Seed: 1}, func(string) {})
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: error %v", start, err)
		}
	}
	p.tunes(request{Number: 1}) // it still serves
}

// TestServeTogether: pages at the same time get the tunes of pages one by one.
func TestServeTogether(t *testing.T) {
	p := serving(t)
	r := request{Number: 3, Seed: 9}
	want := p.tunes(r)
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			var got []string
			err := p.sample(t.Context(), r, func(abc string) { got = append(got, abc) })
			if err != nil || len(got) != len(want) {
				t.Errorf("%d tunes, error %v", len(got), err)
				return
			}
			for i := range got {
				if unnumbered(got[i]) != unnumbered(want[i]) {
					t.Errorf("tune\n%s\nwant\n%s", got[i], want[i])
				}
			}
		})
	}
	group.Wait()
}

// TestServeLeft leaves in the middle of many tunes, several times: no more are made, and
// whoever comes next is served at once.
func TestServeLeft(t *testing.T) {
	p := serving(t)
	for range 5 {
		ctx, leave := context.WithCancel(t.Context())
		n := 0
		err := p.sample(ctx, request{Number: 100}, func(string) {
			if n++; n == 2 {
				leave()
			}
		})
		leave()
		if n < 2 || !errors.Is(err, context.Canceled) {
			t.Errorf("%d tunes before the page was left, error %v", n, err)
		}
		begun := time.Now()
		p.tunes(request{Number: 1})
		if late := time.Since(begun); late > 20*time.Second { // a fifth of one, but where the machine is busy
			t.Errorf("the next was served after %v", late)
		}
	}
	made := p.booked()
	time.Sleep(500 * time.Millisecond) // for 5 tunes or more
	if now := p.booked(); now != made || made > 5*60 {
		t.Errorf("%d tunes, %d a while after, want no more than were asked for", made, now)
	}
}

// booked is the number of tunes in the book.
func (p *page) booked() int {
	p.t.Helper()
	answer, err := http.Get(p.address.ResolveReference(&url.URL{Path: "/api/book", RawQuery: p.address.RawQuery}).String())
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	var book struct{ Tunes []struct{} }
	if err := json.NewDecoder(answer.Body).Decode(&book); err != nil {
		p.t.Fatal(err)
	}
	return len(book.Tunes)
}

// TestServeExpect asks what was expected of a tune. A note about the tune is not read.
func TestServeExpect(t *testing.T) {
	p := serving(t)
	const text = "X:1\nT:Caf\u00e9\nN:Tune 1 of 1\nM:6/8\nK:G\nGBd gdB|GBd gdB|\n"
	answer, err := p.post(t.Context(), "/api/expect", map[string]string{"abc": text})
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var got struct {
		Bits    float64
		Symbols []struct {
			Symbol string
			P      float64
			Likely []struct {
				Symbol string
				P      float64
			}
		}
	}
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, s := range got.Symbols {
		at := len(all)
		all += s.Symbol
		noted := at >= strings.Index(text, "N:") && at < strings.Index(text, "M:")
		if noted != (len(s.Likely) == 0) && at > 0 {
			t.Errorf("%q at %d has %d guesses", s.Symbol, at, len(s.Likely))
		}
		if s.Symbol == "é" && s.P != 0 {
			t.Errorf("é, which is not in the vocabulary, has %v", s.P)
		}
	}
	if all != text {
		t.Errorf("the symbols are %q, want the text", all)
	}
	if last := got.Symbols[len(got.Symbols)-3]; last.P < 0.5 { // the bar is there for the second time
		t.Errorf("a bar that comes again has %v for its last note", last.P)
	}
	if !(got.Bits > 0.3 && got.Bits < 6) {
		t.Errorf("%v bits a symbol", got.Bits)
	}
}
