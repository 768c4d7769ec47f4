package find_test

import (
	"fmt"
	"log"

	"charabanc/abcmidi/find"
	"charabanc/data"
)

func ExampleFinder() {
	phrase, err := find.NewPhrase(data.Source{Text: "GABc d2"}, find.Options{})
	if err != nil {
		log.Fatal(err)
	}
	finder := find.NewFinder(phrase)
	finder.Tune(data.Source{File: "book.abc", Line: 1, Text: "X:1\nT:A Tune\nM:2/4\nL:1/8\nK:D\nd2 DE|FG A2|d4|\n"})
	for _, m := range finder.Matches() {
		fmt.Println(m)
	}
	// Output:
	// book.abc:6:4: X:1 A Tune, bar 1: d2 DE| FG A2|
}
