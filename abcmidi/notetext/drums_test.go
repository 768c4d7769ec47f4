package notetext

import (
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
)

// TestDrums writes all keys as drums beside a melody, as ABC, and wants the same keys on
// channel 10 back: in any key signature, with chords and rolls, and under --transpose.
func TestDrums(t *testing.T) {
	drums := smf.Part{Name: "Kit", Track: 1, Channel: smf.DrumChannel, Program: 8}
	for key := range 128 {
		on := int64(key/3) * 48
		drums.Notes = append(drums.Notes, smf.PlayedNote{On: on, Off: on + 24 + int64(key%3)*24, Key: uint8(key), Velocity: 90})
	}
	for roll := range 32 {
		on := 48*44 + int64(roll)*8
		drums.Notes = append(drums.Notes, smf.PlayedNote{On: on, Off: on + 8, Key: uint8(38 + roll%2*2), Velocity: 90})
	}
	for _, part := range []string{"alone", "beside a melody"} {
		for sharps := -7; sharps <= 7; sharps++ {
			p := &smf.Performance{Title: "t", Division: 96, Parts: []smf.Part{drums}, Keys: []smf.KeyMark{{Sharps: sharps}}}
			if part != "alone" {
				p.Parts = append(notesAt(96, "60 0 96,64 96 192,67 192 768").Parts, drums)
			}
			want := &smf.Performance{Division: 96, Parts: []smf.Part{drums}}
			text, err := Text(p, Options{Format: ABC})
			if err != nil {
				t.Fatal(err)
			}
			tune, err := abc.Parse(text)
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			for _, transpose := range []int{0, 3} {
				s, err := play.Play(tune, score.Options{Transpose: transpose})
				if err != nil {
					t.Fatalf("%v\n%s", err, text)
				}
				var kit score.Score
				for _, v := range s.Voices {
					if v.Channel == smf.DrumChannel {
						kit.Voices = append(kit.Voices, v)
						if v.Program != 8 {
							t.Errorf("program %d", v.Program)
						}
					}
				}
				got := scoreNotes(&kit, 96)
				if flat := abctest.Flat(want, false, false); len(got) != len(flat) || abctest.Common(got, flat) != len(flat) {
					t.Fatalf("%s, %d sharps, transposed by %d: %d of %d drums come back, %d in all\n%s", part, sharps, transpose, abctest.Common(got, flat), len(flat), len(got), text)
				}
			}
		}
	}
}
