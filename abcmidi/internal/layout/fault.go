package layout

import (
	"fmt"

	"charabanc/abcmidi/abc"
)

// This file records what is wrong with a voice and shows only while it is laid out.

// Fault is a sign without the notes that it is for.
type Fault struct {
	Kind abc.Kind
	Pos  abc.Pos
	Msg  string
}

// maxFaults is how many faults of a voice are recorded.
const maxFaults = 200

func (v *Voice) fault(kind abc.Kind, pos abc.Pos, format string, args ...any) {
	if len(v.Faults) < maxFaults {
		v.Faults = append(v.Faults, Fault{kind, pos, fmt.Sprintf(format, args...)})
	}
}

// unfinished records what still waits for a note where a bar, an overlay or the voice
// ends: broken rhythm and tuplets. They go on after it all the same.
func (v *Voice) unfinished() {
	if v.nextFactor.Positive() {
		v.lacksNote()
	}
	for i := range v.tuplets {
		v.cutShort(&v.tuplets[i])
	}
}

// lastGraces records grace notes that no note follows to the end of the voice.
func (v *Voice) lastGraces() {
	if len(v.pending.graces) > 0 {
		v.fault(abc.KindGrace, v.graceAt, "no note after the grace notes")
	}
}

// lacksNote records the broken rhythm that waits for a note, once.
func (v *Voice) lacksNote() {
	if v.brokenDots != 0 {
		v.fault(abc.KindBroken, v.brokenAt, "no note after the %.8q in its bar", (&abc.Broken{Dots: v.brokenDots}).String())
		v.brokenDots = 0
	}
}

// cutShort records a tuplet that waits for notes, once.
func (v *Voice) cutShort(t *openTuplet) {
	if !t.blamed {
		t.blamed = true
		v.fault(abc.KindTuplet, t.pos, "tuplet of %d notes has only %d", t.size, t.size-t.left)
	}
}
