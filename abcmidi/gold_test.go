package abcmidi_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
)

// goldTune is one tune on which three engines agree.
type goldTune struct {
	ID     string   `json:"id"`
	ABC    string   `json:"abc"`
	Events [][3]any `json:"events"`
}

// strings returns the events as sorted "onset key duration" lines, the first
// onset at 0.
func (g *goldTune) want() []string {
	fraction := func(v any) music.Fraction {
		num, den, ok := strings.Cut(v.(string), "/")
		n, _ := strconv.Atoi(num)
		d := 1
		if ok {
			d, _ = strconv.Atoi(den)
		}
		return music.NewFraction(int64(n), int64(d))
	}
	var events []score.Event
	for _, e := range g.Events {
		events = append(events, score.Event{Onset: fraction(e[0]), Key: uint8(e[1].(float64)), Duration: fraction(e[2])})
	}
	return eventLines(events)
}

// melody plays a tune as gold's events are written.
func melody(text string) []string {
	tune, _ := abc.Parse(text)
	played, _ := play.Play(tune, score.Options{Accompaniment: score.NoAccompany})
	var events []score.Event
	for _, v := range played.Voices {
		events = append(events, v.Events...)
	}
	return eventLines(events)
}

func eventLines(events []score.Event) []string {
	first := music.NewFraction(music.MaxLength*2, 1)
	for _, e := range events {
		if e.Onset.Less(first) {
			first = e.Onset
		}
	}
	var list []string
	for _, e := range events {
		list = append(list, fmt.Sprintf("%s %d %s", e.Onset.Sub(first), e.Key, e.Duration))
	}
	sort.Strings(list)
	return list
}

// TestGold plays the tunes of the gold sets, whose events three other engines
// agree on. The shares may rise, never fall.
func TestGold(t *testing.T) {
	for _, set := range []string{"nottingham_cleaned", "irish_mit", "hardy"} {
		t.Run(set, func(t *testing.T) {
			f, err := os.Open(abctest.Shared(t, "gold", "agree3_"+set+".jsonl.gz"))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			z, err := gzip.NewReader(f)
			if err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(z)
			lines.Buffer(nil, 1<<24)
			tunes, right, durations := 0, 0, 0
			for lines.Scan() {
				var g goldTune
				if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
					t.Fatal(err)
				}
				tunes++
				want, got := g.want(), melody(g.ABC)
				switch {
				case strings.Join(want, "\n") == strings.Join(got, "\n"):
					right++
					durations++
				case strings.Join(pitchAndOnset(want), "\n") == strings.Join(pitchAndOnset(got), "\n"):
					right++
					t.Logf("%s: durations differ", g.ID)
				default:
					t.Logf("%s: %d events, want %d", g.ID, len(got), len(want))
				}
			}
			t.Logf("%d tunes: pitch and onset equal in %d, durations too in %d", tunes, right, durations)
			if right < tunes || durations < tunes {
				t.Errorf("%d of %d tunes right, %d with durations", right, tunes, durations)
			}
		})
	}
}

func pitchAndOnset(events []string) []string {
	cut := make([]string, len(events))
	for i, e := range events {
		cut[i] = e[:strings.LastIndexByte(e, ' ')]
	}
	return cut
}
