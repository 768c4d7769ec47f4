package rewrite_test

import (
	"fmt"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/rewrite"
)

func ExampleUnit() {
	tune, _ := abc.Parse("X:12\nT:The Beginning\nM:2/4\nL:1/16\nK:G\nG2A2 B4|[GB]8|\n")
	tune, err := rewrite.Unit(tune, music.NewFraction(1, 8))
	fmt.Print(rewrite.Number(tune, 1))
	fmt.Println(err)
	// Output:
	// X:1
	// T:The Beginning
	// M:2/4
	// L:1/8
	// K:G
	// GA B2|[GB]4|
	// <nil>
}
