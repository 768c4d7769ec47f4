package abcmidi_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/data"
)

// TestMicro plays the micro tests of the shared folder and holds each to what
// the standard says, or, where it is silent, to what a player would expect.
func TestMicro(t *testing.T) {
	dir := abctest.Shared(t, "micro", "abc")
	files, err := filepath.Glob(filepath.Join(dir, "*.abc"))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, m := range microTests {
		known[m.name] = true
		t.Run(m.name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(dir, m.name+".abc"))
			if err != nil {
				t.Fatal(err)
			}
			got := "no tune"
			err = abctest.EachTune(string(text), m.name, func(src data.Source) error {
				tune, _ := abc.ParseSource(src)
				s, _ := play.Play(tune, score.Options{})
				got = microEvents(s)
				return nil
			})
			if err != nil || got != m.want {
				t.Errorf("%s\n got %s\nwant %s\nerror %v", m.why, got, m.want, err)
			}
		})
	}
	for _, f := range files {
		if name := strings.TrimSuffix(filepath.Base(f), ".abc"); !known[name] {
			t.Errorf("%s: not in the table", name)
		}
	}
}

// microEvents writes a score on a line: what is not as usual of tempo (q),
// keys (k) and meters (m), then each voice with its notes as
// onset:key/duration, its program (p), channel (ch) and messages; of an
// accompaniment the first six notes. Velocities stand there only if some note
// is not as loud as its beat alone makes it.
func microEvents(s *score.Score) string {
	var b strings.Builder
	word := func(format string, args ...any) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, format, args...)
	}
	for _, q := range s.Tempos {
		if q.Quarters != (music.NewFraction(score.DefaultTempo, 1)) || q.At.Positive() {
			word("q%s@%s", q.Quarters, q.At)
		}
	}
	for _, k := range s.Keys {
		if k.Sharps != 0 || k.At.Positive() {
			word("k%+d@%s", k.Sharps, k.At)
		}
	}
	for _, m := range s.Meters {
		if m.At.Positive() {
			word("m%s@%s", m.Meter.Text, m.At)
		}
	}
	for i := range s.Voices {
		v := &s.Voices[i]
		switch {
		case v.Role != score.Melody:
			word("|| %s", v.ID)
		case i > 0:
			word("|")
		}
		if v.Program > 0 {
			word("p%d", v.Program)
		}
		if v.Channel >= 0 {
			word("ch%d", v.Channel+1)
		}
		for j, e := range v.Events {
			if v.Role != score.Melody && j == 6 {
				word("...")
				break
			}
			bend, loud := "", ""
			if e.Cents != 0 {
				bend = fmt.Sprintf("%+d", e.Cents)
			}
			if v.Role == score.Melody && e.Velocity != 105 && e.Velocity != 95 && e.Velocity != 80 {
				loud = fmt.Sprintf("v%d", e.Velocity)
			}
			word("%s:%d%s/%s%s", e.Onset, e.Key, bend, e.Duration, loud)
		}
		for _, c := range v.Controls {
			word("%s!%02x.%d.%d", c.At, c.Status, c.Data[0], c.Data[1])
		}
		for _, l := range v.Lyrics {
			word("%s'%s'", l.At, l.Text)
		}
	}
	return b.String()
}

// microTests are the tests by name: what must be played, and why, with the
// section of ABC 2.1 that says so.
var microTests = []struct{ name, want, why string }{
	{"DC", "0:60/1 1:62/1 2:64/1 3:60/1 4:62/1",
		"D.C. with a Fine there is al Fine: back to the beginning, stop at the Fine (4.14)"},
	{"DCalfine", "0:60/1 1:62/1 2:64/1 3:60/1 4:62/1",
		"D.C. al Fine (4.14)"},
	{"DS", "0:60/1 1:62/1 2:64/1 3:62/1 4:64/1 5:65/1",
		"D.S. goes back to the segno; without a Fine it plays on to the end (4.14)"},
	{"DScoda", "0:60/1 1:62/1 2:64/1 3:65/1 4:62/1 5:64/1 6:67/1",
		"D.S. al Coda: from the segno to 'da coda', then the coda (4.14)"},
	{"L_def_24", "0:60/1/4 1/4:60/1/8",
		"no L:, 2/4 is below 3/4: the unit is 1/16 (3.1.7)"},
	{"L_def_34", "0:60/1/2 1/2:60/1/4",
		"no L:, 3/4 is not below 3/4: the unit is 1/8 (3.1.7)"},
	{"L_def_C", "0:60/1/2 1/2:60/1/4",
		"M:C is 4/4: the unit is 1/8 (3.1.6, 3.1.7)"},
	{"M_234", "0:60/1/2 1/2:62/1/2 1:64/1/2 3/2:65/1/2 2:67/1/2",
		"2+3/8 is five eighths in two groups (3.1.6)"},
	{"M_change", "m3/4@4 0:60/4 4:60/3",
		"M: in the body holds from there (3.2)"},
	{"M_none", "0:60/1/2 1/2:60/1/4",
		"M:none is free meter, the unit 1/8 (3.1.6, 3.1.7)"},
	{"M_p234", "0:60/1/2 1/2:62/1/2 1:64/1/2 3/2:65/1/2 2:67/1/2",
		"brackets around the sum are the same (3.1.6)"},
	{"Q_C", "q50@0 0:60/1",
		"Q:C=100 of early tunes counts unit lengths: 100 eighths a minute (10.1)"},
	{"Q_body", "q60@2 0:60/2 2:60/2",
		"[Q:] in the body holds from there (3.2)"},
	{"Q_eq", "q60@0 0:60/1",
		"a length and its rate (3.1.8)"},
	{"Q_multi", "0:60/1",
		"several lengths make one beat: 3/8 + 1/8 = a half note, 60 a minute (3.1.8)"},
	{"Q_plain", "q60@0 0:60/1",
		"Q:120 of early tunes counts unit lengths: 120 eighths a minute (10.1)"},
	{"Q_text", "q90@0 0:60/1",
		"words in quotes beside the tempo are for the eye (3.1.8)"},
	{"Q_textonly", "q126@0 0:60/1",
		"words alone: silent in 3.1.8; Allegro is taken from the metronome's scale"},
	{"U", "0:60/1",
		"U: alone changes nothing that is played (4.16)"},
	{"Ukuse", "0:60/2 2:62/1",
		"the redefined symbol is a decoration of the note; ornaments are not played by default"},
	{"Wfoot", "0:60/1 1:62/1",
		"W: is printed after the tune (5)"},
	{"acc_dbl", "0:67/1 1:69/1 2:65/1",
		"double sharp and flat, natural (4.2)"},
	{"acc_micro", "0:65+50/1 1:71-50/1 2:68+50/1 3:66/1",
		"half and one and a half: bent from the nearest key on the way to the note's own"},
	{"acc_oct", "0:66/1 1:78/1 2:66/1 3:66/1 4:65/1",
		"accidentals hold in all octaves by default (11.3), to the bar line (4.2)"},
	{"acc_prop_not", "0:66/1 1:65/1 2:65/1",
		"propagate-accidentals not: at the note alone (11.3)"},
	{"acc_prop_oct", "0:66/1 1:77/1 2:66/1 3:65/1",
		"propagate-accidentals octave: in its octave alone (11.3)"},
	{"acc_tiebar", "0:66/4 4:65/2",
		"a tie carries the accidental over the bar line, to the tied note alone (4.2, 4.11)"},
	{"arp", "0:60/4 0:64/4 0:67/4",
		"an arpeggio is a decoration: together, unless ornaments are asked for (4.14)"},
	{"badchars", "0:60/1 1:62/1 2:64/1 3:65/1",
		"what is no ABC is reported and passed over (8.1)"},
	{"bang", "0:60/1 1:62/1 2:64/1 3:65/1",
		"a lone ! is a line break of early tunes (10.2)"},
	{"bom", "0:60/1 1:62/1",
		"a byte order mark is no text (2.1)"},
	{"bquote", "0:69/1 1:71/1 2:72/1",
		"back-ticks are for the eye (4.7)"},
	{"breath", "0:60/1 1:62/1 2:64/1",
		"a breath mark is not a rest (4.14)"},
	{"broken", "0:69/3/2 3/2:71/1/2 2:69/1/2 5/2:71/3/2 4:69/7/4 23/4:71/1/4 6:69/1/4 25/4:71/7/4 8:69/15/8 79/8:71/1/8",
		"> >> >>> and < << (4.4)"},
	{"broken_grace", "0:69/3/2 3/2:79/1/4 7/4:71/1/4 2:69/3/2 7/2:79/1/4 15/4:71/1/4 4:69/3/2 11/2:71/1/2",
		"grace notes do not come between the two notes; they take their time from the second (4.12, 4.20)"},
	{"broken_trip", "0:69/1 1:71/1/3 4/3:69/2/3 2:69/2",
		"dotted inside the triplet: each third keeps its factor (4.4, 4.13)"},
	{"broken_uneq", "0:69/3 3:71/1/2 7/2:69/3/2 5:71/1/4",
		"the first is dotted, the second halved, whatever they are (4.4)"},
	{"chord", "0:60/2 0:64/2 0:67/2 2:60/2 2:64/2 2:67/2 4:60/2 4:64/2 4:67/2 6:60/1/2 6:64/1/2 6:67/1/2 13/2:60/3/2 13/2:64/3/2 8:62/1/2 8:65/1/2",
		"the length of the first note, times that after the bracket (4.17)"},
	{"chord_dup", "0:60/1 0:60/1 1:69/1",
		"a unison is two notes (4.17)"},
	{"chord_in", "0:60/2 0:64/2 0:67/2 2:60/1 2:65/1 2:67/1 3:65/1",
		"the length of the first note; accidentals inside hold to the bar line (4.17, 4.2)"},
	{"chord_rest", "0:60/1 0:64/1 1:69/1",
		"a rest inside a chord is silent beside the notes"},
	{"clef_bass", "0:60/1 1:62/1",
		"a clef alone moves nothing (4.6)"},
	{"clef_middle", "0:60/1 1:62/1",
		"middle= is for the page (4.6)"},
	{"clef_oct", "0:48/1 1:60/1",
		"octave=-1 sounds an octave lower (4.6)"},
	{"clef_t-8", "0:48/1 1:60/1",
		"treble-8 sounds an octave lower (4.6)"},
	{"clef_transp", "0:58/1 1:70/1",
		"transpose=-2 sounds two semitones lower (4.6)"},
	{"cmt", "0:60/1 1:62/1 2:67/1",
		"from % to the end of the line is a comment (2.2.5)"},
	{"cont", "0:60/1 1:62/1 2:64/1 3:65/1",
		"a backslash joins lines on the page (6.1.1)"},
	{"cresc", "0:60/1v60 1:62/1v56 2:64/1v62 3:65/1v68 4:67/1v90",
		"the hairpin rises from p to its end (4.14)"},
	{"cresc2", "0:60/1v60 1:62/1v59 2:64/1v68 3:65/1v77 4:67/1",
		"the same by its other name, to the f after it (4.14)"},
	{"crlf", "0:60/1 1:62/1 2:64/1 3:65/1",
		"CR LF ends a line (8)"},
	{"cs", "0:60/4 4:69/4 10:60/2 12:71/4 16:69/4 20:60/4 24:60/4 28:60/4 || chords 1:48/1/2 1:52/1/2 1:55/1/2 3:48/1/2 3:52/1/2 3:55/1/2 ... || bass 0:36/1/2 2:36/1/2 4:43/1/2 6:43/1/2 8:43/1/2 10:36/1/2 ...",
		"bass and chord by turns; slash bass; dim, m7b5, sus4; N.C. is silent; Cd is C dim (4.18)"},
	{"cs_22", "0:60/4 || chords 1:48/1/2 1:52/1/2 1:55/1/2 3:48/1/2 3:52/1/2 3:55/1/2 || bass 0:36/1/2 2:36/1/2",
		"two halves: bass and chord to each (4.18)"},
	{"cs_34", "0:60/3 3:67/3 || chords 1:48/1/2 1:52/1/2 1:55/1/2 2:48/1/2 2:52/1/2 2:55/1/2 ... || bass 0:36/1/2 3:43/1/2",
		"bass, chord, chord (4.18)"},
	{"cs_54", "0:60/5 || chords 1:48/1/2 1:52/1/2 1:55/1/2 2:48/1/2 2:52/1/2 2:55/1/2 ... || bass 0:36/1/2 3:36/1/2",
		"three and two quarters (4.18)"},
	{"cs_68", "0:60/3/2 3/2:67/3/2 || chords 1:48/1/2 1:52/1/2 1:55/1/2 5/2:55/1/2 5/2:59/1/2 5/2:62/1/2 || bass 0:36/1/2 3/2:43/1/2",
		"a new chord on the second beat (4.18)"},
	{"cs_98", "0:60/9/2 || chords 1:48/1/2 1:52/1/2 1:55/1/2 5/2:48/1/2 5/2:52/1/2 5/2:55/1/2 ... || bass 0:36/1/2 3/2:36/1/2 3:36/1/2",
		"three beats (4.18)"},
	{"cs_anno", "0:60/1 1:62/1 2:64/1",
		"annotations are not chords (4.19)"},
	{"cs_gchord", "0:60/4 || chords 0:48/2 0:52/2 0:55/2 2:48/2 2:52/2 2:55/2",
		"%%MIDI gchord c2c2: the chord twice, no bass"},
	{"cs_gchordoff", "0:60/4",
		"%%MIDI gchordoff: none"},
	{"cs_prog", "p10 0:60/4 || chords p20 1:48/1/2 1:52/1/2 1:55/1/2 3:48/1/2 3:52/1/2 3:55/1/2 || bass p30 0:36/1/2 2:36/1/2",
		"programs of tune, chords and bass"},
	{"dur", "0:60/2 2:60/1/2 5/2:60/1/4 11/4:60/3/2 17/4:60/1/4 9/2:60/3/4 21/4:60/1",
		"multiples and fractions; a length of 0 is not possible: 1 (4.3)"},
	{"dyn", "0:60/1v60 1:62/1v50 2:64/1 3:65/1 4:67/1v120 5:69/1v110",
		"dynamics set the loudness of what follows (4.14)"},
	{"emptyln", "0:60/1 1:62/1",
		"an empty line ends the tune (2.2.1, 2.2.4)"},
	{"ferm", "0:60/1 1:62/1",
		"a fermata is held only where ornaments are asked for"},
	{"field_K", "k+1@1 0:65/1 1:66/1",
		"K: in the body holds from there (3.2)"},
	{"grace", "0:79/1/4 1/4:69/3/4 1:79/1/4 5/4:81/1/4 3/2:79/1/4 7/4:69/5/4 3:79/1/4 13/4:69/3/4 4:71/1",
		"grace notes take their time from the note they belong to (4.12)"},
	{"grace_chord", "0:72/1/4 0:76/1/4 1/4:69/7/4",
		"a chord of grace notes (4.12)"},
	{"grace_len", "0:79/1/2 1/2:81/1/8 5/8:69/27/8",
		"grace notes have lengths among themselves (4.12)"},
	{"hornp", "0:69/1/2 1/2:71/1/2 1:72/1/2 3/2:74/1/2",
		"hornpipes are swung only where it is asked for"},
	{"incl_bar0", "0:60/2 2:60/4",
		"a short bar first is a pickup"},
	{"inl_K", "k+1@1 m3/4@2 0:65/1 1:66/1 2:66/1/2",
		"inline fields hold from where they stand (3.2)"},
	{"inl_R", "0:60/1 1:62/1",
		"[r:] is a remark (2.2.5)"},
	{"key_HP", "k+2@0 0:66/1 1:73/1",
		"HP plays with F and C sharp (3.1.14)"},
	{"key_Hp", "k+2@0 0:66/1 1:73/1 2:79/1",
		"Hp is the same with its signature printed (3.1.14)"},
	{"key_clefonly", "0:65/1 1:72/1",
		"no key but a clef: no signature (3.1.14)"},
	{"key_exp", "k+2@0 0:65/1 1:68/1 2:69/1 3:70/1 4:72/1",
		"exp: only the accidentals given (3.1.14)"},
	{"key_loc", "0:65/1 1:71/1",
		"B locrian has no signs (3.1.14)"},
	{"key_lyd", "0:65/1 1:71/1",
		"F lydian has none (3.1.14)"},
	{"key_mix", "k+1@0 0:66/1 1:71/1",
		"D mixolydian has one sharp (3.1.14)"},
	{"key_mod", "k+2@0 0:66/1 1:68/1 2:69/1 3:71/1 4:72/1",
		"accidentals added to the signature (3.1.14)"},
	{"key_none", "0:65/1 1:72/1",
		"no key at all (3.1.14)"},
	{"key_phr", "0:65/1 1:71/1",
		"E phrygian has no signs (3.1.14)"},
	{"latin1", "0:60/1 1:62/1",
		"a byte that is not UTF-8 in an annotation is its own affair (8.2)"},
	{"longbar", "0:60/1 1:62/1 2:64/1 3:65/1 4:67/1 5:69/1 6:71/1",
		"a bar of six quarters plays its six quarters"},
	{"lyr", "0:60/1 1:62/1 2:64/1 3:65/1 0'a-' 1'b' 2'c'",
		"hyphen, blank, underscore: a syllable a note (5.1)"},
	{"lyr2", "0:60/1 1:62/1 2:64/1 3:65/1 0'one two' 1'-x' 3'y'",
		"~ is a blank, \\- a hyphen, * a note without, | the next bar (5.1)"},
	{"macro", "0:69/1/4 1/4:67/3/4 1:65/1/4 5/4:67/3/4 2:69/1",
		"the macro's music in its place (9.1)"},
	{"macro_tr", "0:74/1/3 1/3:72/1/3 2/3:71/1/3 1:72/1 2:69/2",
		"the transposing macro: o above, m below n (9.2)"},
	{"midi_beat", "0:60/1v100 1:60/1 2:60/1v90 3:60/1",
		"%%MIDI beat: first, then every second pulse, others"},
	{"midi_bend", "0:60/1 0!e0.64.0",
		"%%MIDI pitchbend: the message as given"},
	{"midi_ch", "ch5 0:60/1",
		"%%MIDI channel 5: the fifth"},
	{"midi_ctrl", "0:60/1 0!b0.7.50",
		"%%MIDI control 7 50: the message as given"},
	{"midi_drone", "k+2@0 0:69/4 || drone p70 0:45/4 0:33/4",
		"%%MIDI droneon: A2 and A1 beneath"},
	{"midi_drum", "0:60/4 4:60/4 8:60/4 || drums ch10 0:36/1 2:38/1 4:36/1 6:38/1",
		"%%MIDI drum: from drumon to drumoff, in every bar"},
	{"midi_grace", "0:79/1 1:69/1",
		"%%MIDI grace 1/2: half of the note"},
	{"midi_gracediv", "0:79/1/8 1/8:69/15/8",
		"%%MIDI gracedivider 8: an eighth of the unit"},
	{"midi_nobarl", "0:66/1 1:65/1 2:65/1",
		"%%MIDI nobarlines: accidentals at their note alone"},
	{"midi_prog", "p40 0:60/1 1:62/1 1!c0.41.0",
		"%%MIDI program, and as I: inline"},
	{"midi_ratio", "0:69/3/2 3/2:71/1/2",
		"%%MIDI ratio 3 1 is the usual broken rhythm"},
	{"midi_rtr", "0:62/1",
		"%%MIDI rtranspose 2"},
	{"midi_tr", "0:48/1",
		"%%MIDI transpose -12"},
	{"midi_trim", "0:60/3/4 1:62/3/4",
		"%%MIDI trim 1/4: a quarter of the unit off every note"},
	{"midi_voice", "p24 0:60/1",
		"%%MIDI voice instrument=25: General MIDI from 1"},
	{"mordent", "0:60/2 2:62/2",
		"ornaments are not played by default"},
	{"noK", "0:60/1 1:62/1",
		"no K: field: music all the same, in C, and reported (2.2.1)"},
	{"noX", "0:60/1 1:62/1",
		"no X: field: a tune all the same, and reported (2.2.1)"},
	{"oct", "0:36/1 1:60/1 2:96/1 3:72/1",
		"marks add up: C,' is C (4.1)"},
	{"overlay", "0:60/1 1:62/1 2:64/1 3:65/1 4:67/4 | 0:60/4",
		"& goes back to the beginning of the bar (7.4)"},
	{"overlay2", "0:60/1 1:62/1 2:64/1 3:65/1 4:67/4 | 0:60/4",
		"&& goes back two bars, or as many as there are (7.4)"},
	{"parts", "0:60/1 1:60/1 2:62/1",
		"P:A2B (3.1.9)"},
	{"parts_paren", "0:60/1 1:60/1 2:62/1 3:60/1 4:60/1 5:62/1 6:64/1",
		"P:(A2B)2.C (3.1.9)"},
	{"parts_rep", "0:60/1 1:60/1 2:62/1 3:62/1 4:64/1 5:64/1 6:60/1 7:60/1",
		"repeats inside parts are played each time (3.1.9)"},
	{"plus_chord", "0:60/1 0:64/1 0:67/1 1:69/1",
		"+CEG+ was a chord in early tunes (10.2)"},
	{"rep", "0:60/1 1:62/1 2:60/1 3:62/1 4:64/1 5:65/1",
		"|: :| (4.8)"},
	{"rep_1-3", "0:60/1 1:62/1 2:60/1 3:62/1 4:60/1 5:62/1 6:60/1 7:65/1 8:67/1",
		"a range of endings (4.10)"},
	{"rep_12", "0:60/1 1:62/1 2:60/1 3:64/1 4:65/1",
		"first and second ending (4.9)"},
	{"rep_13", "0:60/1 1:62/1 2:60/1 3:64/1 4:60/1 5:62/1 6:60/1 7:65/1 8:67/1",
		"a list of endings (4.10)"},
	{"rep_1sp", "0:60/1 1:62/1 2:60/1 3:62/1 4:64/1 5:65/1",
		"'| 1' is no ending (4.9): the figures are reported and passed over"},
	{"rep_b12", "0:60/1 1:62/1 2:60/1 3:64/1 4:65/1",
		"[1 and [2 (4.9)"},
	{"rep_cbc", "0:60/1 1:60/1 2:62/1 3:62/1 4:64/1",
		":||: is :| and |: (4.8)"},
	{"rep_cc", "0:60/1 1:60/1 2:62/1 3:62/1 4:64/1",
		":: is :| and |: (4.8)"},
	{"rep_dbl", "0:60/1 1:62/1 2:64/1 3:65/1 4:64/1 5:65/1 6:67/1",
		":| without |: goes back to the latest double bar (4.8)"},
	{"rep_impl", "0:60/1 1:62/1 2:60/1 3:62/1 4:64/1 5:65/1 6:64/1 7:65/1 8:67/1",
		":| without |: goes back to the beginning, then to the end of the repeat (4.8)"},
	{"rep_nested", "0:60/1 1:62/1 2:62/1 3:64/1 4:64/1 5:65/1",
		"repeats do not nest: the latest |: or end of repeat counts (4.8)"},
	{"rep_pick", "0:69/1 1:71/1 2:60/1 3:71/1 4:60/1 5:62/1 6:64/1 7:62/1 8:64/1",
		"|: after the pickup; then the end of the repeat (4.8)"},
	{"rep_unclosed", "0:60/1 1:62/1 2:64/1 3:65/1",
		"|: without :| repeats nothing"},
	{"rep_x3", "0:60/1 1:62/1 2:60/1 3:62/1 4:60/1 5:62/1 6:64/1",
		"|:: ::| three times (4.8)"},
	{"rest", "0:60/1 3:60/1 12:60/1",
		"z and x for a length, Z for bars (4.5)"},
	{"rest_X", "0:60/4 12:60/4",
		"X for bars, invisible (4.5)"},
	{"rest_Z", "0:60/4 8:60/4",
		"Z alone is one bar (4.5)"},
	{"score_sound", "0:60/1 1:62/1",
		"score= and sound= are not in 2.1: as written"},
	{"slur", "0:69/1 1:71/1 2:69/1 3:69/1",
		"slurs do not change what is played (4.11)"},
	{"spacer", "0:60/1 1:62/1 2:64/1",
		"y is room on the page (6.1.2)"},
	{"stac", "0:60/1/2 1:62/1 2:64/1 3:65/1v110",
		"staccato sounds half its length; tenuto and accent in full (4.14)"},
	{"swing", "0:69/1 1:71/1 2:72/1 3:74/1",
		"without R:hornpipe and without --swing straight"},
	{"symline", "0:60/1 1:62/1",
		"a symbol line's f lies on its note (4.15)"},
	{"tie", "0:69/2 2:69/2 4:69/2",
		"ties within and over bars; a blank after the - (4.11)"},
	{"tie_chord", "0:60/2 0:64/2 2:60/2 2:64/1 4:60/1 4:64/2",
		"a tie after a chord ties all its notes, inside it one; what is not tied is struck (4.11, 4.17)"},
	{"tie_diff", "0:67/1 1:69/1 2:71/1",
		"- to another pitch is a slur: no note is lost (4.11)"},
	{"tie_overbarline", "0:69/9/2 9/2:71/1/2 5:72/2",
		"broken rhythm after a tie (4.4, 4.11)"},
	{"tie_rep", "0:69/2 2:71/1 3:69/2 5:72/1",
		"the tie leads into both endings (4.9, 4.11)"},
	{"tie_space", "0:69/2",
		"'A -A' is not allowed (4.11), often written, and plain: a tie"},
	{"trill", "0:60/2 2:62/2 4:64/2 6:72/2",
		"ornaments are not played by default"},
	{"tup", "0:69/3/2 3/2:71/3/2 3:69/2/3 11/3:71/2/3 13/3:72/2/3 5:69/3/4 23/4:71/3/4 13/2:72/3/4 29/4:74/3/4 8:69/2/5 42/5:71/2/5 44/5:72/2/5 46/5:74/2/5 48/5:76/2/5 10:69/1/3 31/3:71/1/3 32/3:72/1/3 11:74/1/3 34/3:76/1/3 35/3:77/1/3",
		"(2 to (6 in simple time (4.13)"},
	{"tup6", "0:69/3/4 3/4:71/3/4 3/2:69/3/8 15/8:71/3/8 9/4:72/3/8 21/8:74/3/8 3:69/3/10 33/10:71/3/10 18/5:72/3/10 39/10:74/3/10 21/5:76/3/10 9/2:69/3/14 33/7:71/3/14 69/14:72/3/14 36/7:74/3/14 75/14:76/3/14 39/7:77/3/14 81/14:79/3/14",
		"in compound time q is 3 where it is not fixed (4.13)"},
	{"tup_nest", "0:69/2/3 2/3:71/4/9 10/9:72/4/9 14/9:71/4/9 2:69/1 3:69/2",
		"the inner triplet is a third of what the outer leaves it (4.13)"},
	{"tup_pqr", "0:69/4/3 4/3:71/2/3 2:72/2/3 8/3:71/2/3 10/3:69/4/3 14/3:71/2/3 16/3:69/2/3 6:71/2/3 20/3:72/2/3 22/3:69/4/5 122/15:71/4/5 134/15:72/4/5 146/15:69/4/3 166/15:71/4/3 62/5:72/4/3",
		"p:q:r with each left out (4.13)"},
	{"tup_rest", "0:69/2/3 4/3:71/2/3 2:69/2/3 2:60/2/3 8/3:71/2/3 10/3:69/2/3 4:69/2",
		"rests and chords count as notes (4.13)"},
	{"unclosed", "0:60/1 0:64/1 1:62/1 2:64/1",
		"a chord that is not closed ends at the blank, and is reported"},
	{"unkfield", "0:60/1 1:62/1",
		"Y: names parts the tune has not, E: is no field any more: the music as written"},
	{"voice_clef", "0:72/1 1:74/1 | 0:58/1 1:60/1",
		"octave= and transpose= of a voice (4.6, 7.1)"},
	{"voice_inl", "0:60/1 1:62/1 2:64/1 3:65/1 | 0:48/1 1:50/1 2:52/1 3:53/1",
		"[V:] chooses the voice (7)"},
	{"voices", "0:60/1 1:62/1 2:64/1 3:65/1 | 0:52/1 1:53/1 2:55/1 3:57/1",
		"voices line by line sound together (7)"},
}
