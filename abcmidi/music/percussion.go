package music

import (
	"strconv"
	"strings"
	"sync"
)

// This file names the instruments of MIDI channel 10.

// firstPercussion is the key of the first name of percussionNames.
const firstPercussion = 35

// percussionNames are the instruments of General MIDI's percussion (System Level 1, table
// 3), from key 35 to 81.
var percussionNames = [...]string{
	"Acoustic Bass Drum", "Bass Drum 1", "Side Stick", "Acoustic Snare", "Hand Clap", "Electric Snare",
	"Low Floor Tom", "Closed Hi Hat", "High Floor Tom", "Pedal Hi Hat", "Low Tom", "Open Hi Hat",
	"Low Mid Tom", "Hi Mid Tom", "Crash Cymbal 1", "High Tom", "Ride Cymbal 1", "Chinese Cymbal",
	"Ride Bell", "Tambourine", "Splash Cymbal", "Cowbell", "Crash Cymbal 2", "Vibraslap",
	"Ride Cymbal 2", "Hi Bongo", "Low Bongo", "Mute Hi Conga", "Open Hi Conga", "Low Conga",
	"High Timbale", "Low Timbale", "High Agogo", "Low Agogo", "Cabasa", "Maracas",
	"Short Whistle", "Long Whistle", "Short Guiro", "Long Guiro", "Claves", "Hi Wood Block",
	"Low Wood Block", "Mute Cuica", "Open Cuica", "Mute Triangle", "Open Triangle",
}

var percussionKeys = sync.OnceValue(func() map[string]uint8 {
	m := map[string]uint8{}
	for i, name := range percussionNames {
		m[plainName(name)] = uint8(firstPercussion + i)
	}
	return m
})

// plainName returns the letters and digits of a name, in lower case.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -_", r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// PercussionKey reads a MIDI key from 0 to 127 or the name of an instrument that General
// MIDI has on it, as "acoustic-snare". Case, blanks and hyphens do not matter.
func PercussionKey(s string) (key uint8, ok bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return uint8(n), 0 <= n && n <= 127
	}
	key, ok = percussionKeys()[plainName(s)]
	return key, ok
}
