package web

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// setList returns the texts of tunes, more than a screen has.
func setList(n int) (texts []string) {
	for i := range n {
		texts = append(texts, strings.NewReplacer("X:1", fmt.Sprintf("X:%d", i+1), "Lamp", fmt.Sprintf("Lamp %d", i+1)).Replace(showTune))
	}
	return texts
}

// media emulates a medium, and features such as {"prefers-color-scheme", "dark"}.
func (b *tab) media(medium string, features ...[2]string) {
	b.t.Helper()
	p := emulation.SetEmulatedMediaParams{Media: medium}
	for _, f := range features {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: f[0], Value: f[1]})
	}
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, p)
	b.must(err)
}

// pdf prints the page.
func (b *tab) pdf() []byte {
	b.t.Helper()
	yes := true
	result, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{GenerateDocumentOutline: &yes, GenerateTaggedPDF: &yes, PaperWidth: 8.27, PaperHeight: 11.69})
	b.must(err)
	return result.Data
}

var pdfPage = regexp.MustCompile(`/Type\s*/Page\b`)

// TestPrint prints a set list of which only the first tunes were on the screen.
func TestPrint(t *testing.T) {
	const tunes = 12
	b := newTab(t)
	drawn := b.show(ShowOptions{Title: "A set list"}, setList(tunes)...)
	file := b.pdf()
	pages := len(pdfPage.FindAll(file, -1))
	for i := range tunes {
		if title := fmt.Sprintf("%d. The Lamp %d)", i+1, i+1); !bytes.Contains(file, []byte(title)) {
			t.Errorf("%q is not in the outline of the file", title)
		}
	}
	if pages < 2 || pages > tunes/2 {
		t.Errorf("%d tunes on %d pages", tunes, pages)
	}
	if n := eval[int](b, "document.querySelectorAll('.score svg').length"); drawn && n != tunes {
		t.Errorf("%d scores are drawn, want %d", n, tunes)
	}
	if again := len(pdfPage.FindAll(b.pdf(), -1)); again != pages {
		t.Errorf("%d pages, but %d when all was drawn before", pages, again)
	}
}

// TestPrintStyle holds what is seen on paper.
func TestPrintStyle(t *testing.T) {
	b := newTab(t)
	drawn := b.show(ShowOptions{}, showTune)
	b.media("print")
	for selector, want := range map[string]bool{
		"h1": true, ".tune h2": true, ".score": drawn, ".abc": !drawn,
		".player": false, ".roll": false, ".tune .play": false, ".tune footer": false, ".findings": false,
	} {
		if got := eval[bool](b, "document.querySelector(%q).checkVisibility()", selector); got != want {
			t.Errorf("%s is seen: %v, want %v", selector, got, want)
		}
	}
	if eval[bool](b, "document.documentElement.scrollWidth > innerWidth") {
		t.Error("it is wider than the paper")
	}
}
