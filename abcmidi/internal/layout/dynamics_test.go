package layout

import (
	"fmt"
	"strings"
	"testing"
)

// TestVelocities: how loud each note is.
func TestVelocities(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"beats of 4/4", "A/2B/2c/2d/2 A2|", "105 80 95 80 95"},
		{"beats of 6/8", "M:6/8\nL:1/8\nABc def|", "105 80 80 95 80 80"},
		{"groups of 2+3/8", "M:2+3/8\nL:1/8\nAB cde|", "105 80 95 80 80"},
		{"free meter", "M:none\nABc", "105 105 105"},
		{"a pickup ends its bar", "A/2B/2|c", "95 80 105"},
		{"a group of overlays counts from its beginning", "A(&Bcd|ABcd & cd/2d/2e|ABcd&)|", "105 95 95 95 105 95 95 95 95 95 80 95 105 95 95 95"},
		{"an overlay counts from the bar's beginning", "ABcd & c/2d/2e|", "105 95 95 95 105 80 95"},
		{"%%MIDI beat", "%%MIDI beat 100 90 70\nAB/2c/2d2", "100 90 70 90"},
		{"%%MIDI beat with pulses", "%%MIDI beat 100 90 70 2\nABcd", "100 70 90 70"},
		{"%%MIDI beatstring", "%%MIDI beatstring fmpf\nABcd", "105 95 80 105"},
		{"between the parts of a beatstring", "%%MIDI beatstring fmpf\nA/2B/2", "105 80"},
		{"a bar too long", "ABcde", "105 95 95 95 105"},

		{"pppp", "!pppp!A4", "30"}, {"ppp", "!ppp!A4", "30"}, {"pp", "!pp!A4", "45"},
		{"p", "!p!A4", "60"}, {"mp", "!mp!A4", "75"}, {"mf", "!mf!A4", "90"}, {"f", "!f!A4", "105"},
		{"ff", "!ff!A4", "120"}, {"fff", "!fff!A4", "127"}, {"ffff", "!ffff!A4", "127"}, {"sfp", "!sfp!A4", "60"},
		{"a dynamic holds", "!p!ABcd|e4", "60 50 50 50 60"},
		{"no velocity below 1", "%%MIDI beat 20 10 5\n!pppp!AB", "1 1"},
		{"accents", "LA !accent!B !sfz!c !marcato!d", "120 110 110 120"},
		{"no velocity above 127", "!fff!LA", "127"},

		{"crescendo to a dynamic", "M:none\n!p!!crescendo(!ABc!crescendo)!!f!d", "60 75 90 105"},
		{"crescendo without a dynamic", "M:none\n!p!!crescendo(!AB!crescendo)!cd", "60 75 90 90"},
		{"diminuendo to a dynamic", "M:none\n!f!!diminuendo(!AB!diminuendo)!!p!c", "105 83 60"},
		{"diminuendo without a dynamic", "M:none\n!diminuendo(!AB!diminuendo)!cd", "105 90 75 75"},
		{"a dynamic on the wrong side", "M:none\n!f!!crescendo(!AB!crescendo)!!p!c", "105 120 60"},
		{"a hairpin without an end", "M:none\n!p!!crescendo(!ABc", "60 75 90"},
		{"a dynamic ends a hairpin", "M:none\n!p!!crescendo(!AB!f!cd", "60 82 105 105"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := lay(t, c.body).Voices[0]
			v.Measure()
			var got []string
			for i := range v.Items {
				if v.Items[i].Kind == ItemSound {
					got = append(got, fmt.Sprint(v.Items[i].Velocity))
				}
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%q: velocities %s, want %s", c.body, s, c.want)
			}
		})
	}
}
