package transpose_test

import (
	"fmt"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/transpose"
)

func ExampleTune() {
	tune, _ := abc.Parse("X:1\nT:The Beginning\nK:G\n\"G\"GABc \"C\"=f^dec |\n")
	fmt.Print(transpose.Tune(tune, -5))
	// Output:
	// X:1
	// T:The Beginning
	// K:D
	// "D"DEFG "G"=c^ABG |
}
