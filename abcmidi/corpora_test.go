package abcmidi_test

import (
	"bytes"
	"fmt"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/check"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/abcmidi/transpose"
	"charabanc/data"
)

// TestCorporaConvert holds every tune of the corpora to a strict reader: each
// becomes a file it accepts, with the score's own notes in it.
func TestCorporaConvert(t *testing.T) {
	tunes, notes, findings := 0, 0, 0
	abctest.CorpusTunes(t, func(src data.Source) {
		tunes++
		tune, err := abc.ParseSource(src)
		if list, ok := err.(abc.ErrorList); ok {
			findings += len(list)
			if testing.Verbose() && findings < 200 {
				for _, e := range list {
					t.Log(e)
				}
			}
		}
		s, err := play.Play(tune, score.Options{})
		if err != nil {
			t.Errorf("%s:%d: %v", src.File, src.Line, err)
		}
		var buf bytes.Buffer
		if err := smf.Write(&buf, s, smf.Options{}); err != nil {
			t.Fatalf("%s:%d: %v", src.File, src.Line, err)
		}
		file, err := abctest.StrictSMF(buf.Bytes())
		if err != nil {
			t.Errorf("%s:%d: %v", src.File, src.Line, err)
			return
		}
		for i, v := range s.Voices {
			if got := len(file.Tracks[i+1].Notes); got != len(v.Events) {
				t.Errorf("%s:%d: voice %s has %d notes in the file, %d in the score", src.File, src.Line, v.ID, got, len(v.Events))
			}
			notes += len(v.Events)
		}
	})
	t.Logf("%d tunes, %d notes, %d findings", tunes, notes, findings)
}

// TestCorporaPrint holds canonical ABC to a fixed point on every tune, without
// findings and sounding as the original does.
func TestCorporaPrint(t *testing.T) {
	abctest.CorpusTunes(t, func(src data.Source) {
		tune, _ := abc.ParseSource(src)
		canonical := tune.String()
		again, err := abc.Parse(canonical)
		if err != nil {
			t.Errorf("%s:%d: canonical ABC has findings: %v", src.File, src.Line, err)
		}
		if s := again.String(); s != canonical {
			t.Errorf("%s:%d: no fixed point\n%s\n%s", src.File, src.Line, canonical, s)
		}
		if a, b := fingerprint(tune, score.Options{}), fingerprint(again, score.Options{}); a != b {
			t.Errorf("%s:%d: canonical ABC sounds different", src.File, src.Line)
		}
	})
}

// TestCorporaTranspose moves every tune, prints it, reads it and moves it back:
// the notes are those of the score transposed, and then the first ones again.
func TestCorporaTranspose(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: every tune three times over is skipped")
	}
	n := 0
	abctest.CorpusTunes(t, func(src data.Source) {
		tune, _ := abc.ParseSource(src)
		// Each tune by one interval of the octave either way, all of them in turn.
		by := n%25 - 12
		n++
		moved, err := abc.Parse(transpose.Tune(tune, by).String())
		if err != nil {
			t.Errorf("%s:%d: by %d: %v", src.File, src.Line, by, err)
		}
		o := score.Options{Accompaniment: score.NoAccompany}
		same := fingerprint(tune, o)
		o.Transpose = by
		if a, b := fingerprint(moved, score.Options{Accompaniment: score.NoAccompany}), fingerprint(tune, o); a != b {
			t.Errorf("%s:%d: by %d: other notes", src.File, src.Line, by)
		}
		if back := fingerprint(transpose.Tune(moved, -by), score.Options{Accompaniment: score.NoAccompany}); back != same {
			t.Errorf("%s:%d: by %d and back: other notes", src.File, src.Line, by)
		}
	})
}

// fingerprint writes all of a score that sounds.
func fingerprint(t *abc.Tune, o score.Options) string {
	s, _ := play.Play(t, o)
	return fmt.Sprint(s.Voices, s.Tempos)
}

// TestCorporaCheck: what people wrote is sound. At least 97 of 100 bars of
// Nottingham are without a finding.
func TestCorporaCheck(t *testing.T) {
	type count struct{ tunes, valid, bars, bad int }
	counts := map[string]*count{}
	abctest.CorpusTunes(t, func(src data.Source) {
		r := check.Source(src)
		set := "nottingham"
		switch {
		case src.File == "irish.abc":
			set = "irish"
		case len(src.File) > 4 && (src.File[:4] == "pgh_" || src.File == "multiple_tunes.abc" || src.File[:3] == "rvw" || src.File == "speed_the_plough.abc"):
			set = "hardy"
		}
		c := counts[set]
		if c == nil {
			c = &count{}
			counts[set] = c
		}
		c.tunes++
		c.bars += r.Bars
		c.bad += r.BadBars
		if r.Valid() {
			c.valid++
		}
		if testing.Verbose() {
			for _, f := range r.Findings {
				t.Log(f)
			}
		}
	})
	for set, c := range counts {
		t.Logf("%s: %d of %d tunes valid, %d of %d bars with a finding", set, c.valid, c.tunes, c.bad, c.bars)
		if c.bad*100 > 3*c.bars {
			t.Errorf("%s: %d of %d bars with a finding", set, c.bad, c.bars)
		}
	}
}
