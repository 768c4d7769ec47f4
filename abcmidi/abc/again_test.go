package abc

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"charabanc/data"
)

// addresses are those of values that a tree points to.
var addresses = regexp.MustCompile(`0x[0-9a-f]+`)

// TestParserAgain reads tunes with one Parser, in several orders, and holds the trees to
// those of new Parsers: what a tune or the header of its file defines is not the next one's.
func TestParserAgain(t *testing.T) {
	const macros = "U:T=!fermata!\nm:~n = n/m/\nM:6/8\n%%begintext\nnone\n%%endtext\nK:E\n"
	var sources []data.Source
	for i, body := range []string{
		"M:4/4\nL:1/8\nQ:1/4=120\nK:Am ^c\nTA ~B c|[K:D]d4|\nK:Am ^c\nA4|\n",
		"U:T=!trill!\nm:~n = nn\nM:4/4\nL:1/8\nK:Am ^c\nTA ~B c|[M:3/4]d,,/2e''3-e|\n",
		"M:4/4 x\nL:1/8th\nQ:C3=40\nK:Hp what\nTA2/ B4/3 c//|z/ d0 e9999|\n",
		"M:2+3/8\nL:1/16\nQ:\"Slow\"\nK:clef=bass\nTA\u2019 `B`2 c` 3|\n",
	} {
		for _, header := range []string{"", macros, "C:someone\n" + strings.Repeat("N:note\n", i)} {
			sources = append(sources, data.Source{File: "a.abc", Line: 5, FileHeader: header, Text: fmt.Sprintf("X:%d\nT:t\n%s", i, body)})
		}
	}
	read := func(tune *Tune, err error) string {
		s := fmt.Sprintln(tune, err, len(tune.Inherited), tune.Position(9))
		for _, nodes := range [][]Node{tune.Header, tune.Body} {
			for _, n := range nodes {
				s += fmt.Sprintf("%T %+v\n", n, n)
				if f, ok := n.(*Field); ok {
					s += fmt.Sprintf("%+v\n", f.Value)
				}
			}
		}
		return addresses.ReplaceAllString(s, "")
	}
	p := new(Parser)
	for round := range 4 {
		for i := range sources {
			src := sources[(i*(2*round+1)*5+round)%len(sources)]
			if got, want := read(p.Parse(src)), read(ParseSource(src)); got != want {
				t.Fatalf("round %d: in used memory\n%s\nwant\n%s", round, got, want)
			}
		}
	}
}
