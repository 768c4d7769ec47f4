package sound_test

import (
	"fmt"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/sound"
)

func Example() {
	tune, _ := abc.Parse("X:1\nM:4/4\nL:1/4\nQ:1/4=120\nK:C\nCE|\n")
	s, _ := play.Play(tune, score.Options{Program: sound.Fiddle.Program()})
	notes := sound.Notes(s)
	for _, n := range notes {
		fmt.Println(n.Start, n.Length, n.Cents, n.Level, n.Timbre)
	}
	samples, err := sound.Render(notes)
	if err != nil {
		fmt.Println(err)
		return
	}
	file := sound.WAV(samples)
	fmt.Println(len(samples)/sound.Rate, "s,", string(file[:4]))
	// Output:
	// 0 500 6000 401 fiddle
	// 500 500 6400 401 fiddle
	// 1 s, RIFF
}
