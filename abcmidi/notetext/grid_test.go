package notetext

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
)

// TestGrid moves notes to a grid. None is lost, and each gets a length.
func TestGrid(t *testing.T) {
	p := notesAt(480, "60 0 3,62 35 470,64 487 1003")
	text, err := Text(p, Options{Grid: 12})
	if err != nil {
		t.Fatal(err)
	}
	if want := "%%notes exact 12\nC4:1/12 +1/12 D4:11/12 +11/12 E4:13/12\n\n"; text != want {
		t.Errorf("got  %q\nwant %q", text, want)
	}
}

// TestGridTicks wants one fraction for each tick of many divisions.
func TestGridTicks(t *testing.T) {
	for division := 1; division <= 32767; division += 1 + division/40 {
		for _, g := range []*grid{newGrid(division, 0), newBinaryGrid(division)} {
			last := int64(-1)
			for tick := int64(0); tick <= int64(division); tick++ {
				u := g.at(tick)
				if g.tick(u) != tick || u <= last || g.units > music.MaxDenominator {
					t.Fatalf("division %d: tick %d is %d of %d units, which is tick %d", division, tick, u, g.units, g.tick(u))
				}
				last = u
			}
		}
	}
}

// TestGridParts wants the parts that a division of powers of two lacks.
func TestGridParts(t *testing.T) {
	g := newGrid(1024, 0)
	for _, n := range []int64{3, 5, 6, 10, 12, 24} {
		for k := int64(1); k < n; k++ {
			tick := (2*k*1024 + n) / (2 * n)
			if got, want := g.fraction(g.at(tick)), music.NewFraction(k, n); got != want {
				t.Errorf("tick %d is %v, want %v", tick, got, want)
			}
		}
	}
	for tick, want := range map[int64]string{7: "7/1024", 32: "1/32", 512: "1/2"} {
		if got := g.fraction(g.at(tick)).String(); got != want {
			t.Errorf("tick %d is %s, want %s", tick, got, want)
		}
	}
}

// TestPlace holds the merging of parts to a plain stable sort.
func TestPlace(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for parts := range 12 {
		for _, inOrder := range []bool{true, false} {
			p := &smf.Performance{Division: 96}
			for range parts {
				var part smf.Part
				on := int64(0)
				for range r.IntN(200) {
					if on += r.Int64N(3); !inOrder {
						on = r.Int64N(100)
					}
					part.Notes = append(part.Notes, smf.PlayedNote{On: on, Off: on + 1 + r.Int64N(3), Key: uint8(60 + r.IntN(3)), Velocity: uint8(r.IntN(128))})
				}
				p.Parts = append(p.Parts, part)
			}
			g := newGrid(p.Division, 0)
			var want []placedNote
			for i := range p.Parts {
				want = g.appendPart(want, p, i)
			}
			slices.SortStableFunc(want, func(a, b placedNote) int {
				return cmp.Or(cmp.Compare(a.on, b.on), cmp.Compare(a.part, b.part), cmp.Compare(a.key, b.key), cmp.Compare(a.off, b.off))
			})
			if got := new(memory).place(p, g); !slices.Equal(got, want) {
				t.Errorf("%d parts, in order %v: not the same", parts, inOrder)
			}
		}
	}
}
