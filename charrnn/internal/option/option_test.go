package option

import (
	"errors"
	"math"
	"reflect"
	"testing"
)

// sample is a struct with an option of each kind.
type sample struct {
	n     int
	share float64
	top   float64
	kind  string
	name  string
	seed  uint64
	on    bool
	heat  float64
}

func (s *sample) fields() []Field {
	return []Field{
		Int("count", &s.n, 1, 9, ""),
		Float("share", &s.share, 0, 0.5, ""),
		Above("top-p", &s.top, 0, 1, ""),
		Choice("kind", &s.kind, "", "a", "b"),
		Free("name", &s.name, "").SavedAs(""),
		Free("seed", &s.seed, "").SavedAs("number").Shown("random").Or("s"),
		Free("on", &s.on, ""),
		Float("heat", &s.heat, 0, 2, "").Unset().SavedAs(""),
	}
}

var valid = sample{n: 3, share: 0.25, top: 1, kind: "b", name: "x", seed: 1 << 63, on: true, heat: 1.5}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		change func(*sample)
		want   string // error, "" for none
	}{
		{func(s *sample) {}, ""},
		{func(s *sample) { s.n = 1 }, ""},
		{func(s *sample) { s.n = 9 }, ""},
		{func(s *sample) { s.n = 0 }, "count 0: out of range: choose 1 to 9"},
		{func(s *sample) { s.n = 10 }, "count 10: out of range: choose 1 to 9"},
		{func(s *sample) { s.share = 0 }, ""},
		{func(s *sample) { s.share = math.NaN() }, "share NaN: out of range: choose 0 to 0.5"},
		{func(s *sample) { s.share = -1e-300 }, "share -1e-300: out of range: choose 0 to 0.5"},
		{func(s *sample) { s.top = 1e-300 }, ""},
		{func(s *sample) { s.top = 0 }, "top-p 0: out of range: choose above 0, up to 1"},
		{func(s *sample) { s.top = math.Inf(1) }, "top-p +Inf: out of range: choose above 0, up to 1"},
		{func(s *sample) { s.kind = "c" }, `kind "c": out of range: choose a or b`},
		{func(s *sample) { s.kind = "" }, `kind "": out of range: choose a or b`},
		{func(s *sample) { s.name, s.seed = "", 0 }, ""},
		{func(s *sample) { s.heat = 0 }, ""},
	} {
		s := valid
		c.change(&s)
		got := ""
		if err := Check(s.fields()); err != nil {
			got = err.Error()
			if !errors.Is(err, ErrRange) {
				t.Errorf("%v does not wrap ErrRange", err)
			}
		}
		if got != c.want {
			t.Errorf("%+v: error %q, want %q", s, got, c.want)
		}
	}
}

// TestComplete checks that a zero is replaced only where it is out of range or stands for
// the default.
func TestComplete(t *testing.T) {
	var s sample
	d := valid
	Complete(s.fields(), d.fields())
	if want := (sample{n: 3, top: 1, kind: "b", heat: 1.5}); s != want {
		t.Errorf("zero became %+v, want %+v", s, want)
	}
	other := sample{n: -1, top: 0.5, kind: "a", heat: 1}
	before := other
	if Complete(other.fields(), d.fields()); other != before {
		t.Errorf("%+v became %+v", before, other)
	}
}

func TestSaved(t *testing.T) {
	s := valid
	text, err := Marshal(s.fields())
	if want := `{"count":3,"share":0.25,"top_p":1,"kind":"b","number":9223372036854775808,"on":true}`; err != nil || string(text) != want {
		t.Errorf("saved %s (error %v), want %s", text, err, want)
	}
	got := sample{name: "kept", heat: 1.5}
	if err := Unmarshal(got.fields(), text); err != nil {
		t.Error(err)
	}
	want := valid
	want.name = "kept"
	if got != want {
		t.Errorf("loaded %+v, want %+v", got, want)
	}
	if err := Unmarshal(got.fields(), []byte(`{"other":1}`)); err != nil || got != want {
		t.Errorf("an unknown name gives %+v, error %v", got, err)
	}
	for _, text := range []string{"", "[]", `{"count":"x"}`} {
		if Unmarshal(got.fields(), []byte(text)) == nil {
			t.Errorf("%q was loaded", text)
		}
	}
	bad := valid
	bad.share = math.NaN()
	if _, err := Marshal(bad.fields()); err == nil {
		t.Error("NaN was saved")
	}
}

func TestChanges(t *testing.T) {
	a, b := valid, valid
	b.n, b.kind, b.name, b.share = 4, "a", "y", 0
	then := a.fields()
	for i, f := range then {
		if f.Name == "share" {
			then[i] = f.Loose()
		}
	}
	got := Changes(then, b.fields())
	if want := []string{"count 3, now 4", `kind "b", now "a"`}; !reflect.DeepEqual(got, want) {
		t.Errorf("changes %q, want %q", got, want)
	}
}

func TestTexts(t *testing.T) {
	var s sample
	f := s.fields()
	for i, want := range []string{"1 to 9", "0 to 0.5", "above 0, up to 1", "a or b", "", "", "", "0 to 2"} {
		if got := f[i].Range(); got != want {
			t.Errorf("%s: range %q, want %q", f[i].Name, got, want)
		}
	}
	if f[5].DefaultText != "random" || !reflect.DeepEqual(f[5].Aliases, []string{"s"}) {
		t.Errorf("field %+v", f[5])
	}
}
