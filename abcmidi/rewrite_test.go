package abcmidi_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/rewrite"
	"charabanc/abcmidi/score"
	"charabanc/data"
)

// units are those that tunes are rewritten in.
var units = []music.Fraction{music.NewFraction(1, 8), music.NewFraction(1, 16), music.NewFraction(1, 3), music.NewFraction(2, 1)}

// differs rewrites a tune in a unit, prints it and reads it again. It returns what was
// printed and a fault: that it sounds different, or is printed in another way again.
func differs(tune *abc.Tune, unit music.Fraction, sounds string) (text, fault string) {
	rewritten, err := rewrite.Unit(tune, unit)
	if err != nil {
		return "", "" // a length that cannot be written
	}
	text = rewritten.String()
	again, _ := abc.Parse(text)
	s, _ := play.Play(again, score.Options{})
	switch got := describe(s); {
	case got != sounds:
		return text, "sounds\n" + got + "\nand not\n" + sounds
	case again.String() != text:
		return text, "is printed as\n" + again.String()
	}
	return text, ""
}

// TestUnitSounds rewrites tunes in other units: each sounds as before.
func TestUnitSounds(t *testing.T) {
	count := 0
	try := func(name string, tune *abc.Tune) {
		s, _ := play.Play(tune, score.Options{})
		sounds := describe(s)
		for _, unit := range units {
			count++
			if text, fault := differs(tune, unit, sounds); fault != "" {
				t.Errorf("%s in %s:\n%s\n%s", name, unit, text, fault)
			}
		}
	}
	for _, text := range abctest.GoldenTunes(t) {
		tune, _ := abc.Parse(text)
		try(text, tune)
	}
	t.Run("micro", func(t *testing.T) {
		files, _ := filepath.Glob(filepath.Join(abctest.Shared(t, "micro", "abc"), "*.abc"))
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err == nil {
				err = abctest.EachTune(string(text), file, func(src data.Source) error {
					tune, _ := abc.ParseSource(src)
					try(file, tune)
					return nil
				})
			}
			if err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("corpora", func(t *testing.T) {
		abctest.CorpusTunes(t, func(src data.Source) {
			tune, _ := abc.ParseSource(src)
			try(src.File+": X:"+tune.Number(), tune)
		})
	})
	t.Logf("%d tunes rewritten", count)
}

// FuzzUnit: any text sounds the same in another unit.
func FuzzUnit(f *testing.F) {
	abctest.Seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		tune, _ := abc.Parse(text)
		if canonical := tune.String(); strings.Contains(canonical, "trim") {
			return // a trim counts the units of where it is written
		}
		s, _ := play.Play(tune, score.Options{})
		sounds := describe(s)
		for _, unit := range units[:2] {
			if printed, fault := differs(tune, unit, sounds); fault != "" {
				t.Fatalf("%q in %s: %q %s", text, unit, printed, fault)
			}
		}
	})
}
