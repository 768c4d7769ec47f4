package notetext

import (
	"fmt"
	"strings"
	"testing"
)

// TestStreams writes each stream as its keys.
func TestStreams(t *testing.T) {
	tests := []struct {
		name  string
		parts []string
		want  string
	}{
		{"one line leaps", []string{"40 0 96,90 96 192"}, "40 90"},
		{"a chord is one", []string{"60 0 96,64 0 96,67 0 96"}, "60 64 67"},
		{"a chord as wide as it likes", []string{"40 0 96,90 0 96"}, "40 90"},
		{"of two lengths", []string{"40 0 96,90 0 48"}, "90, 40"},
		{"of two beginnings", []string{"40 0 96,90 48 96"}, "90, 40"},
		{"the wider of two chords is two", []string{"40 0 96,60 0 96,62 48 96"}, "62, 60, 40"},
		{"within a hand", []string{"46 0 96,60 0 96,62 48 96"}, "62, 46 60"},
		{"beyond a hand", []string{"45 0 96,60 0 96,62 48 96"}, "62, 60, 45"},
		{"lines by pitch", []string{"72 0 192,48 96 192,50 192 288,74 192 288"}, "72 74, 48 50"},
		{"an octave away is another line", []string{"60 0 96,73 96 192,40 144 300"}, "73, 60, 40"},
		{"less is the same", []string{"60 0 96,72 96 192,40 144 300"}, "60 72, 40"},
		{"two parts reach further", []string{"60 0 96,84 96 192,30 144 300", "60 0 96"}, "60 84, 30, 60"},
		{"but not two octaves and more", []string{"60 0 96,85 96 192,30 144 300", "60 0 96"}, "85, 60, 30, 60"},
		{"four lines and no more", []string{"80 0 960,70 10 960,60 20 960,50 30 960,40 40 960,55 50 960"}, "80, 70, 60, 50 40 55"},
		{"a key twice takes one more", []string{"80 0 960,70 10 960,60 20 960,50 30 960,50 40 960"}, "80, 70, 60, 50, 50"},
		{"when it has ended it does not", []string{"80 0 960,70 10 960,60 20 960,50 30 100,40 40 960,50 100 960"}, "80, 70, 60, 50 40 50"},
		{"part by part", []string{"60 0 96", "72 0 96"}, "60, 72"},
	}
	for _, test := range tests {
		p := notesAt(96, test.parts...)
		var got []string
		for _, s := range new(memory).streams(p, newGrid(96, 0)) {
			var keys []string
			for _, n := range s.notes {
				keys = append(keys, fmt.Sprint(n.key))
			}
			got = append(got, strings.Join(keys, " "))
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: %s, want %s", test.name, strings.Join(got, ", "), test.want)
		}
	}
}
