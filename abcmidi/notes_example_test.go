package abcmidi_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"charabanc/abcmidi"
)

// jigMIDI is two bars with a bass note, as a MIDI file's bytes.
func jigMIDI() []byte {
	p, err := abcmidi.ReadNoteText(abcmidi.Source{Text: "%%notes exact 480 m3/8 kD q120\n" +
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

func ExampleNoteText() {
	for _, format := range []abcmidi.NoteFormat{abcmidi.ExactNotes, abcmidi.ClassicNotes, abcmidi.ABCNotes} {
		p, err := abcmidi.ReadMIDI(bytes.NewReader(jigMIDI()))
		if err != nil {
			log.Fatal(err)
		}
		text, err := abcmidi.NoteText(p, abcmidi.NoteOptions{Format: format})
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

func ExampleReadNoteText() {
	p, err := abcmidi.ReadNoteText(abcmidi.Source{File: "sample", Line: 1, Text: "%%notes exact 480\nC4:1 E4:1 +1 what D4:2\n"})
	fmt.Println(p.Notes(), "notes;", err)
	// Output: 3 notes; sample:2:14: unknown token "what" passed over
}

func ExampleConvertNotes() {
	dir, err := os.MkdirTemp("", "corpus")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	os.WriteFile(filepath.Join(dir, "jig.mid"), jigMIDI(), 0o666)
	os.WriteFile(filepath.Join(dir, "cut.mid"), jigMIDI()[:60], 0o666)
	sum, err := abcmidi.ConvertNotes(context.Background(), abcmidi.ConvertNotesOptions{
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

func ExampleConvert() {
	dir, err := os.MkdirTemp("", "tunes")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	sum, err := abcmidi.Convert(context.Background(), abcmidi.ConvertOptions{
		Inputs: []string{"-"},
		Stdin:  strings.NewReader("X:1\nT:One\nM:3/4\nK:G\nG2A2B2|\n\nX:2\nT:Two\nM:4/4\nK:D\nD2F2 Z2|\n"),
		OutDir: dir,
		Report: func(e *abcmidi.Error) { fmt.Println(e) },
	})
	if err != nil {
		log.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.mid"))
	fmt.Println(sum.Tunes, "tunes,", sum.Notes, "notes:", filepath.Base(files[0]), filepath.Base(files[1]))
	// Output: 2 tunes, 5 notes: tunes-0001.mid tunes-0002.mid
}
