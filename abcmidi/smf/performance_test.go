package smf_test

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/smf"
)

func TestSortMarks(t *testing.T) {
	p := &smf.Performance{
		Tempos: []smf.TempoMark{{Tick: 96, Micros: 1}, {Tick: 0, Micros: 2}, {Tick: 96, Micros: 3}},
		Meters: []smf.MeterMark{{Tick: 0, Num: 3, Den: 4}, {Tick: 0, Num: 2, Den: 4}},
		Keys:   []smf.KeyMark{{Tick: 9, Sharps: 1}, {Tick: 8, Minor: true}},
	}
	p.SortMarks()
	want := &smf.Performance{
		Tempos: []smf.TempoMark{{Tick: 0, Micros: 2}, {Tick: 96, Micros: 3}},
		Meters: []smf.MeterMark{{Tick: 0, Num: 2, Den: 4}},
		Keys:   []smf.KeyMark{{Tick: 8, Minor: true}, {Tick: 9, Sharps: 1}},
	}
	if !reflect.DeepEqual(p, want) {
		t.Errorf("got  %+v\nwant %+v", p, want)
	}
}

// TestHoldPedal lengthens notes to where the pedal comes up or the key is
// struck again, whichever is earlier.
func TestHoldPedal(t *testing.T) {
	type notes = []smf.PlayedNote
	type marks = []smf.PedalMark
	note := func(on, off int64, key uint8) smf.PlayedNote { return smf.PlayedNote{On: on, Off: off, Key: key} }
	down := marks{{Tick: 10, Down: true}, {Tick: 50}}
	tests := []struct {
		name  string
		pedal marks
		notes notes
		want  notes
	}{
		{"none", nil, notes{note(0, 20, 60)}, notes{note(0, 20, 60)}},
		{"down at the end of the note", down, notes{note(0, 20, 60)}, notes{note(0, 50, 60)}},
		{"goes down as the note ends", down, notes{note(0, 10, 60)}, notes{note(0, 50, 60)}},
		{"not down yet", down, notes{note(0, 9, 60)}, notes{note(0, 9, 60)}},
		{"comes up as the note ends", down, notes{note(0, 50, 60)}, notes{note(0, 50, 60)}},
		{"up again", down, notes{note(0, 60, 60)}, notes{note(0, 60, 60)}},
		{"struck again", down, notes{note(0, 20, 60), note(30, 40, 60)}, notes{note(0, 30, 60), note(30, 50, 60)}},
		{"another key", down, notes{note(0, 20, 60), note(30, 40, 61)}, notes{note(0, 50, 60), note(30, 50, 61)}},
		{"never comes up", marks{{Tick: 10, Down: true}}, notes{note(0, 20, 60)}, notes{note(0, 100, 60)}},
		{"down twice", marks{{Tick: 10, Down: true}, {Tick: 15, Down: true}, {Tick: 40}}, notes{note(0, 20, 60)}, notes{note(0, 40, 60)}},
	}
	for _, test := range tests {
		// The pedal is on another track of the channel; another channel has none.
		p := &smf.Performance{End: 100, Parts: []smf.Part{
			{Pedal: test.pedal}, {Notes: append(notes(nil), test.notes...)}, {Channel: 1, Notes: append(notes(nil), test.notes...)},
		}}
		p.HoldPedal()
		if got := p.Parts[1].Notes; !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
		if got := p.Parts[2].Notes; !reflect.DeepEqual(got, test.notes) {
			t.Errorf("%s: without a pedal %v", test.name, got)
		}
	}
}

// TestRewrite writes a performance and reads it again.
func TestRewrite(t *testing.T) {
	p, err := smf.Read(bytes.NewReader(abctest.SampleFile(t)))
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Notes(); got != 22 {
		t.Errorf("%d notes, want 22", got)
	}
	var file bytes.Buffer
	if err := p.WriteMIDI(&file); err != nil {
		t.Fatal(err)
	}
	again, err := smf.Read(&file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range again.Parts { // each part is a track of its own now, without the pedal
		if got, want := again.Parts[i].Name, strconv.Itoa(i+1); got != want {
			t.Errorf("part %d has the name %q, want %q", i, got, want)
		}
		again.Parts[i].Track = p.Parts[i].Track
		again.Parts[i].Name, again.Parts[i].Pedal = p.Parts[i].Name, p.Parts[i].Pedal
	}
	if !reflect.DeepEqual(again, p) {
		t.Errorf("got  %+v\nwant %+v", again, p)
	}
}

// TestMemoryServesTheNextFile reads files in one order and in the other: a performance is the
// same whatever was read before it, and stays as it is whatever is read after it.
func TestMemoryServesTheNextFile(t *testing.T) {
	const most = 500
	var files [][]byte
	var kept []*smf.Performance
	var want []string
	for b := range abctest.Damaged(t) {
		p, err := smf.Read(bytes.NewReader(b))
		if err != nil {
			continue
		}
		files, kept, want = append(files, bytes.Clone(b)), append(kept, p), append(want, fmt.Sprint(*p))
		if len(files) == most {
			break
		}
	}
	for i, file := range slices.Backward(files) {
		p, err := smf.Read(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(*p); got != want[i] {
			t.Errorf("file %d is another one in used memory:\n%s, want\n%s", i, got, want[i])
		}
	}
	for i, p := range kept {
		if got := fmt.Sprint(*p); got != want[i] {
			t.Errorf("file %d is changed by those after it:\n%s, want\n%s", i, got, want[i])
		}
	}
}
