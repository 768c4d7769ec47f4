package abctest

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
)

// FlatNote is a note as round trips compare it.
type FlatNote struct {
	Part     int
	On, Off  int64
	Key, Vel uint8
}

// Flat returns the notes of a performance in order, with their parts and
// velocities if asked for. Parts without notes do not count.
func Flat(p *smf.Performance, parts, velocity bool) (list []FlatNote) {
	part := 0
	for i := range p.Parts {
		for _, n := range p.Parts[i].Notes {
			f := FlatNote{On: n.On, Off: n.Off, Key: n.Key}
			if parts {
				f.Part = part
			}
			if velocity {
				f.Vel = n.Velocity
			}
			list = append(list, f)
		}
		if len(p.Parts[i].Notes) > 0 {
			part++
		}
	}
	slices.SortFunc(list, func(a, b FlatNote) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Part, b.Part), cmp.Compare(a.Key, b.Key),
			cmp.Compare(a.Off, b.Off), cmp.Compare(a.Vel, b.Vel))
	})
	return list
}

// Common returns the number of notes that two lists share.
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

// Performed returns a performance as one line of text.
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
		if part.Program != 0 {
			fmt.Fprintf(&b, " program %d", part.Program)
		}
		for _, n := range part.Notes {
			fmt.Fprintf(&b, " %d@%d-%d", n.Key, n.On, n.Off)
		}
		if len(part.Pedal) > 0 {
			b.WriteString("; pedal")
		}
		for _, m := range part.Pedal {
			fmt.Fprintf(&b, " %v@%d", m.Down, m.Tick)
		}
	}
	if p.Stuck+p.Loose > 0 {
		fmt.Fprintf(&b, "; stuck %d loose %d", p.Stuck, p.Loose)
	}
	return b.String()
}
