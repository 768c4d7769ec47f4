package abc_test

import (
	"fmt"
	"os"

	"charabanc/abcmidi/abc"
)

const jig = `X:1
T:The Beginning
M:6/8
L:1/8
K:G
|: GAB  d2/2B | (3ABc *B "Am"[Ace]3/1 :|
`

func ExampleParse() {
	tune, err := abc.Parse(jig)
	fmt.Println(tune.Title(), tune.Key().Cents)
	for _, n := range tune.Body[:4] {
		if note, ok := n.(*abc.Note); ok {
			fmt.Println(tune.Position(n.Pos()), note.Pitch.Step, note.Length)
		}
	}
	if findings, ok := err.(abc.ErrorList); ok {
		fmt.Println(findings)
	}
	// Output:
	// The Beginning [0 0 0 100 0 0 0]
	// 6:4 4 1
	// 6:5 5 1
	// 6:23: unexpected "*" ignored
}

func ExamplePrint() {
	tune, _ := abc.Parse(jig)
	if err := abc.Print(os.Stdout, tune); err != nil {
		fmt.Println(err)
	}
	// Output:
	// X:1
	// T:The Beginning
	// M:6/8
	// L:1/8
	// K:G
	// |: GAB dB | (3ABc B "Am"[Ace]3 :|
}

func ExampleParseKey() {
	k, err := abc.ParseKey("D dorian treble-8 ^f")
	fmt.Println(k.Tonic, k.Mode, k.Sharps, k.Cents, k.Shift(), err)
	// Output: D dorian 0 [0 0 0 100 0 0 0] -12 <nil>
}

func ExampleParseChord() {
	c, ok := abc.ParseChord("F#m7/C#")
	fmt.Println(c.Root, c.Bass, c.Tones, ok)
	// Output: 6 1 [0 3 7 10] true
}
