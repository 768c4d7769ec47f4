package recall

import "testing"

// TestRelation: how the bar, so far, is related to the one before.
func TestRelation(t *testing.T) {
	for _, c := range []struct {
		what, body string
		relation   int8
		by         int8 // steps, if moved
		matched    int8
	}{
		{"doc.go: the same notes", "d2AFA2|d2AF", same, 0, 3}, // the last note may get an octave mark
		{"doc.go: moved by a step", "d2cBc2|e2dc", moved, 1, 3},
		{"doc.go: the same rhythm", "d2AFA2|d2BG", rhythm, 0, 3},
		{"nothing yet", "CDEF|", same, 0, 0},
		{"a note that may get an octave mark", "CDEF|C", same, 0, 0},
		{"a note and its length", "C2D2|C2", same, 0, 2},
		{"moved down", "CDEF|A,B,C", moved, -2, 2},
		{"moved by an octave", "CDEF|cd", moved, 7, 1},
		{"moved by two octaves", "CDEF|c'd'e", moved, 14, 2},
		{"the source has octave marks", "C,D,EF|CDe", moved, 7, 2},
		{"an octave mark alone differs", "CDEF|CDE,F", rhythm, 0, 3},
		{"moved, then not", "CDEF|DEEF", rhythm, 0, 3},
		{"the same notes after another", "CDEF|DDEF ", rhythm, 0, 4},
		{"another length", "C2D2|C3D", other, 0, 1},
		{"another accidental", "C^DEF|C_DEF", other, 0, 1},
		{"a rest for a note", "CDEF|CzEF", other, 0, 1},
		{"a note for a rest", "CzEF|CDEF", other, 0, 1},
		{"the bar goes on after its source", "C4|C4D", same, 0, 2},
		{"the bar goes on, with a length", "C4|C4D2", other, 0, 2},
		{"a chord", "[CEG]4|[DFA]", moved, 1, 5},
		{"a chord after a bar line", "[CEG]4|[D", same, 0, 1},
		{"no chord after a bar line", "CEGA|[", other, 0, 0},
		{"blanks", "CD EF|C DE F", same, 0, 3},
		{"a blank more", "CDEF|C DEF", same, 0, 3},
		{"two blanks less", "C  DEF|CDEF", same, 0, 3},
		{"no source", "CDE", absent, 0, 0},
	} {
		a := scratch([]rune(head+c.body), nil).align[0]
		if a.relation != c.relation || a.matched != c.matched || c.relation == moved && a.by != c.by {
			t.Errorf("%s: after %s: relation %d, moved by %d, %d matched; want %d, %d, %d",
				c.what, c.body, a.relation, a.by, a.matched, c.relation, c.by, c.matched)
		}
	}
}

// TestDiffer: chord symbols do not change the relation, but are known to differ.
func TestDiffer(t *testing.T) {
	for _, c := range []struct {
		what, body string
		differ     bool
	}{
		{"the same", "\"G\"CDEF|\"G\"CDE", false},
		{"without chord symbols", "CDEF|CDE", false},
		{"another", "\"G\"CDEF|\"D\"CDE", true},
		{"another, so far", "\"G\"CDEF|\"D", false},
		{"a longer one", "\"G\"CDEF|\"G7\"CDE", true},
		{"one that is missing", "\"G\"CDEF|CDE", true},
		{"one more", "CDEF|\"G\"CDE", true},
		{"in another place", "CD\"G\"EF|C\"G\"DEF", true},
		{"the second one", "\"G\"CD\"D\"EF|\"G\"CD\"C\"E", true},
		{"a bar line and a comment sign are text", "\"A|\"CDEF|\"A|\"CDE", false},
		{"without an end", "\"G\"CDEF|\"G\nCDE", false},
	} {
		a := scratch([]rune(head+c.body), nil).align[0]
		if a.relation != same || a.differ != c.differ {
			t.Errorf("%s: after %q: relation %d, differs %v; want %d, %v", c.what, c.body, a.relation, a.differ, same, c.differ)
		}
	}
}

// TestSources: the bar that each source is, by number from 0 in the tune; -1: none.
func TestSources(t *testing.T) {
	for _, c := range []struct {
		what, body string
		source     int
		want       int32
	}{
		{"the bar before", "C4|D4|E", 0, 1},
		{"two bars before", "C4|D4|E", 1, 0},
		{"three bars before", "C4|D4|E", 2, -1},
		{"the pickup is no bar before", "G|C4|D", 1, -1},
		{"none in another section", "C4|D4||E", 0, -1},
		{"twelve bars before", "C4|D4|E4|F4|C4|D4|E4|F4|C4|D4|E4|F4|C", 8, 0},
		{"the section before", "C4|D4||E4|F", sectionBefore, 1},
		{"the section before that", "C4|D4||E4|F4||G4|A", sectionBefore + 1, 1},
		{"a longer section than the one before", "C4||E4|F", sectionBefore, -1},
		{"the section before, after the bar line", "C4|D4||E4|F4||", sectionBefore, 2},
		{"the section before that, after the bar line", "C4|D4||E4|F4||", sectionBefore + 1, 0},
		{"the first section", "C4|D", sectionBefore, -1},
		{"the first bar beside a pickup", "G|C4||E", sectionBefore, 0},
		{"the second bar after pickups", "G|C4|D4||A|E4|F", sectionBefore, 2},
		{"a section after P:", "C4|D4|\nP:B\n E4|F", sectionBefore, 1},
		{"the first ending", "C4|1D4:|2E", otherEnding, 1},
		{"the first ending, after the bar line", "C4|1D4:|2", otherEnding, 1},
		{"the second bar of the first ending", "C4|1D4|E4:|2F4|G", otherEnding, 2},
		{"longer than the first ending", "C4|1D4:|2F4|G", otherEnding, -1},
		{"the first ending, from the third", "C4|1D4:|2E4:|3F", otherEnding, 1},
		{"in the first ending", "C4|1D", otherEnding, -1},
		{"the bar before the endings", "C4|1D4:|2E", 0, 0},
		{"the bar before, in the second ending", "C4|1D4|E4:|2F4|G", 0, 3},
		{"two bars before, outside the second ending", "C4|1D4|E4:|2F4|G", 1, 0},
		{"the bar before the third ending", "C4|1D4:|2E4:|3F", 0, 0},
		{"the bar before, in the third ending", "C4|1D4|E4:|2F4|G4:|3A4|B", 0, 5},
	} {
		a := scratch([]rune(head+c.body), nil).align[c.source]
		got := a.source
		if a.relation == absent {
			got = -1
		}
		if got != c.want {
			t.Errorf("%s: after %q: source %d is bar %d, want %d", c.what, c.body, c.source, got, c.want)
		}
	}
}

// TestResults: how a bar compared with its sources is known in the next one.
func TestResults(t *testing.T) {
	for _, c := range []struct {
		what, body string
		source     int
		want       int8
	}{
		{"octave marks differ", "CDEF|CDEF,|G", 0, rhythm},
		{"chord symbols differ", "\"G\"CDEF|\"D\"CDEF|G", 0, same},
		{"a bar that is shorter", "CDEF|CDE|G", 0, other},
		{"a bar that is longer", "CDE|CDEF|G", 0, other},
		{"the first character of the bar line is part of the bar", "CDEF|CDEF:", 0, other},
		{"two bars before", "CDEF|G4|DEFG|A", 1, moved},
		{"a bar with no source", "CDEF|G4|A", 1, absent},
		{"the section before", "CDEF|G4||CDEF|G", sectionBefore, same},
		{"the first ending", "C4|1CDEF|G4:|2EFGA|G", otherEnding, moved},
		{"a new section", "CDEF|CDEF||G", 0, absent},
		{"a bar far too short does not count", "CDEF|DEFG|C|G", 0, moved},
	} {
		if got := scratch([]rune(head+c.body), nil).align[c.source].before; got != c.want {
			t.Errorf("%s: after %s: source %d: relation %d before, want %d", c.what, c.body, c.source, got, c.want)
		}
	}
}
