package music

import "testing"

func TestSteps(t *testing.T) {
	for _, c := range []struct {
		step, letter, octave, cents int
	}{
		{0, 0, 0, 6000}, {1, 1, 0, 6200}, {6, 6, 0, 7100}, {7, 0, 1, 7200}, {13, 6, 1, 8300},
		{-1, 6, -1, 5900}, {-7, 0, -1, 4800}, {-8, 6, -2, 4700}, {MaxStep, 0, 7, 14400}, {-MaxStep, 0, -7, -2400},
	} {
		letter, octave := SplitStep(c.step)
		if cents := StepCents(c.step); letter != c.letter || octave != c.octave || cents != c.cents {
			t.Errorf("step %d: letter %d, octave %d, %d cents; want %d, %d, %d",
				c.step, letter, octave, cents, c.letter, c.octave, c.cents)
		}
	}
}

func TestLetterStep(t *testing.T) {
	want := map[byte]int16{}
	for i, c := range []byte("CDEFGABcdefgab") {
		want[c] = int16(i)
	}
	for c := range 256 {
		if got := LetterStep(byte(c)); got != want[byte(c)] {
			t.Errorf("LetterStep(%q) = %d, want %d", rune(c), got, want[byte(c)])
		}
	}
}

func TestFoldKey(t *testing.T) {
	for key, want := range map[int]uint8{-1: 11, -12: 0, -13: 11, 0: 0, 127: 127, 128: 116, 140: 116, 300: 120} {
		if got := FoldKey(key); got != want {
			t.Errorf("FoldKey(%d) = %d, want %d", key, got, want)
		}
	}
}

func TestAccidentalOf(t *testing.T) {
	for _, c := range []struct {
		cents int
		want  Accidental
	}{
		{0, Accidental{0, 1}}, {100, Accidental{1, 1}}, {-200, Accidental{-2, 1}}, {50, Accidental{1, 2}},
		{150, Accidental{3, 2}}, {133, Accidental{4, 3}}, {-25, Accidental{-1, 4}}, {199, Accidental{2, 1}}, {12345, Accidental{123, 1}}, {-12355, Accidental{-124, 1}},
	} {
		if got := AccidentalOf(c.cents); got != c.want {
			t.Errorf("AccidentalOf(%d) = %v, want %v", c.cents, got, c.want)
		}
	}
	for cents := -198; cents <= 198; cents++ {
		if got := AccidentalOf(cents); got.Cents() != cents || !got.Written() {
			t.Errorf("AccidentalOf(%d) = %v, which is %d cents", cents, got, got.Cents())
		}
	}
	if a := (Accidental{}); a.Written() || a.Cents() != 0 {
		t.Error("the zero value is an accidental")
	}
}

// TestAccidentals resolves the notes of a bar in G major, F of several octaves.
func TestAccidentals(t *testing.T) {
	const none, natural, flat = 99, 0, -1
	type note struct {
		step       int16
		accidental int8
	}
	const f, high, low = 3, 10, -4
	for _, c := range []struct {
		name  string
		scope Scope
		notes []note
		want  []int
	}{
		{"key", ScopePitch, []note{{f, none}, {high, none}, {0, none}}, []int{100, 100, 0}},
		{"every octave", ScopePitch, []note{{f, natural}, {f, none}, {high, none}, {low, none}, {0, none}}, []int{0, 0, 0, 0, 0}},
		{"own octave", ScopeOctave, []note{{f, natural}, {f, none}, {high, none}, {low, none}}, []int{0, 0, 100, 100}},
		{"own note", ScopeNote, []note{{f, natural}, {f, none}}, []int{0, 100}},
		{"the last one holds", ScopePitch, []note{{f, natural}, {high, flat}, {f, none}}, []int{0, -100, -100}},
		{"lowest and highest", ScopeOctave, []note{{-MaxStep, flat}, {MaxStep, flat}, {-MaxStep, none}, {MaxStep, none}}, []int{-100, -100, -100, -100}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var bar Accidentals
			key := keySignature(1)
			for i, n := range c.notes {
				p := Pitch{Step: n.step}
				if n.accidental != none {
					p.Accidental = Accidental{n.accidental, 1}
				}
				if got := bar.Resolve(p, c.scope, &key); got != c.want[i] {
					t.Errorf("note %d: %d cents, want %d", i+1, got, c.want[i])
				}
			}
			bar.Clear()
			for step := int16(-MaxStep); step <= MaxStep; step++ {
				letter, _ := SplitStep(int(step))
				if got := bar.Resolve(Pitch{Step: step}, c.scope, &key); got != key[letter] {
					t.Errorf("after the bar line, step %d: %d cents", step, got)
				}
			}
		})
	}
}
