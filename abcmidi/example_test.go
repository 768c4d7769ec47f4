package abcmidi_test

import (
	"bytes"
	"fmt"
	"os"

	"charabanc/abcmidi"
	"charabanc/abcmidi/abc"
)

const polka = `X:1
T:A polka
M:2/4
L:1/8
K:G
|:"G"GB "D7"A>F|1 "G"G4:|2 "G"G2 z2|]
`

func ExampleParse() {
	tune, err := abcmidi.Parse("X:1\nT:Three notes\nK:D\nF # A d|\n")
	fmt.Println(tune.Title())
	fmt.Println(err)
	for _, n := range tune.Body {
		if note, ok := n.(*abc.Note); ok {
			fmt.Println(tune.Position(note.Pos()), "step", note.Pitch.Step)
		}
	}
	// Output:
	// Three notes
	// 4:3: unexpected "#" ignored
	// 4:1 step 3
	// 4:5 step 5
	// 4:7 step 8
}

func ExampleParseSource() {
	tune, _ := abcmidi.ParseSource(abcmidi.Source{File: "book.abc", Line: 120, Text: "X:7\nT:Cut out\nM:3/4\nK:G\nG2|\n", FileHeader: "L:1/4\n"})
	fmt.Println(tune.Position(tune.Body[0].Pos()), tune.Title())
	// Output:
	// book.abc:124:1 Cut out
}

func ExampleSetUnit() {
	tune, _ := abcmidi.Parse(polka)
	tune, err := abcmidi.SetUnit(tune, "1/16")
	fmt.Print(abcmidi.Renumber(tune, 12))
	fmt.Println(err)
	// Output:
	// X:12
	// T:A polka
	// M:2/4
	// L:1/16
	// K:G
	// |:"G"G2B2 "D7"A2>F2|1 "G"G8:|2 "G"G4 z4|]
	// <nil>
}

func ExampleFind() {
	tunes := []abcmidi.Source{{File: "book.abc", Line: 1, Text: polka}}
	matches, err := abcmidi.Find("CE D>B,", tunes, abcmidi.FindOptions{})
	for _, m := range matches {
		fmt.Println(m)
	}
	fmt.Println(err)
	// Output:
	// book.abc:6:6: X:1 A polka, bar 1: "G"GB "D7"A>F|
	// <nil>
}

func ExampleNewChoice() {
	choice, err := abcmidi.NewChoice([]string{"3,5-8"}, []string{"polka"})
	fmt.Println(choice.Has(abcmidi.Source{Text: polka}), err)
	fmt.Println(choice.Err())
	// Output:
	// false <nil>
	// --tune 3,5-8 --title "polka": none of the 1 tunes has both
}

func ExamplePlay() {
	tune, _ := abcmidi.Parse(polka)
	score, _ := abcmidi.Play(tune, abcmidi.PlayOptions{Accompaniment: abcmidi.NoAccompany})
	for _, e := range score.Voices[0].Events {
		fmt.Printf("%s: key %d for %s\n", e.Onset, e.Key, e.Duration)
	}
	// Output:
	// 0: key 67 for 1/2
	// 1/2: key 71 for 1/2
	// 1: key 69 for 3/4
	// 7/4: key 66 for 1/4
	// 2: key 67 for 2
	// 4: key 67 for 1/2
	// 9/2: key 71 for 1/2
	// 5: key 69 for 3/4
	// 23/4: key 66 for 1/4
	// 6: key 67 for 1
}

func ExampleWriteMIDI() {
	tune, _ := abcmidi.Parse(polka)
	score, _ := abcmidi.Play(tune, abcmidi.PlayOptions{})
	var file bytes.Buffer
	if err := abcmidi.WriteMIDI(&file, score, abcmidi.MIDIOptions{}); err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%s, %d tracks\n", file.Bytes()[:4], file.Bytes()[11])
	// Output:
	// MThd, 4 tracks
}

func ExampleCheck() {
	report := abcmidi.Check(abcmidi.Source{Line: 1, Text: "X:1\nT:Short\nM:3/4\nL:1/4\nK:C\nCDE|FG|ABc|]\n"})
	for _, f := range report.Findings {
		fmt.Println(f)
	}
	fmt.Println(report.Valid(), report.BadBars, "of", report.Bars)
	// Output:
	// 6:5: bar is too short: 2 quarter notes, the meter has 3
	// false 1 of 3
}

func ExamplePrint() {
	tune, _ := abcmidi.Parse("X: 1\nT: Untidy\nM: 4/4\nK: C\n  C2/2  D4/2 E3/6 | [ CE ] ||: F :||\n")
	abcmidi.Print(os.Stdout, tune)
	// Output:
	// X:1
	// T:Untidy
	// M:4/4
	// K:C
	// C D2 E/ | [CE] |: F :|
}

func ExampleTranspose() {
	tune, _ := abcmidi.Parse("X:1\nT:Up\nM:4/4\nL:1/4\nK:G\n\"Em\"EF^G=F|\n")
	abcmidi.Print(os.Stdout, abcmidi.Transpose(tune, -2))
	// Output:
	// X:1
	// T:Up
	// M:4/4
	// L:1/4
	// K:F
	// "Dm"DE^F_E|
}

func ExampleWriteMusicXML() {
	tune, _ := abcmidi.Parse("X:1\nT:One note\nM:1/4\nL:1/4\nK:G\nF|\n")
	var document bytes.Buffer
	if err := abcmidi.WriteMusicXML(&document, tune); err != nil {
		fmt.Println(err)
	}
	_, note, _ := bytes.Cut(document.Bytes(), []byte("<note>\n"))
	fmt.Printf("%.90s", note)
	// Output:
	// <pitch>
	//      <step>F</step>
	//      <alter>1</alter>
	//      <octave>4</octave>
	//     </pitch>
}
