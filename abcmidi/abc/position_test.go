package abc

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestPositionInLongLines: columns count characters wherever in a long line they are.
func TestPositionInLongLines(t *testing.T) {
	tune, _ := Parse("X:1\nT:é\nK:C\n" + strings.Repeat(`"^é♯"A|`, 3000) + "\n" + strings.Repeat("\xe9A|", 3000) + "\n")
	line, start := 1, 0
	for p := 0; p <= len(tune.Text); p++ {
		if p > 0 && tune.Text[p-1] == '\n' {
			line, start = line+1, p
		}
		if p%61 != 0 {
			continue
		}
		want := Position{Line: line, Column: utf8.RuneCountInString(tune.Text[start:p]) + 1}
		if got := tune.Position(Pos(p)); got != want {
			t.Fatalf("place %d is %v, want %v", p, got, want)
		}
	}
}
