package abctest

import (
	"bytes"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// FlatNote is a note as round trips compare it.
type FlatNote struct {
	Part     int
	On, Off  int64
	Key, Vel uint8
}

// Flat lists the notes of a performance in order, with their parts and
// velocities if asked for.
func Flat(p *smf.Performance, parts, velocity bool) (list []FlatNote) {
	n := 0
	for i := range p.Parts {
		if len(p.Parts[i].Notes) == 0 {
			continue
		}
		for _, x := range p.Parts[i].Notes {
			f := FlatNote{0, x.On, x.Off, x.Key, 0}
			if parts {
				f.Part = n
			}
			if velocity {
				f.Vel = x.Velocity
			}
			list = append(list, f)
		}
		n++
	}
	slices.SortFunc(list, func(a, b FlatNote) int {
		for _, d := range []int64{a.On - b.On, int64(a.Part - b.Part), int64(a.Key) - int64(b.Key), a.Off - b.Off, int64(a.Vel) - int64(b.Vel)} {
			if d != 0 {
				return int(d)
			}
		}
		return 0
	})
	return list
}

// Common counts the notes two lists share; both are sorted.
func Common(a, b []FlatNote) (n int) {
	count := map[FlatNote]int{}
	for _, x := range a {
		count[x]++
	}
	for _, x := range b {
		if count[x] > 0 {
			count[x]--
			n++
		}
	}
	return n
}

// ReadFile reads a MIDI file.
func ReadFile(t testing.TB, name string) *smf.Performance {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := smf.Read(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return p
}

// Performed writes a performance on one line.
func Performed(p *smf.Performance) string {
	var b strings.Builder
	fmt.Fprintf(&b, "division %d", p.Division)
	for _, m := range p.Tempos {
		fmt.Fprintf(&b, " tempo %d@%d", m.Micros, m.Tick)
	}
	for _, m := range p.Meters {
		fmt.Fprintf(&b, " meter %d/%d@%d", m.Num, m.Den, m.Tick)
	}
	for _, m := range p.Keys {
		fmt.Fprintf(&b, " key %s@%d", music.KeyName(m.Sharps, m.Minor), m.Tick)
	}
	for _, part := range p.Parts {
		fmt.Fprintf(&b, "; track %d channel %d", part.Track, part.Channel)
		for _, n := range part.Notes {
			fmt.Fprintf(&b, " %d@%d-%d", n.Key, n.On, n.Off)
		}
	}
	if p.Stuck+p.Loose > 0 {
		fmt.Fprintf(&b, "; stuck %d loose %d", p.Stuck, p.Loose)
	}
	return b.String()
}
