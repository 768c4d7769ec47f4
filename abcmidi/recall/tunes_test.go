package recall

import "strings"

// cut returns the tunes of a text of ABC.
func cut(text string) (tunes []string) {
	for i, t := range strings.Split(text, "\nX:") {
		if i > 0 {
			t = "X:" + t
		}
		tunes = append(tunes, strings.TrimRight(t, "\n")+"\n\n")
	}
	return tunes
}
