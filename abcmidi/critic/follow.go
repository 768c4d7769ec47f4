package critic

// mendForm goes back to what is not as in the form, if the last character shows that
// something is not, and puts the right text in its place.
func (g *Guide) mendForm(tune string) (keep int, next string, ok bool) {
	if g.memory == nil {
		return 0, "", false
	}
	at, want, ok := g.memory.Fault()
	if !ok || !g.o.Strict && g.mended >= maxMended || want == "" && g.fresh >= patience {
		return 0, "", false
	}
	if want == "" {
		g.fresh++
	}
	if g.mended++; g.mended > maxMended {
		return g.back(-1), "", true
	}
	keep = len(string([]rune(tune)[:at]))
	for len(g.sound) > 1 && g.sound[len(g.sound)-1] > keep {
		g.sound = g.sound[:len(g.sound)-1]
	}
	return keep, want, true
}

// close has the last bar drawn again if it does not close on the tonic as the form has it,
// and at last replaces its last note.
func (g *Guide) close(tune string) (keep int, next string, ok bool) {
	if g.memory == nil || len(g.sound) == 0 || g.closing > maxClosing || g.memory.Closes() {
		return 0, "", false
	}
	if g.closing++; g.closing <= maxClosing {
		return g.sound[len(g.sound)-1], "", true
	}
	at, next := g.memory.Closing()
	return len(string([]rune(tune)[:at])), next, next != ""
}
