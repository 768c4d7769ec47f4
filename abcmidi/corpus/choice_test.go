package corpus

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"charabanc/data"
)

// book has a number twice, one with zeros before it, and tunes without a number.
const book = `X:1
T:The Kesh
K:G
GAG|

X:2
T:Bourrée à deux temps
T:Cooley's
K:C
CDE|

X:007 % the agent
T:Sí Bheag
+:, Sí Mhór
%%begintext
T:No title
%%endtext
K:D
def|
T:The Second Part
gfe|

X:2
T:Ørsted's Großer Walzer
K:C
C|

T:Nameless
K:C
EFG|

X:5b
T:The Kesh
K:C
GFE|
`

// chosenTitles returns the first titles of the tunes that a choice takes.
func chosenTitles(t *testing.T, c *Choice, text string) string {
	var list []string
	r := data.NewReader(strings.NewReader(text), "book")
	for src, err := r.Next(); err == nil; src, err = r.Next() {
		if c.Has(src) {
			title, _, _ := strings.Cut(strings.Join(titlesOf(src), "/"), "/")
			list = append(list, title)
		}
	}
	return strings.Join(list, "; ")
}

func TestChoice(t *testing.T) {
	for _, c := range []struct {
		name            string
		numbers, titles []string
		want            string
		missing         string
	}{
		{"a number", []string{"1"}, nil, "The Kesh", ""},
		{"a number twice in the book", []string{"2"}, nil, "Bourrée à deux temps; Ørsted's Großer Walzer", ""},
		{"zeros and a comment", []string{"7"}, nil, "Sí Bheag , Sí Mhór", ""},
		{"a list and a range", []string{"1,3-8"}, nil, "The Kesh; Sí Bheag , Sí Mhór", ""},
		{"blanks in the list", []string{"1, 7"}, nil, "The Kesh; Sí Bheag , Sí Mhór", ""},
		{"two lists", []string{"1", "7"}, nil, "The Kesh; Sí Bheag , Sí Mhór", ""},
		{"a range without an end", []string{"3-"}, nil, "Sí Bheag , Sí Mhór", ""},
		{"a number that is not there", []string{"1,3,8-9"}, nil, "The Kesh", "3 8-9"},
		{"any case", nil, []string{"the KESH"}, "The Kesh; The Kesh", ""},
		{"accents in the title", nil, []string{"bourree a deux"}, "Bourrée à deux temps", ""},
		{"accents in what is asked for", nil, []string{"Késh"}, "The Kesh; The Kesh", ""},
		{"letters that are not decomposed", nil, []string{"orsteds grosser"}, "Ørsted's Großer Walzer", ""},
		{"a second title, no apostrophe", nil, []string{"cooleys"}, "Bourrée à deux temps", ""},
		{"a curly apostrophe", nil, []string{"Cooley’s"}, "Bourrée à deux temps", ""},
		{"a title in the body", nil, []string{"second part"}, "Sí Bheag , Sí Mhór", ""},
		{"a title that goes on", nil, []string{"bheag, si mhor"}, "Sí Bheag , Sí Mhór", ""},
		{"one of two titles", nil, []string{"nameless", "cooley"}, "Bourrée à deux temps; Nameless", ""},
		{"a number and a title", []string{"1-5"}, []string{"kesh"}, "The Kesh", ""},
		{"none of %%begintext", nil, []string{"title"}, "", ""},
	} {
		choice, err := NewChoice(c.numbers, c.titles)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := chosenTitles(t, choice, book); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if got := strings.Join(choice.Missing(), " "); got != c.missing {
			t.Errorf("%s: missing %q, want %q", c.name, got, c.missing)
		}
		if (choice.Err() == nil) != (c.want != "") {
			t.Errorf("%s: error %v", c.name, choice.Err())
		}
	}
	var all *Choice
	if choice, err := NewChoice(nil, nil); choice != all || err != nil {
		t.Errorf("no choice: %v, %v", choice, err)
	}
	if got := chosenTitles(t, all, book); strings.Count(got, ";") != 5 || all.Err() != nil || all.Missing() != nil {
		t.Errorf("no choice: %s", got)
	}
}

// TestEscapedTitle: titles are chosen as they are read, not as they are written.
func TestEscapedTitle(t *testing.T) {
	for _, title := range []string{`Bourr\'ee`, "Bourr&eacute;e", `Bourr\u00e9e`, "Bourrée", "Bourre\u0301e"} {
		for _, asked := range []string{"bourree", "Bourrée", `Bourr\'ee`} {
			choice, _ := NewChoice(nil, []string{asked})
			if got := chosenTitles(t, choice, "X:1\nT:"+title+"\nK:C\nC|\n"); got == "" {
				t.Errorf("%s does not choose %s", asked, title)
			}
		}
	}
}

// TestFileHeaderTitle: a title before the first tune is that of tunes without one.
func TestFileHeaderTitle(t *testing.T) {
	choice, _ := NewChoice(nil, []string{"book"})
	if got := chosenTitles(t, choice, "T:My Book\n\nX:1\nK:C\nC|\n\nX:2\nT:Own\nK:C\nD|\n"); got != "My Book" {
		t.Errorf("%s", got)
	}
}

func TestChoiceErrors(t *testing.T) {
	for _, c := range []struct {
		name            string
		numbers, titles []string
		text            string
		want            string
	}{
		{"no such number", []string{"9,20-30"}, nil, book, "--tune 9,20-30: none of the 6 tunes has such a number in X: they have 1-2, 7"},
		{"no numbers at all", []string{"1"}, nil, "T:A\nK:C\nCDE|\n", "--tune 1: none of the 1 tunes has a number in X: choose with --title"},
		{"nearest titles", nil, []string{"cooly"}, book, `--title "cooly": none of the 6 tunes has it in T: perhaps "Cooley's"`},
		{"no title is near", nil, []string{"xyzzy"}, book, `--title "xyzzy": none of the 6 tunes has it in T: try a shorter part of the title`},
		{"not both", []string{"2"}, []string{"kesh"}, book, `--tune 2 --title "kesh": none of the 6 tunes has both`},
		{"many numbers", []string{"0"}, nil, strings.Repeat("X:1\nK:C\nC|\n\nX:3\nK:C\nC|\n\nX:5\nK:C\nC|\n\nX:7\nK:C\nC|\n\nX:9\nK:C\nC|\n\nX:11\nK:C\nC|\n\nX:13\nK:C\nC|\n\nX:15\nK:C\nC|\n\nX:17\nK:C\nC|\n\n", 1),
			"they have 1, 3, 5, 7, 9, 11, 13, 15, and others"},
	} {
		choice, err := NewChoice(c.numbers, c.titles)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		chosenTitles(t, choice, c.text)
		if err := choice.Err(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	for _, list := range []string{"", ",", "x", "3x", "-3", "5-3", "1-2-3", "3..5", "1000000000", "+3"} {
		if _, err := NewChoice([]string{list}, nil); err == nil || !strings.Contains(err.Error(), "such as 3 or 3,5-8") {
			t.Errorf("%q: error %v", list, err)
		}
	}
	for _, title := range []string{"", " ", "'?!"} {
		if _, err := NewChoice(nil, []string{title}); err == nil {
			t.Errorf("title %q is accepted", title)
		}
	}
}

// TestConvertChosen names the files of chosen tunes as if all had been converted, unless
// a name is given.
func TestConvertChosen(t *testing.T) {
	dir := t.TempDir()
	tunes := write(t, filepath.Join(dir, "book.abc"), book)
	one := write(t, filepath.Join(dir, "one.abc"), oneTune)
	notes := write(t, filepath.Join(dir, "notes.txt"), "%%notes exact 96\nC4:1\n")
	for _, c := range []struct {
		name    string
		numbers string
		o       Options
		want    string
		tunes   int
	}{
		{"the first", "1", Options{Inputs: []string{tunes}}, "book-0001.mid", 1},
		{"one of the middle", "7", Options{Inputs: []string{tunes}}, "book-0003.mid", 1},
		{"several", "2,7", Options{Inputs: []string{tunes}}, "book-0002.mid book-0003.mid book-0004.mid", 3},
		{"of a file of one", "1", Options{Inputs: []string{one}}, "one.mid", 1},
		{"of several files", "1", Options{Inputs: []string{tunes, one, notes}}, "book-0001.mid one.mid", 2},
		{"a name for one", "7", Options{Inputs: []string{tunes}, Name: "x"}, "x.mid", 1},
		{"a name for several", "2-7", Options{Inputs: []string{tunes}, Name: "x"}, "x-0001.mid x-0002.mid x-0003.mid", 3},
		{"none", "40", Options{Inputs: []string{tunes}}, "", 0},
	} {
		c.o.Choice, _ = NewChoice([]string{c.numbers}, nil)
		c.o.OutDir = filepath.Join(t.TempDir(), "out")
		sum, err := Convert(context.Background(), c.o)
		if err != nil || sum.Tunes != c.tunes || sum.Written != c.tunes || sum.Findings != 0 {
			t.Errorf("%s: %+v, %v", c.name, sum, err)
		}
		if got := strings.Join(listed(t, c.o.OutDir), " "); got != c.want {
			t.Errorf("%s: wrote %s, want %s", c.name, got, c.want)
		}
	}
}
