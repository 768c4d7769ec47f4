package smf_test

import (
	"bytes"
	"fmt"
	"log"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
)

func ExampleWrite() {
	quarter := music.NewFraction(1, 1)
	s := &score.Score{
		Title:  "Two notes",
		Voices: []score.Voice{{Name: "flute", Channel: -1, Program: 73}},
		Tempos: []score.TempoChange{{Quarters: music.NewFraction(120, 1)}},
		Length: music.NewFraction(2, 1),
	}
	s.Voices[0].Add(music.Fraction{}, quarter, 60, 90)
	s.Voices[0].Add(quarter, quarter, 62, 90)
	var file bytes.Buffer
	if err := smf.Write(&file, s, smf.Options{}); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d bytes: % x ...\n", file.Len(), file.Bytes()[:14])
	// Output: 89 bytes: 4d 54 68 64 00 00 00 06 00 01 00 02 01 e0 ...
}

func ExampleRead() {
	file := "MThd\x00\x00\x00\x06\x00\x00\x00\x01\x00\x60" + // type 0, one track, 96 ticks
		"MTrk\x00\x00\x00\x0c" + "\x00\x90\x3c\x5a" + "\x60\x80\x3c\x00" + "\x00\xff\x2f\x00"
	p, err := smf.Read(bytes.NewReader([]byte(file)))
	if err != nil {
		log.Fatal(err)
	}
	for _, n := range p.Parts[0].Notes {
		fmt.Printf("key %d from tick %d to %d of %d in a quarter note\n", n.Key, n.On, n.Off, p.Division)
	}
	// Output: key 60 from tick 0 to 96 of 96 in a quarter note
}
