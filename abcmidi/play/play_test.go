package play_test

import (
	"fmt"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
)

func Example() {
	tune, _ := abc.Parse("X:1\nT:Hop\nM:2/4\nL:1/4\nQ:1/4=100\nK:G\n|:\"G\"G F-|F {a}G:|\n")
	s, err := play.Play(tune, score.Options{})
	fmt.Println(s.Title, "at", s.Tempos[0].Quarters, "quarter notes a minute, length", s.Length, err)
	for _, v := range s.Voices {
		fmt.Print(v.ID, ":")
		for _, e := range v.Events[:4] {
			fmt.Printf(" %s+%s key %d", e.Onset, e.Duration, e.Key)
		}
		fmt.Println()
	}
	play.Release(s)
	// Output:
	// Hop at 100 quarter notes a minute, length 8 <nil>
	// 1: 0+1 key 67 1+2 key 66 3+1/4 key 81 13/4+3/4 key 67
	// chords: 1/2+1/4 key 55 1/2+1/4 key 59 1/2+1/4 key 62 3/2+1/4 key 55
	// bass: 0+1/4 key 43 1+1/4 key 43 2+1/4 key 43 3+1/4 key 43
}

// tune is a body in 4/4 that counts quarter notes. It may begin with header fields.
func tune(body string) *abc.Tune {
	if !strings.Contains(body, "K:") {
		body = "K:C\n" + body
	}
	t, _ := abc.Parse("X:1\nT:t\nM:4/4\nL:1/4\n" + body + "\n")
	return t
}

type playCase struct{ name, body, want string }

// hold checks what the voices of some roles play.
func hold(t *testing.T, o score.Options, cases []playCase, roles ...score.Role) {
	t.Helper()
	for _, c := range cases {
		s, _ := play.Play(tune(c.body), o)
		if got := abctest.Voices(s, roles...); got != c.want {
			t.Errorf("%s: %q plays\n\t%s\nwant\n\t%s", c.name, c.body, got, c.want)
		}
	}
}

func TestNotes(t *testing.T) {
	hold(t, score.Options{}, []playCase{
		{"in order", "C D2|E", "0:60/1 1:62/2 3:64/1"},
		{"rest", "CzD", "0:60/1 2:62/1"},
		{"chord", "[CE]D", "0:60/1 0:64/1 1:62/1"},
		{"lines of octaves are for the eye", "!8va(!cd!8va)!!15ma(!c!15ma)!|!8vb(!C!8vb)!!15mb(!C!15mb)!", "0:72/1 1:74/1 2:72/1 3:60/1 4:60/1"},
		{"tie", "C-C", "0:60/2"},
		{"tie over a bar line, twice", "C-|C-|C", "0:60/3"},
		{"a tie ends at a rest", "C-zC", "0:60/1 2:60/1"},
		{"a tie to another note", "C-DC", "0:60/1 1:62/1 2:60/1"},
		{"a tie to the same sound", "^C-_D", "0:61/2"},
		{"an accidental is tied on", "^C-|C", "0:61/2"},
		{"a new accidental is not", "^C-|=C", "0:61/1 1:60/1"},
		{"one tone of a chord", "[C-E]C", "0:60/2 0:64/1"},
		{"tie into two endings", "|:C-|1C:|2C|]", "0:60/2 2:60/2"},
		{"staccato", ".C2 D", "0:60/1 2:62/1"},
		{"a staccato note that is tied", ".C-C", "0:60/2"},
		{"%%MIDI trim", "%%MIDI trim 1/4\nC D/4", "0:60/3/4 1:62/1/4"},
		{"overlay", "CD&E2|F", "0:60/1 1:62/1 2:65/1 | 0:64/2"},
		{"group of overlays", "(&CDEF|G4 & E4-|E2F2 &)|A", "0:60/1 1:62/1 2:64/1 3:65/1 4:67/4 8:69/1 | 0:64/6 6:65/2"},
		{"group of two overlays", "C(& D|E & F2 & G|A &)|B", "0:60/1 1:62/1 2:64/1 3:71/1 | 1:65/2 | 1:67/1 2:69/1"},
		{"group of overlays in a repeat", "|:(&C|D & E|F &):|", "0:60/1 1:62/1 2:60/1 3:62/1 | 0:64/1 1:65/1 2:64/1 3:65/1"},
		{"a tie over a group", "(&C- & E- &)|(& C & E &)|", "0:60/2 | 0:64/2"},
		{"an overlay that a jump cut", "A!segno!B|C&&G2!D.S.!|", "0:69/1 1:71/1 2:60/1 3:71/1 4:60/1 | 0:67/2 2:67/2"},
		{"quarter tone", "^/C", "0:60/1"},
		{"a voice that %%score leaves out", "%%score 1 3\nV:1\nC\nV:2\nD\nV:3\nE", "0:60/1 | 0:64/1"},
		{"a voice that %%score leaves out, the first", "%%score (B)\nV:A\n|:C:|\nw:la\nV:B\nD", "0:62/1 1:62/1"},
		{"a voice that I:score leaves out, with an overlay", "I:score 1\nV:1\nC\nV:2\nD&E", "0:60/1"},
		{"groups of %%score", "%%score (A B) | {C *D} [E+F]\nV:A\nC\nV:B\nC\nV:C\nC\nV:D\nC\nV:E\nC\nV:F\nC\nV:G\nC", "0:60/1 | 0:60/1 | 0:60/1 | 0:60/1 | 0:60/1 | 0:60/1"},
		{"%%staves", "%%staves {RH|LH}\nV:RH\nC\nV:LH\nD\nV:X\nE", "0:60/1 | 0:62/1"},
		{"several %%score", "%%score 1\nV:1\nC\n%%score 1 2\nV:2\nD\nV:3\nE", "0:60/1 | 0:62/1"},
		{"%%score without voices of the tune", "%%score (A B)\nV:1\nC\nV:2\nD", "0:60/1 | 0:62/1"},
		{"%%score of a tune without voices", "%%score (A B)\nC", "0:60/1"},
		{"%%score without names", "%%score\nV:1\nC\nV:2\nD", "0:60/1 | 0:62/1"},
		{"a voice of rests", "V:1\nC\nV:2\nz", "0:60/1 | "},
		{"an overlay of rests", "C&z", "0:60/1"},

		{"grace note", "{d}C", "0:74/1/4 1/4:60/3/4"},
		{"grace notes, at most half the note", "{def}C", "0:74/1/6 1/6:76/1/6 1/3:77/1/6 1/2:60/1/2"},
		{"grace chord", "{[df]}C", "0:74/1/4 0:77/1/4 1/4:60/3/4"},
		{"grace rest", "{zd}C2", "1/4:74/1/4 1/2:60/3/2"},
		{"%%MIDI grace", "%%MIDI grace 1/3\n{de}C", "0:74/1/6 1/6:76/1/6 1/3:60/2/3"},
		{"%%MIDI gracedivider", "%%MIDI gracedivider 8\n{d}C", "0:74/1/8 1/8:60/7/8"},
		{"no grace notes inside a tie", "C-{d}C", "0:60/2"},
	}, score.Melody)
}

// TestChordLengths: with Options.ChordLengths each note of a chord sounds as long as it is written;
// without, as long as the first.
func TestChordLengths(t *testing.T) {
	hold(t, score.Options{ChordLengths: true}, []playCase{
		{"of three notes", "[C2E4G]D2|E", "0:60/2 0:64/4 0:67/1 2:62/2 4:64/1"},
		{"the first longest", "[C3E/]D", "0:60/3 0:64/1/2 3:62/1"},
		{"with a length of its own", "[CE2]2D", "0:60/2 0:64/4 2:62/1"},
		{"chord of different lengths in a tuplet", "(3[CE2]DE F", "0:60/2/3 0:64/4/3 2/3:62/2/3 4/3:64/2/3 2:65/1"},
		{"dotted", "[CE2]>D F>[CE2]", "0:60/3/2 0:64/3 3/2:62/1/2 2:65/3/2 7/2:60/1/2 7/2:64/1"},
		{"tied", "[C2E4-]D2|E", "0:60/2 0:64/5 2:62/2"},
		{"tied to a note within the longer one", "[C2E4-]E|F", "0:60/2 0:64/4 3:65/1"},
		{"tied to a note that goes on", "[CE2-]E2|F", "0:60/1 0:64/3 3:65/1"},
		{"tied to two notes within the longer one", "[CE4-]E-E|F", "0:60/1 0:64/4 3:65/1"},
		{"tied over a rest", "[CE2-]zE", "0:60/1 0:64/3"},
		{"the shorter tied", "[C2E-]E|E", "0:60/2 0:64/3 3:64/1"},
		{"the shorter tied to nothing", "[C2E-]F", "0:60/2 0:64/1 2:65/1"},
		{"all tied", "[CE2]-[CD]E", "0:60/2 0:64/3 1:62/1"},
		{"staccato", ".[CE2]D", "0:60/1/2 0:64/1 1:62/1"},
		{"with a grace note", "{d}[C2E4G]D", "0:74/1/4 1/4:60/7/4 1/4:64/15/4 1/4:67/7/8 2:62/1"},
		{"reaches over a repeat", "|:[C2E4]D2:|", "0:60/2 0:64/4 2:62/2 4:60/2 4:64/4 6:62/2"},
	}, score.Melody)
	hold(t, score.Options{}, []playCase{
		{"as long as the first", "[C2E4G]D2|[CE2-]zE", "0:60/2 0:64/2 0:67/2 2:62/2 4:60/1 4:64/1 6:64/1"},
	}, score.Melody)
}

// TestPlainNotes: a note that is nothing more, and has a way of its own, is played as one
// with lyrics is, which has not.
func TestPlainNotes(t *testing.T) {
	const music = "A B>c (3def g/7a/11|z2 ^c/ d/"
	s, _ := play.Play(tune(music), score.Options{})
	slow, _ := play.Play(tune(music+"\nw:a b c d e f g h i j k"), score.Options{})
	if a, b := abctest.Voices(s, score.Melody), abctest.Voices(slow, score.Melody); a != b {
		t.Errorf("plain notes play\n\t%s\nwith lyrics\n\t%s", a, b)
	}
}

func TestOrnaments(t *testing.T) {
	hold(t, score.Options{Ornaments: true}, []playCase{
		{"trill", "!trill!C", "0:62/1/8 1/8:60/1/8 1/4:62/1/8 3/8:60/1/8 1/2:62/1/8 5/8:60/1/8 3/4:62/1/8 7/8:60/1/8"},
		{"trill of a short note", "!trill!C/4", "0:62/1/16 1/16:60/1/16 1/8:62/1/16 3/16:60/1/16"},
		{"trill in the key", "K:Eb\n!trill!G/2", "0:68/1/8 1/8:67/1/8 1/4:68/1/8 3/8:67/1/8"},
		{"short roll", "!roll!C", "0:62/1/8 1/8:60/3/8 1/2:59/1/8 5/8:60/3/8"},
		{"long roll", "!roll!C3/2", "0:60/1/2 1/2:62/1/8 5/8:60/3/8 1:59/1/8 9/8:60/3/8"},
		{"upper mordent", "!uppermordent!C", "0:60/1/8 1/8:62/1/8 1/4:60/3/4"},
		{"lower mordent", "!lowermordent!C", "0:60/1/8 1/8:59/1/8 1/4:60/3/4"},
		{"mordent of a short note", "!uppermordent!C/4", "0:60/1/16 1/16:62/1/16 1/8:60/1/8"},
		{"turn", "!turn!C", "0:62/1/4 1/4:60/1/4 1/2:59/1/4 3/4:60/1/4"},
		{"turn of a note that the key alters", "K:D\n!turn!F", "0:67/1/4 1/4:66/1/4 1/2:64/1/4 3/4:66/1/4"},
		{"the neighbour of an accidental is in the key", "!turn!^C", "0:62/1/4 1/4:61/1/4 1/2:59/1/4 3/4:61/1/4"},
		{"transposed", "K:C octave=1\n!uppermordent!C", "0:72/1/8 1/8:74/1/8 1/4:72/3/4"},
		{"a tied note", "!trill!C-C", "0:60/2"},
		{"a chord", "!trill![CE]", "0:60/1 0:64/1"},
		{"arpeggio", "!arpeggio![CEG]2", "0:60/2 1/8:64/15/8 1/4:67/7/4"},
		{"arpeggio of a short chord", "!arpeggio![CE]/4", "0:60/1/4 1/16:64/3/16"},
		{"a tied arpeggio", "!arpeggio![CE]-[CE]", "0:60/2 0:64/2"},
	}, score.Melody)
	hold(t, score.Options{}, []playCase{{"without the option", "!trill!C!arpeggio![CE]", "0:60/1 1:60/1 1:64/1"}}, score.Melody)
}

func TestFermata(t *testing.T) {
	for _, c := range []playCase{
		{"one voice", "C!fermata!DE", "[{0 120} {1 60} {2 120}]"},
		{"two voices hold once", "Q:1/4=100\nK:C\nV:1\n!fermata!CD\nV:2\n!fermata!EF", "[{0 50} {1 100}]"},
		{"without ornaments", "!staccato!C", "[{0 120}]"},
	} {
		s, _ := play.Play(tune(c.body), score.Options{Ornaments: true})
		if got := fmt.Sprint(s.Tempos); got != c.want {
			t.Errorf("%s: tempos %s, want %s", c.name, got, c.want)
		}
	}
}

func TestSwing(t *testing.T) {
	hold(t, score.Options{Swing: true}, []playCase{
		{"eighths", "C/D/E", "0:60/2/3 2/3:62/1/3 1:64/1"},
		{"a beat divided in four", "C/4D/4E/4F/4", "0:60/1/4 1/4:62/1/4 1/2:64/1/4 3/4:65/1/4"},
		{"a triplet", "(3C/D/E/", "0:60/1/3 1/3:62/1/3 2/3:64/1/3"},
		{"a dotted note", "C3/2D/", "0:60/5/3 5/3:62/1/3"},
		{"beats count from the pickup's", "A/|C/D/E3|", "1/6:69/1/3 1/2:60/2/3 7/6:62/1/3 3/2:64/3"},
		{"a note that ends within the beat", "C/D/4z/4", "0:60/2/3 2/3:62/1/6"},
		{"a note that ends in the first half", "C/4z/4D/", "0:60/1/3 2/3:62/1/3"},
		{"a reel", "R:reel\nK:C\nC/D/", "0:60/1/2 1/2:62/1/2"},
		{"a hornpipe", "R:Hornpipe\nK:C\nC/D/", "0:60/2/3 2/3:62/1/3"},
		{"a barn dance", "R:barn dance\nK:C\nC/D/", "0:60/2/3 2/3:62/1/3"},
		{"three beats", "M:3/4\nK:C\nC/D/", "0:60/1/2 1/2:62/1/2"},
		{"compound meter", "M:6/8\nK:C\nC/D/", "0:60/1/2 1/2:62/1/2"},
		{"free meter", "M:none\nK:C\nC/D/", "0:60/1/2 1/2:62/1/2"},
	}, score.Melody)
}

func TestAccompaniment(t *testing.T) {
	cases := []playCase{
		{"the meter's pattern", "\"C\"C4|", "1:48/1/2 1:52/1/2 1:55/1/2 3:48/1/2 3:52/1/2 3:55/1/2 | 0:36/1/2 2:36/1/2"},
		{"%%MIDI gchord", "%%MIDI gchord fc\n\"Am\"C4|", "2:57/2 2:60/2 2:64/2 | 0:45/2"},
		{"one note of the chord", "%%MIDI gchord ghGH\n\"C\"C4|", "0:48/1 1:52/1 | 2:36/1 3:40/1"},
		{"both, over a bass", "%%MIDI gchord b\n\"C/E\"C4|", "0:48/4 0:52/4 0:55/4 | 0:40/4"},
		{"the same chord in the next bar", "%%MIDI gchord b\n\"C\"C4|C4|", "0:48/4 0:52/4 0:55/4 4:48/4 4:52/4 4:55/4 | 0:36/4 4:36/4"},
		{"a chord between strokes", "%%MIDI gchord b\n\"C\"C2 \"F\"C2|", "0:48/2 0:52/2 0:55/2 2:53/2 2:57/2 2:60/2 | 0:36/2 2:41/2"},
		{"two chords between strokes", "%%MIDI gchord b\n\"C\"C2 \"F\"C \"C\"C|", "0:48/2 0:52/2 0:55/2 2:53/1 2:57/1 2:60/1 3:48/1 3:52/1 3:55/1 | 0:36/2 2:41/1 3:36/1"},
		{"nothing before the first chord", "%%MIDI gchord b\nC4|\"C\"C4|", "4:48/4 4:52/4 4:55/4 | 4:36/4"},
		{"N.C.", "%%MIDI gchord b\n\"C\"C4|\"N.C.\"C4|", "0:48/4 0:52/4 0:55/4 | 0:36/4"},
		{"a bar longer than its meter", "%%MIDI gchord f\n\"C\"C6|", "0:36/4 4:36/2"},
		{"a pickup has the end of the pattern", "%%MIDI gchord ff\n\"C\"C|C4|", "1:36/2 3:36/2"},
		{"a short bar and its pickup", "%%MIDI gchord ffff\n\"C\"C4|C3:|", "0:36/1 1:36/1 2:36/1 3:36/1 4:36/1 5:36/1 6:36/1 7:36/1 8:36/1 9:36/1 10:36/1 11:36/1 12:36/1 13:36/1"},
		{"gchordoff", "%%MIDI gchord f\n\"C\"C4|\nI:MIDI gchordoff\n\"F\"C4|\nI:MIDI gchordon\nC4|", "0:36/4 8:41/4"},
		{"free meter", "M:none\nK:C\n\"C\"C3|C|", "0:48/3 0:52/3 0:55/3 3:48/1 3:52/1 3:55/1 | 0:36/3 3:36/1"},
		{"transposed", "%%MIDI gchord f\n%%MIDI transpose 2\n\"C\"C4|", "0:38/4"},
		{"only the first voice with chords", "%%MIDI gchord f\nV:1\nC4|\nV:2\n\"C\"C4|\nV:3\n\"F\"C4|", "0:36/4"},
		{"text", "\"hello\"C4|", ""},
		{"a first voice that plays nothing", "P:B\nK:C\n%%MIDI gchord f\nV:1\nP:A\nC4|\nP:B\nV:2\nP:A\nz4|\nP:B\n\"C\"E4|", "0:36/4"},
	}
	hold(t, score.Options{}, cases, score.Chords, score.Bass)
	hold(t, score.Options{Transpose: 2}, []playCase{{"Transpose", "%%MIDI gchord f\n\"C\"C4|", "0:38/4"}}, score.Chords, score.Bass)
	hold(t, score.Options{Accompaniment: score.NoAccompany}, []playCase{{"none", "\"C\"C4|", ""}}, score.Chords, score.Bass)
	hold(t, score.Options{Accompaniment: score.Block}, []playCase{
		{"block", "\"C\"C4|C2\"F\"C2|", "0:48/6 0:52/6 0:55/6 6:53/2 6:57/2 6:60/2 | 0:36/6 6:41/2"},
		{"block and N.C.", "\"C\"C4|\"N.C.\"C2\"F\"C2|", "0:48/4 0:52/4 0:55/4 6:53/2 6:57/2 6:60/2 | 0:36/4 6:41/2"},
	}, score.Chords, score.Bass)
}

func TestAccompanimentProgramsAndVolumes(t *testing.T) {
	for _, c := range []struct {
		body string
		o    score.Options
		want string
	}{
		{"\"C\"C4|", score.Options{}, "chords 0 75 bass 0 80"},
		{"%%MIDI chordprog 24\n\"C\"C4|", score.Options{}, "chords 24 75 bass 24 80"},
		{"%%MIDI chordprog 24\n%%MIDI bassprog 33\n\"C\"C4|", score.Options{}, "chords 24 75 bass 33 80"},
		{"%%MIDI chordprog 24\n%%MIDI bassprog 0\n\"C\"C4|", score.Options{}, "chords 24 75 bass 0 80"},
		{"%%MIDI bassprog 33\n\"C\"C4|", score.Options{ChordProgram: 1}, "chords 0 75 bass 0 80"},
		{"%%MIDI chordvol 0\n%%MIDI bassvol 90\n\"C\"C4|", score.Options{}, "chords 0 1 bass 0 90"},
	} {
		s, _ := play.Play(tune(c.body), c.o)
		var got []string
		for _, v := range s.Voices[1:] {
			got = append(got, v.ID, fmt.Sprint(v.Program), fmt.Sprint(v.Events[0].Velocity))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q: %s, want %s", c.body, s, c.want)
		}
	}
}

func TestDrumsAndDrone(t *testing.T) {
	hold(t, score.Options{}, []playCase{
		{"drum", "%%MIDI drum dzd2 36 38\n%%MIDI drumon\nC4|", "0:36/1 2:38/2"},
		{"drumoff", "%%MIDI drum d 36\n%%MIDI drumon\nC4|\nI:MIDI drumoff\nC4|", "0:36/4"},
		{"a pickup has the end of the pattern", "%%MIDI drum dd 36 38\n%%MIDI drumon\nC2|C4|", "0:38/2 2:36/2 4:38/2"},
		{"no pattern", "%%MIDI drumon\nC4|", ""},
		{"not turned on", "%%MIDI drum d\nC4|", ""},
		{"free meter", "M:none\nK:C\n%%MIDI drum d\n%%MIDI drumon\nC4|", ""},
		{"not transposed", "K:C\n%%MIDI transpose 2\n%%MIDI drum d 36\n%%MIDI drumon\nC4|", "0:36/4"},
	}, score.Drums)
	hold(t, score.Options{}, []playCase{
		{"drone", "%%MIDI drone 70 45 33 80\n%%MIDI droneon\nC4|C4|", "0:45/8 0:33/8"},
		{"droneoff", "C4|\nI:MIDI droneon\nC4|\nI:MIDI droneoff\nC4|", "4:45/4 4:33/4"},
		{"on again", "I:MIDI droneon\nC4|\nI:MIDI droneoff\nC4|\nI:MIDI droneon\nC4|", "0:45/4 0:33/4 8:45/4 8:33/4"},
	}, score.Drone)
}

func TestDroneVelocity(t *testing.T) {
	for text, want := range map[string]uint8{"drone 70 45 33 90": 90, "drone 70 45 33 0": 1, "drone 71": 80} {
		s, _ := play.Play(tune("%%MIDI "+text+"\n%%MIDI droneon\nC4|"), score.Options{})
		if got := s.Voices[1].Events[0].Velocity; got != want {
			t.Errorf("%%%%MIDI %s: velocity %d, want %d", text, got, want)
		}
	}
}

// TestChanges: the tempos, meters, keys and programs of a score.
func TestChanges(t *testing.T) {
	for _, c := range []playCase{
		{"defaults", "C", "[{0 120}] 4/4@0 0@0"},
		{"all of them", "C4|\nQ:1/4=90\nM:3/4\nK:Gm\nC3|", "[{0 120} {4 90}] 4/4@0 3/4@4 0@0 -2m@4"},
		{"no note after them", "C4|\nQ:1/4=90\nM:3/4\nK:G\n", "[{0 120}] 4/4@0 0@0"},
		{"the same tempo", "Q:1/4=90\nK:C\nC4|\nQ:1/4=90\nC4|", "[{0 90}] 4/4@0 0@0"},
		{"only the first voice has meters and keys", "V:1\nC4|C4|\nV:2\nC4|\nM:3/4\nK:G\nQ:1/4=60\nC3|", "[{0 120} {4 60}] 4/4@0 0@0"},
		{"a repeat goes back to the meter", "|:C4|\nM:3/4\nC3:|", "[{0 120}] 4/4@0 3/4@4 4/4@7 3/4@11 0@0"},
		{"free meter", "M:none\nK:C\nC", "[{0 120}] 0@0"},
	} {
		s, _ := play.Play(tune(c.body), score.Options{})
		got := []string{fmt.Sprint(s.Tempos)}
		for _, m := range s.Meters {
			got = append(got, m.Meter.Text+"@"+m.At.String())
		}
		for _, k := range s.Keys {
			minor := ""
			if k.Minor {
				minor = "m"
			}
			got = append(got, fmt.Sprintf("%d%s@%s", k.Sharps, minor, k.At))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q has %s, want %s", c.name, c.body, s, c.want)
		}
	}
}

func TestControls(t *testing.T) {
	const body = "%%MIDI program 5\nC4|\nI:MIDI program 6\nI:MIDI control 7 100\nC4|\nI:MIDI pitchbend 0 80\nC4|"
	s, _ := play.Play(tune(body), score.Options{})
	v := s.Voices[0]
	if got := fmt.Sprint(v.Program, v.Controls); got != "5 [{4 176 [7 100]} {4 192 [6 0]} {8 224 [0 80]}]" {
		t.Errorf("program and messages %s", got)
	}
	s, _ = play.Play(tune(body), score.Options{Program: 10})
	v = s.Voices[0]
	if got := fmt.Sprint(v.Program, v.Controls); got != "9 [{4 176 [7 100]} {8 224 [0 80]}]" {
		t.Errorf("with Options.Program: program and messages %s", got)
	}
}

func TestVerses(t *testing.T) {
	s, _ := play.Play(tune("|::C::|\nw:a\nw:b"), score.Options{})
	if got := fmt.Sprint(s.Voices[0].Lyrics); got != "[{0 a} {1 b} {2 a}]" {
		t.Errorf("lyrics %s", got)
	}
}

func TestTooLong(t *testing.T) {
	for _, c := range []playCase{
		{"items", "P:A999\nK:C\nP:A\n" + strings.Repeat("C/64", 1000) + "|", "1:1: the tune unrolls to more than 500000 symbols: voice 1 is cut there"},
		{"time", "P:A99\nK:C\nP:A\n" + strings.Repeat("C4096", 4) + "|", fmt.Sprintf("1:1: voice 1 is longer than %d quarter notes: cut there", music.MaxLength)},
	} {
		s, err := play.Play(tune(c.body), score.Options{})
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
		if s.Length.Cmp(music.NewFraction(music.MaxLength+4096, 1)) > 0 {
			t.Errorf("%s: length %s", c.name, s.Length)
		}
	}
}

// TestReleaseServesTheNextTune plays tunes in memory that was used before.
func TestReleaseServesTheNextTune(t *testing.T) {
	bodies := []string{
		"\"C\"C4|\"F\"{d}[CE]2-[CE]2|\nw:a b", "V:1\nC4&E4|\nV:2\n!trill!C2z2|", "%%MIDI drum d\n%%MIDI drumon\n%%MIDI droneon\nC4|",
		"M:none\nK:C\n\"G\"C|", "", "Q:1/4=70\nM:3/4\nK:Dm\n\"A\"C3|",
	}
	text := func(body string) string {
		s, err := play.Play(tune(body), score.Options{Ornaments: true})
		defer play.Release(s)
		return fmt.Sprint(s.Title, s.Voices, s.Tempos, len(s.Meters), s.Keys, s.Length, err)
	}
	var want []string
	for _, body := range bodies {
		s, err := play.Play(tune(body), score.Options{Ornaments: true})
		want = append(want, fmt.Sprint(s.Title, s.Voices, s.Tempos, len(s.Meters), s.Keys, s.Length, err))
	}
	for i := range 20 * len(bodies) {
		k := i * 5 % len(bodies)
		if i%7 == 0 {
			k = i % len(bodies)
		}
		if got := text(bodies[k]); got != want[k] {
			t.Fatalf("%q in used memory:\n%s\nwant\n%s", bodies[k], got, want[k])
		}
	}
}

// TestTiniestNotes: notes a fraction of which is rounded to nothing are played,
// whatever is written around them.
func TestTiniestNotes(t *testing.T) {
	for _, sign := range []string{"T", "P", "M", "R", "!turn!", "!arpeggio!", "!fermata!", "{d1/4096}"} {
		for _, tuplets := range []string{"(9:1:9(9:1:9(9:1:9", "(9:1:9(9:1:9(9:1:9(9:1:9"} {
			for n := 1; n <= abc.MaxNoteLength; n *= 2 {
				text := fmt.Sprintf("%s%sc1/%d c|", tuplets, sign, n)
				s, err := play.Play(tune(text), score.Options{Ornaments: true})
				if err != nil || !s.Length.Positive() {
					t.Errorf("%q: %v", text, err)
				}
				play.Release(s)
			}
		}
	}
}
