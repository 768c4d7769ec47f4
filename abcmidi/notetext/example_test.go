package notetext_test

import (
	"bytes"
	"fmt"
	"log"

	"charabanc/abcmidi/notetext"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

func ExampleText() {
	p := &smf.Performance{Title: "A chord and a note", Division: 96, Parts: []smf.Part{{Notes: []smf.PlayedNote{
		{On: 0, Off: 96, Key: 60, Velocity: 80},
		{On: 0, Off: 96, Key: 64, Velocity: 80},
		{On: 96, Off: 240, Key: 67, Velocity: 70},
	}}}}
	for f := notetext.Exact; f <= notetext.ABC; f++ {
		text, err := notetext.Text(p, notetext.Options{Format: f})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Print(text)
	}
	// Output:
	// %%notes exact 96
	// C4:1 E4:1 +1 G4:3/2
	//
	// %%notes classic
	// 0.4 G4
	//
	// X:1
	// T:A chord and a note
	// M:4/4
	// L:1/8
	// K:C
	// [CE]2 G3 z3 |
}

func ExampleRead() {
	p, err := notetext.Read(data.Source{Text: "%%notes exact 96\nq90 C4:1 +1 D4:1/2 H4:1\n"})
	fmt.Println(err)
	for _, n := range p.Parts[0].Notes {
		fmt.Printf("key %d from tick %d to %d\n", n.Key, n.On, n.Off)
	}
	var file bytes.Buffer
	if err := p.WriteMIDI(&file); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 2:20: unknown token "H4:1" passed over
	// key 60 from tick 0 to 96
	// key 62 from tick 96 to 144
}
