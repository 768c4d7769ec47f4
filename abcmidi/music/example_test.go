package music_test

import (
	"fmt"

	"charabanc/abcmidi/music"
)

// Three triplet notes last as long as a quarter note.
func ExampleFraction() {
	third := music.NewFraction(1, 3)
	fmt.Println(third.Add(third), third.Times(3, 1), third.Less(music.NewFraction(1, 2)))
	// Output: 2/3 1 true
}

// The bar holds an F natural, which is in force for the F an octave higher too.
func ExampleAccidentals() {
	gMajor := music.Key{Tonic: "G", Sharps: 1, Set: true}
	gMajor.Settle()
	var bar music.Accidentals
	for _, p := range []music.Pitch{
		{Step: music.LetterStep('F')},
		{Step: music.LetterStep('F'), Accidental: music.Accidental{Num: 0, Den: 1}},
		{Step: music.LetterStep('f')},
	} {
		cents := music.StepCents(int(p.Step)) + bar.Resolve(p, music.ScopePitch, &gMajor.Cents)
		fmt.Println("MIDI key", cents/100)
	}
	// Output:
	// MIDI key 66
	// MIDI key 65
	// MIDI key 77
}

func ExampleSpeller() {
	var s music.Speller
	s.SetKey(2, false) // D major
	for _, key := range []uint8{62, 66, 65, 66} {
		p := s.Pitch(key, false)
		fmt.Println(p.Step, p.Accidental.Written(), p.Accidental.Cents())
	}
	// Output:
	// 1 false 0
	// 3 false 0
	// 3 true 0
	// 3 true 100
}

func ExampleMeter() {
	jig := &music.Meter{Groups: []int{6}, Den: 8}
	fmt.Println(jig.Bar(), jig.Beat(), jig.UnitLength())
	// Output: 3 3/2 1/8
}
