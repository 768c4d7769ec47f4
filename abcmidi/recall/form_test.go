package recall

import (
	"reflect"
	"testing"
)

func TestForm(t *testing.T) {
	for body, want := range map[string]string{
		"C4|D4|C4|E4|":                             "4/4 ABAC",
		"|:G|C4|D4|E4|D3:|":                        "4/4 'ABCD:",
		"|:C4|D4|1E4:|2D4||G4|C4|":                 "4/4 AB1C2B DA tonic",
		"\"G\"C4|\"A\"C4|c4|C,4|":                  "4/4 AABC tonic",
		"P:A\nC4|D4|\nP:B\nD4|c4|":                 "4/4 AB BC tonic",
		"C2 D2|C2D2|C D C2|":                       "4/4 AAB tonic",
		"C4|D4|1E4:|2":                             "4/4 ABC:",
		"|:D4|D4|D4|D4|D4|D4|D4|D4:|E4|E4|E4|E4||": "4/4 AAAAAAAA: BBBB",
	} {
		f := FormOf("X:1\nM:4/4\nL:1/4\nK:C\n" + body + "\n\n")
		if f == nil || f.String() != want {
			t.Errorf("%q: form %v, want %s", body, f, want)
			continue
		}
		if g, err := ParseForm(want); err != nil || !reflect.DeepEqual(f, g) {
			t.Errorf("%s is read as %+v, want %+v, error %v", want, g, f, err)
		}
	}
	if f := FormOf("X:1\nK:C\n\n"); f != nil {
		t.Errorf("form %v of a tune without bars", f)
	}
}

// TestPeoplesForms writes and reads the forms of the starter corpus.
func TestPeoplesForms(t *testing.T) {
	eight := 0
	for _, tune := range people(t) {
		f := FormOf(tune)
		if f == nil {
			t.Errorf("no form: %q", tune)
			continue
		}
		g, err := ParseForm(f.String())
		if err != nil || !reflect.DeepEqual(f, g) {
			t.Errorf("%s is read as %s, error %v", f, g, err)
		}
		if len(f.Sections) == 2 && len(f.Sections[0].Bars) == 8 && len(f.Sections[1].Bars) == 8 {
			eight++
		}
	}
	if eight < 100 {
		t.Errorf("%d tunes have two sections of eight bars", eight)
	}
}

func TestParseFormErrors(t *testing.T) {
	for _, text := range []string{"", "4/4", "4/4 tonic", "4/4 ':", "4/4 A+B", "4/4 P:AB", "4/4 A: P:AB", "4/4 1A", "4/4 A1B1C", "4/4 A1B", "4/4 A1B2", "4/4 A2B", "4/4 AB'"} {
		if f, err := ParseForm(text); err == nil {
			t.Errorf("%q is read as %+v", text, f)
		}
	}
}
