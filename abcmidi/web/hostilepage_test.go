package web

import (
	"fmt"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"

	"charabanc/data"
)

// hostile are texts that would do harm if a page read them as anything but text. Each would
// set window.hacked, open a dialog, make an element with the class hacked, or ask for
// something from another host.
var hostile = []string{
	`<script>window.hacked = alert(1)</script>`,
	`</script><script>window.hacked = 1</script>`,
	`--><!--<script>window.hacked = 1</script>-->`,
	`<img src=x onerror="window.hacked = 1" class=hacked>`,
	`"><b class="hacked">`,
	`'><svg class='hacked' onload='window.hacked=1'>`,
	`</title></style></pre></textarea></template></noscript><b class=hacked>`,
	`javascript:window.hacked=1`,
	`<a href="javascript:window.hacked=1" class=hacked>a</a>`,
	`<iframe src="http://elsewhere.invalid/" class=hacked></iframe>`,
	`} body { background: url(http://elsewhere.invalid/a.png) } </style>`,
	`<link rel=stylesheet href="http://elsewhere.invalid/a.css" class=hacked>`,
	`{{.}} ${window.hacked=1} {{"` + "`" + `"}} \u003cb class=hacked>`,
	"\u2028window.hacked=1\u2029",
	`&lt;b class=hacked&gt; &#60;b class=hacked&#62;`,
	"\u202etxet \u0000\u0007end",
}

// hostileTune returns a tune that has a text wherever a tune can have one.
func hostileTune(text string) string {
	quoted := strings.ReplaceAll(text, `"`, `'`)
	return fmt.Sprintf("X:1\nT:%[1]s\nT:%[1]s\nC:%[1]s\nR:%[1]s\nN:%[1]s\nH:%[1]s\nP:%[1]s\nL:1/4\nQ:\"%[2]s\" 1/4=120\n"+
		"%%%%text %[1]s\n%%%%header %[1]s\nK:C\nV:1 name=\"%[2]s\" snm=\"%[2]s\"\nP:%[1]s\n\"%[2]s\"C\"^%[2]s\"D!%[1]s!E[P:%[1]s]F|[r:%[1]s]# ? %[1]s\n"+
		"w:%[1]s %[1]s\nGA\"_%[2]s\"Bc|]\nW:%[1]s\n", text, quoted)
}

// harmless checks that no hostile text was read as anything but text.
func (b *tab) harmless() {
	b.t.Helper()
	if eval[bool](b, "'hacked' in window") {
		b.t.Error("a script of a tune was run")
	}
	if made := eval[string](b, "[...document.querySelectorAll('.hacked, main script, main iframe, main img, main link, main style:not(.score svg > style:only-of-type), main [href^=\"javascript:\"]')].map(e => e.outerHTML).join()"); made != "" {
		b.t.Errorf("elements were made: %s", made)
	}
	if handlers := eval[string](b, "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on')).map(a => a.name + '=' + a.value).join()"); handlers != "" {
		b.t.Errorf("handlers were made: %s", handlers)
	}
	for _, address := range b.asked() {
		if !strings.HasPrefix(address, "file:") && !strings.HasPrefix(address, "http://127.0.0.1:") && address != data.ABCJS.URL {
			b.t.Errorf("it asks for %s", address)
		}
	}
}

// TestHostilePage shows hostile tunes, plays one and prints them.
func TestHostilePage(t *testing.T) {
	b := newTab(t)
	var texts []string
	for _, text := range hostile {
		texts = append(texts, hostileTune(text))
	}
	b.show(ShowOptions{Title: strings.Join(hostile, " "), Corpus: texts}, texts...)
	eval[any](b, "dispatchEvent(new Event('beforeprint'))")
	b.await("[...document.querySelectorAll('.score')].every(s => s.hidden || s.querySelector('svg'))")
	b.harmless()
	for i, text := range hostile {
		title := eval[string](b, "document.querySelector('#tune-%d h2').textContent", i+1)
		if want := "1. " + strings.TrimSpace(abc.PlainText(text)); title != want {
			t.Errorf("title %q, want %q", title, want)
		}
		if shown := eval[string](b, "document.querySelector('#tune-%d .abc').textContent", i+1); !strings.Contains(shown, "\nT:") || !strings.Contains(shown, strings.ReplaceAll(strings.TrimSpace(text), "\x00", "")) {
			t.Errorf("text %q", shown)
		}
	}
	b.set(".player [name=tempo]", "200")
	b.click("#tune-1 .play")
	b.await("document.querySelector('#tune-1 .sounding')")
	for _, link := range eval[[]int](b, "[...document.querySelectorAll('.findings')].map(f => f.childElementCount)") {
		if link == 0 {
			t.Error("a hostile tune has no findings")
		}
	}
	b.harmless()
	if got := b.downloads()("#tune-4 [data-download=abc]", "img-src-x-onerror-window-hacked-1-class-hacked.abc"); !strings.Contains(string(got), hostile[3]) {
		t.Errorf("downloaded %q", got)
	}
}
