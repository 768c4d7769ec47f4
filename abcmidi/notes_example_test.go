package abcmidi_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"charabanc/abcmidi"
)

// jigMIDI is two bars with a bass note, as a MIDI file's bytes.
func jigMIDI() []byte {
	p, err := abcmidi.ReadNotes(abcmidi.Source{Text: "%%notes exact 480 m3/8 kD q120\n" +
		"F#4:1/2 t2 D3:3/2 +1/2 t1 A4:1/2 +1/2 D5:1/2 +1/2 | C#5:1/3 +1/3 B4:1/3 +1/3 A4:1/3\n"})
	if err != nil {
		log.Fatal(err)
	}
	var buf bytes.Buffer
	if err := p.WriteMIDI(&buf); err != nil {
		log.Fatal(err)
	}
	return buf.Bytes()
}

func ExampleReadMIDI() {
	p, err := abcmidi.ReadMIDI(bytes.NewReader(jigMIDI()))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.Division, "ticks a quarter note,", p.Notes(), "notes in", len(p.Parts), "parts")
	// Output: 480 ticks a quarter note, 7 notes in 2 parts
}

func ExamplePerformance_NoteText() {
	for _, format := range []abcmidi.NoteFormat{abcmidi.ExactNotes, abcmidi.ClassicNotes, abcmidi.ABCNotes} {
		p, err := abcmidi.ReadMIDI(bytes.NewReader(jigMIDI()))
		if err != nil {
			log.Fatal(err)
		}
		text, err := p.NoteText(abcmidi.NoteTextOptions{Format: format})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Print(text)
	}
	// Output:
	// %%notes exact 480
	// m3/8 kD q120 F#4:1/2 t2 D3:3/2 +1/2 t1 A4:1/2 +1/2 D5:1/2 +1/2 |
	// C#5:1/3 +1/3 B4:1/3 +1/3 A4:1/3
	//
	// %%notes classic
	// 2.6 A4 D5 C#5 B4 A4
	//
	// X:1
	// T:Untitled
	// M:3/8
	// L:1/8
	// Q:1/4=120
	// K:D
	// V:1 name="1"
	// V:2 clef=bass name="2"
	// [V:1] FAd | (3cBA z |
	// [V:2] D,3 | Z |
}

func ExampleReadNotes() {
	p, err := abcmidi.ReadNotes(abcmidi.Source{File: "sample", Line: 1, Text: "%%notes exact 480\nC4:1 E4:1 +1 what D4:2\n"})
	fmt.Println(p.Notes(), "notes;", err)
	// Output: 3 notes; sample:2:14: unknown token "what" passed over
}

func ExampleConvertCorpus() {
	dir, err := os.MkdirTemp("", "corpus")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	os.WriteFile(filepath.Join(dir, "jig.mid"), jigMIDI(), 0o666)
	os.WriteFile(filepath.Join(dir, "cut.mid"), jigMIDI()[:60], 0o666)
	sum, err := abcmidi.ConvertCorpus(context.Background(), abcmidi.NotesOptions{
		Inputs: []string{dir},
		Output: filepath.Join(dir, "notes.txt"),
		Report: func(file string, reason error) { fmt.Printf("%s: %v\n", filepath.Base(file), reason) },
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d files, %d pieces of %d tokens, %d different\n", sum.Files, sum.Pieces, sum.Tokens, sum.Vocabulary)
	// Output:
	// cut.mid: cut off: track 2 has 0 bytes of 66
	// 2 files, 1 pieces of 25 tokens, 19 different
}
