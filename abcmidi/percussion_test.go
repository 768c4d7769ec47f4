package abcmidi_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"charabanc/abcmidi"
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/abcmidi/transpose"
)

// keysOf describes what the voices of a tune play: "10: 36 38" is MIDI channel 10 and its keys, "-"
// any channel.
func keysOf(s *score.Score) string {
	var voices []string
	for _, v := range s.Voices {
		channel := fmt.Sprint(v.Channel + 1)
		if v.Channel < 0 {
			channel = "-"
		}
		var keys []string
		for _, e := range v.Events {
			keys = append(keys, fmt.Sprint(e.Key))
		}
		voices = append(voices, channel+": "+strings.Join(keys, " "))
	}
	return strings.Join(voices, ", ")
}

// TestPercussionMaps: %%MIDI drummap and %%percmap say which key of the drum kit a note of channel 10, or of
// a clef of percussion, is.
func TestPercussionMaps(t *testing.T) {
	const maps = "%%MIDI drummap F 36\n%%MIDI drummap _e 38\n%%percmap ^g closed-hi-hat x\n"
	for _, c := range []struct{ name, header, body, want string }{
		{"channel 10", maps, "%%MIDI channel 10\nF_e^g", "10: 36 38 42"},
		{"clef=perc in K:", maps + "K:C clef=perc\n", "F_e^g", "10: 36 38 42"},
		{"perc in K:", maps + "K:C perc\n", "F_e^g", "10: 36 38 42"},
		{"clef=perc in V:", maps + "V:1 clef=perc\n", "F", "10: 36"},
		{"clef=percussion in V:", maps + "V:1 clef=percussion\n", "F", "10: 36"},
		{"other notes are keys", maps + "K:C perc\n", "C,,D,,", "10: 36 38"},
		{"a melody has no map", maps, "F", "-: 65"},
		{"an accidental holds in the bar", maps + "K:C perc\n", "_e e | e", "10: 38 38 76"},
		{"the key's accidental", "%%MIDI drummap ^F 40\nK:G perc\n", "F", "10: 40"},
		{"without the key's accidental", maps + "K:G perc\n", "F", "10: 36"},
		{"another accidental is another note", maps + "K:C perc\n", "^F", "10: 66"},
		{"a chord, and grace notes", maps + "K:C perc\n", "{F}[F_e]", "10: 36 36 38"},
		{"an octave higher is another note", maps + "K:C perc\n", "f", "10: 77"},
		{"from here on", "K:C perc\n", "F|\n%%MIDI drummap F 36\nF|", "10: 65 36"},
		{"in the body, inline", "K:C perc\n", "[I:MIDI=drummap F 36]F|", "10: 36"},
		{"by name", "%%MIDI drummap F Acoustic-Snare\nK:C perc\n", "F", "10: 38"},
		{"by Hi_Bongo", "%%percmap F Hi_Bongo\nK:C perc\n", "F", "10: 60"},
		{"one voice of two", maps + "V:1\nV:2 clef=perc\n", "V:1\nFG|\nV:2\nF_e|", "-: 65 67, 10: 36 38"},
		{"the channel changes", maps, "FG|\n%%MIDI channel 10\nFG|\n%%MIDI channel 1\nFG|", "-: 65 67, 10: 36 67, 1: 65 67"},
		{"the clef changes", maps, "F|[K:C clef=perc]F|[K:C clef=treble]G|", "-: 65 67, 10: 36"},
		{"no clef's octave", maps, "[K:C clef=perc octave=1]F|C,,|", "10: 36 36"},
		{"a channel has precedence over the clef", "%%MIDI channel 3\nK:C perc\n", "F", "3: 65"},
	} {
		header := c.header
		if !strings.Contains(header, "K:") {
			header += "K:C\n"
		}
		tune, _ := abc.Parse("X:1\nL:1/4\n" + header + c.body + "\n")
		s, _ := play.Play(tune, score.Options{Transpose: 0})
		if got := keysOf(s); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestTransposePercussion: print --transpose leaves the notes of percussion where they are, whatever
// the new key is.
func TestTransposePercussion(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"clef in K:", "K:C perc\nFc|", "10: 65 72"},
		{"channel 10", "K:C\n%%MIDI channel 10\nFc|", "10: 65 72"},
		{"one voice of two", "V:1\nV:2 clef=perc\nK:C\nV:1\nFc|\nV:2\nFc|", "-: 68 75, 10: 65 72"},
		{"one voice of two, by channel", "V:1\nV:2\n%%MIDI channel 10\nK:C\nV:1\nFc|\nV:2\nFc|", "-: 68 75, 10: 65 72"},
		{"back to a melody", "K:C\nF|[K:C perc]F|[K:C treble]F|", "-: 68 68, 10: 65"},
		{"a map", "%%MIDI drummap F 36\n%%MIDI drummap _e 38\nK:C perc\nF_e e|", "10: 36 38 38"},
	} {
		tune, _ := abc.Parse("X:1\nL:1/4\n" + c.text + "\n")
		s, _ := play.Play(transpose.Tune(tune, 3), score.Options{})
		if got := keysOf(s); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestChannelPrograms: %%MIDI program with a channel sets the instrument of that channel and moves no voice.
func TestChannelPrograms(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"at the beginning", "V:1\n%%MIDI program 2 40\nC|\nV:2\nE|", "1=0 2=40"},
		{"later, of another voice", "V:1\nC|[I:MIDI=program 2 40]C|\nV:2\nE|E|", "1=0 2=0,1:40"},
		{"later, of its own", "V:1\nC|[I:MIDI=program 1 40]C|", "1=0,1:40"},
		{"nobody there", "V:1\n%%MIDI program 5 40\nC|", "1=0"},
		{"a voice that asks for the channel", "V:1\n%%MIDI channel 5\n%%MIDI program 5 40\nC|", "5=40"},
	} {
		tune, _ := abc.Parse("X:1\nL:1/4\nK:C\n" + c.body + "\n")
		s, _ := play.Play(tune, score.Options{})
		var got []string
		for i, channel := range s.Channels() {
			v := s.Voices[i]
			text := fmt.Sprintf("%d=%d", channel+1, v.Program)
			for _, x := range v.Controls {
				text += fmt.Sprintf(",%s:%d", x.At, x.Data[0])
			}
			got = append(got, text)
		}
		if all := strings.Join(got, " "); all != c.want {
			t.Errorf("%s: %s, want %s", c.name, all, c.want)
		}
	}
}

// TestVoiceDirective: %%MIDI voice gives an instrument of a bank to the voice that it names, or mutes it.
func TestVoiceDirective(t *testing.T) {
	for _, c := range []struct{ name, header, want string }{
		{"an instrument", "%%MIDI voice Tb instrument=59", "0/0 58/0"},
		{"a bank", "%%MIDI voice Tb instrument=59 bank=2", "0/0 58/1"},
		{"in a V: before it", "V:X\nV:Tb\n%%MIDI voice X instrument=3", "2/0 0/0"},
		{"mute", "%%MIDI voice X mute", "0/0"},
		{"mute, and an instrument", "%%MIDI voice Tb instrument=59 mute", "0/0"},
		{"nobody of that name", "%%MIDI voice Q instrument=59", "0/0 0/0"},
		{"everybody", "%%MIDI voice instrument=12", "11/0 11/0"},
	} {
		tune, _ := abc.Parse("X:1\nL:1/4\n" + c.header + "\nK:C\nV:X\nC2|\nV:Tb\nE4|\n")
		s, _ := play.Play(tune, score.Options{})
		var got []string
		for _, v := range s.Voices {
			got = append(got, fmt.Sprintf("%d/%d", v.Program, v.Bank))
		}
		if all := strings.Join(got, " "); all != c.want {
			t.Errorf("%s: %s, want %s", c.name, all, c.want)
		}
		if s.Length.Float() != 4 {
			t.Errorf("%s: %s quarter notes, want 4", c.name, s.Length)
		}
	}
}

// TestMoreDirectives: what else %%MIDI changes in the notes: keys and velocities.
func TestMoreDirectives(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"vol", "C4[I:MIDI=vol 50]D2E2|", "60/105 62/50 64/95"},
		{"volinc", "C4[I:MIDI=volinc -30]D2E2|", "60/105 62/65 64/95"},
		{"beatmod", "%%MIDI beatmod -10\nC3D5|", "60/95 62/70"},
		{"nobeataccents", "%%MIDI nobeataccents\nCD\n%%MIDI beataccents\nE|F", "60/95 62/95 64/80 65/105"},
		{"c", "%%MIDI c 48\nC8|", "48/105"},
		{"rtranspose", "%%MIDI transpose 2\n%%MIDI rtranspose 3\nC8|\n%%MIDI transpose 1\nC8|", "65/105 61/105"},
		{"deltaloudness", "%%MIDI deltaloudness 10\n!crescendo(!C8|!crescendo)!C8|", "60/105 60/115"},
		{"an octave of chords", "%%MIDI chordprog 0 octave=1\n%%MIDI bassprog 0 octave=-1\n%%MIDI gchord f4c4\n\"C\"z8|", "60/75 64/75 67/75, 24/80"},
		{"a pattern over bars", "%%MIDI gchord f4c4f8\n%%MIDI gchordbars 2\n\"C\"z8|\"F\"z8|", "48/75 52/75 55/75, 36/80 41/80"},
		{"drums over bars", "%%MIDI drum d2d 36 38\n%%MIDI drumbars 3\n%%MIDI drumon\nz8|z8|z8|", "36/80 38/80"},
	} {
		tune, _ := abc.Parse("X:1\nM:4/4\nL:1/8\nK:C\n" + c.body + "\n")
		s, _ := play.Play(tune, score.Options{})
		var got []string
		for _, v := range s.Voices {
			var notes []string
			for _, e := range v.Events {
				notes = append(notes, fmt.Sprintf("%d/%d", e.Key, e.Velocity))
			}
			if notes != nil {
				got = append(got, strings.Join(notes, " "))
			}
		}
		if all := strings.Join(got, ", "); all != c.want {
			t.Errorf("%s: %s, want %s", c.name, all, c.want)
		}
	}
}

// TestControlsOfBacking: controls for the bass and the chords are on their channels, before the first of their
// notes.
func TestControlsOfBacking(t *testing.T) {
	tune, _ := abcmidi.Parse("X:1\nM:4/4\nL:1/4\nK:C\n%%MIDI control 7 90\n%%MIDI control bass 7 50\n%%MIDI portamento chord 20\n\"C\"C4|\n%%MIDI noportamento chord\nC4|\n")
	s, _ := play.Play(tune, score.Options{})
	want := map[score.Role]string{score.Melody: "[7 90]@0", score.Bass: "[7 50]@0", score.Chords: "[65 127]@0 [5 20]@0 [65 0]@4"}
	for _, v := range s.Voices {
		var got []string
		for _, c := range v.Controls {
			got = append(got, fmt.Sprintf("%v@%s", c.Data, c.At))
		}
		if all := strings.Join(got, " "); all != want[v.Role] {
			t.Errorf("%s: %s, want %s", v.ID, all, want[v.Role])
		}
	}
	var file bytes.Buffer
	if err := smf.Write(&file, s, smf.Options{}); err != nil {
		t.Fatal(err)
	}
}
