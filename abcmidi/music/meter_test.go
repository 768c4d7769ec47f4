package music

import "testing"

func TestMeter(t *testing.T) {
	for _, c := range []struct {
		name            string
		meter           Meter
		bar, beat, unit string
		compound        bool
	}{
		{"4/4", Meter{Groups: []int{4}, Den: 4}, "4", "1", "1/8", false},
		{"2/2", Meter{Groups: []int{2}, Den: 2}, "4", "2", "1/8", false},
		{"3/4", Meter{Groups: []int{3}, Den: 4}, "3", "1", "1/8", false},
		{"2/4", Meter{Groups: []int{2}, Den: 4}, "2", "1", "1/16", false},
		{"3/8", Meter{Groups: []int{3}, Den: 8}, "3/2", "1/2", "1/16", false},
		{"5/8", Meter{Groups: []int{5}, Den: 8}, "5/2", "1/2", "1/16", false},
		{"6/8", Meter{Groups: []int{6}, Den: 8}, "3", "3/2", "1/8", true},
		{"9/8", Meter{Groups: []int{9}, Den: 8}, "9/2", "3/2", "1/8", true},
		{"6/4", Meter{Groups: []int{6}, Den: 4}, "6", "3", "1/8", true},
		{"3+3/8", Meter{Groups: []int{3, 3}, Den: 8}, "3", "1/2", "1/8", false},
		{"none", *FreeMeter(), "0", "1", "1/8", false},
	} {
		m := &c.meter
		if m.Bar().String() != c.bar || m.Beat().String() != c.beat || m.UnitLength().String() != c.unit || m.Compound() != c.compound {
			t.Errorf("%s: bar %s, beat %s, unit %s, compound %t; want %s, %s, %s, %t",
				c.name, m.Bar(), m.Beat(), m.UnitLength(), m.Compound(), c.bar, c.beat, c.unit, c.compound)
		}
	}
}

func TestGroupBegins(t *testing.T) {
	m := &Meter{Groups: []int{2, 3, 2}, Den: 8}
	for eighth := range int64(8) {
		want := eighth == 0 || eighth == 2 || eighth == 5
		if got := m.GroupBegins(NewFraction(eighth, 2)); got != want {
			t.Errorf("eighth %d: %t", eighth, got)
		}
	}
}

// TestFreeMeterIsNew: a caller may change what FreeMeter returns.
func TestFreeMeterIsNew(t *testing.T) {
	m := FreeMeter()
	m.Free, m.Text, m.Groups, m.Den = false, "4/4", []int{4}, 4
	if n := FreeMeter(); !n.Free || n.Text != "none" || n.Groups != nil {
		t.Errorf("FreeMeter() is %+v", n)
	}
}
