package recall

import "testing"

// TestNumber: the number of the current bar in its section, from 0.
func TestNumber(t *testing.T) {
	for _, c := range []struct {
		what, body string
		want       int32
	}{
		{"the first bar", "C", 0},
		{"the second bar", "C4|D", 1},
		{"after the bar line", "C4|D4|", 2},
		{"a pickup", "G", 0},
		{"after the pickup", "G|", 0},
		{"the bar after the pickup", "G|C4|D", 1},
		{"after a pickup and a repeat sign", "G|:", 0},
		{"the bar after them", "G|:C4|D", 1},
		{"a new section", "C4|D4||E", 0},
		{"a new section, after the bar line", "C4|D4||", 0},
		{"a repeat, its colon alone", "C4|D4:", 2},
		{"a repeat", "C4|D4:|", 0},
		{"the first ending", "C4|D4|1E", 2},
		{"the second ending, after the bar line", "C4|D4|1E4:|2", 2},
		{"the second ending", "C4|D4|1E4:|2F", 2},
		{"the second ending in brackets", "C4|D4|[1E4:|[2F", 2},
		{"the second ending on a new line", "C4|D4|1E4:|\n[2 F", 2},
		{"the second bar of the second ending", "C4|D4|1E4|F4:|2F4|G", 3},
		{"a pickup and endings", "G|C4|D4|1E3:|2F", 2},
		{"the third ending", "C4|D4|1E4:|2F4:|3G", 2},
		{"after the endings", "C4|D4|1E4:|2F4||G4|A", 1},
		{"a second ending without a first", "C4|D4:|2E", 2},
		{"a P: field", "C4|D4|\nP:B\nE", 0},
		{"a P: field, before the music", "C4|D4|\nP:B\n", 0},
		{"a P: field and a blank", "C4|D4|\nP:B\n ", 0},
		{"a bar without a bar line before P:", "C4|D4\nP:B\nE4|", 1},
		{"a bar far too short", "C4|D|E", 1},
		{"a bar line in a chord symbol", "C4|\"A|B\"D", 1},
		{"a bar line in a comment", "C4|%|D4|\nD", 1},
		{"a bar line in words", "C4|\nw:la|la|\nD", 1},
		{"an inline field", "C4|[M:6/8]C3D3|E", 2},
		{"an inline field in a bar", "C2[K:G]D2|E", 1},
		{"an inline field at the bar line", "C4|[M:2/4]C2|E", 2},
		{"an inline part", "C4|D4|[P:B]E4|F", 1},
		{"a decoration with notes and a colon in its name", "C2!f:ed!D2|E", 1},
		{"a decoration that is longer than the bar", "C4|!fermata!D|E", 1},
		{"an exclamation mark that is none", "C2D2!|E", 1},
		{"an open decoration at the end of a line", "C2D2|!f\nE2F2|G", 2},
		{"a colon in a tuplet", "C4|(3:2:3CDE", 1},
	} {
		if got := scratch([]rune(head+c.body), nil).number(); got != c.want {
			t.Errorf("%s: after %q: bar %d, want %d", c.what, c.body, got, c.want)
		}
	}
}

// TestNext: what a bar line says of the next bar.
func TestNext(t *testing.T) {
	for line, want := range map[string]int8{
		"": nextBar, "|": nextBar, ":": nextBar, "|[": nextBar, "| ": nextBar,
		":|": nextSection, "||": nextSection, "|]": nextSection, "|:": nextSection, "::": nextSection, ":|:": nextSection,
		":||:": nextSection, "| :": nextSection, "||[": nextSection, ":|[": nextSection, "|:[": nextSection, ":||": nextSection,
		"|1": firstEnding, "[1": firstEnding, "|[1": firstEnding, "|1,3": firstEnding, "|1-3": firstEnding, "|1[": firstEnding, "| [1": firstEnding,
		":|2": secondEnding, ":|[2": secondEnding, ":||[2": secondEnding, "|2": secondEnding, "||2": secondEnding, ":|2,4": secondEnding, ":|3": secondEnding,
	} {
		var u run
		for _, c := range line {
			if u.n > 0 && !u.accepts(c) {
				t.Errorf("%q: %q is not part of the bar line", line, c)
			}
			u.add(c)
		}
		if got := u.next(); got != want {
			t.Errorf("%q: %d is next, want %d", line, got, want)
		}
	}
}

// TestRunEnds: characters that end a bar line.
func TestRunEnds(t *testing.T) {
	for _, line := range []string{"|A", ":|A", "|\"", ":|:2", "||(", "|,", "|-", "|0", "|[A", "|1A", "|1\"", "|2z"} {
		var u run
		last := rune(line[len(line)-1])
		for _, c := range line[:len(line)-1] {
			u.add(c)
		}
		if u.accepts(last) {
			t.Errorf("%q: %q is part of the bar line", line, last)
		}
	}
}

// TestPickup: how long the pickup that a repeat of the section has is, in quarter notes.
func TestPickup(t *testing.T) {
	for body, want := range map[string]float64{
		"C4|": 0, "G|": 1, "G/A/|": 1, "GA|": 2, "GAB|": 0, // three quarters of a bar are a bar
		"|:G|": 1, "G|:C4|": 0, "|G|": 1, "C4:|G|": 1, "G|C4||": 1, "G|C4||D": 0, "{c}|C4|": 0, "\"G\"|C4|": 0,
		"C4|G|": 0, "z|": 1, "\nP:A\nG/|": 0.5,
	} {
		r := scratch([]rune(head+body), nil)
		if got := float64(r.bar.pickup) * 4 / wholeNote; got != want {
			t.Errorf("%q: a pickup of %v, want %v", body, got, want)
		}
	}
}

// TestSpelling: the name of a step is read as the step.
func TestSpelling(t *testing.T) {
	for step := int8(-28); step < 35; step++ {
		letter, mark, marks := spelling(step)
		got := stepOf(letter)
		for range marks {
			if mark == ',' {
				got -= 7
			} else {
				got += 7
			}
		}
		if got != step || letter < 'a' && mark == '\'' && marks > 0 || letter >= 'a' && mark == ',' && marks > 0 {
			t.Errorf("step %d is %c and %d %c", step, letter, marks, mark)
		}
	}
}
