package abctest

import (
	"fmt"
	"strings"

	"charabanc/abcmidi/score"
)

// Voices writes the voices of a score that have one of the roles, in the order of the
// score, each event as onset:key/duration.
func Voices(s *score.Score, roles ...score.Role) string {
	var voices []string
	for _, v := range s.Voices {
		for _, role := range roles {
			if v.Role == role {
				voices = append(voices, Events(v.Events))
			}
		}
	}
	return strings.Join(voices, " | ")
}

// Events writes events as Voices does.
func Events(events []score.Event) string {
	words := make([]string, len(events))
	for i, e := range events {
		words[i] = fmt.Sprintf("%s:%d/%s", e.Onset, e.Key, e.Duration)
	}
	return strings.Join(words, " ")
}
