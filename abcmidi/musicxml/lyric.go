package musicxml

import (
	"strconv"
	"strings"

	"charabanc/abcmidi/internal/layout"
)

// lyrics writes the syllables of an item, one for each verse (ABC 2.1 section 5.1).
func (w *partWriter) lyrics(i int) {
	it := &w.voice.Items[i]
	if it.Extra == nil {
		return
	}
	for verse, syllable := range it.Extra.Lyrics {
		if syllable == "" {
			continue
		}
		text, goesOn := strings.CutSuffix(syllable, "-")
		begun := w.split[verse]
		w.begin("lyric", "number", strconv.Itoa(verse+1))
		w.syllable(text, begun, goesOn)
		if w.held(i, verse) {
			w.empty("extend")
		}
		w.end()
		if w.split == nil {
			w.split = map[int]bool{}
		}
		w.split[verse] = goesOn
	}
}

// syllable writes a syllable. Where it has blanks, it is several words under one note; but
// the number of a verse, as in "2. The", is no word.
func (w *partWriter) syllable(text string, begun, goesOn bool) {
	number, rest, ok := strings.Cut(text, " ")
	if ok && strings.Trim(number, "0123456789.):") == "" {
		words := strings.Split(rest, " ")
		words[0] = number + " " + words[0]
		w.words(words, begun, goesOn)
		return
	}
	w.words(strings.Split(text, " "), begun, goesOn)
}

// words writes the words under one note. The first goes on from the syllable before if that
// has begun a word, and the last in the next if that is said.
func (w *partWriter) words(words []string, begun, goesOn bool) {
	for i, word := range words {
		if i > 0 {
			w.text("elision", " ")
		}
		w.text("syllabic", syllabic(begun && i == 0, goesOn && i == len(words)-1))
		w.text("text", word)
	}
}

func syllabic(begun, goesOn bool) string {
	switch {
	case begun && goesOn:
		return "middle"
	case begun:
		return "end"
	case goesOn:
		return "begin"
	}
	return "single"
}

// held reports whether the note after item i has the same syllable.
func (w *partWriter) held(i, verse int) bool {
	for i++; i < len(w.voice.Items); i++ {
		if it := &w.voice.Items[i]; it.Kind == layout.ItemSound && it.Layer == 0 {
			return it.Extra != nil && it.Extra.Held&(1<<verse) != 0
		}
	}
	return false
}
