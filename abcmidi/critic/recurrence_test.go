package critic

import "testing"

func TestRecurrence(t *testing.T) {
	for _, c := range []struct {
		what, body string
		want       Recurrence
	}{
		{"nothing comes again", "CDEF GABc|cBAG EFGA|", Recurrence{Rhythms: 0.5, Tonic: 0}},
		{"a bar comes again, with another chord", `"C"CDEF GABc|"Am"CDEF GABc|c8|`, Recurrence{Exact: 1. / 3, Moved: 1. / 3, Next: 1. / 3, Rhythms: 2. / 3, Tonic: 1}},
		{"a bar is moved", "CDEF GABc|DEFG ABcd|c8|", Recurrence{Moved: 1. / 3, Rhythms: 2. / 3, Tonic: 1}},
		{"two sections of eight bars share some", "|:C8|D8|E8|F8|C8|D8|G8|c8:|\n|:G8|A8|B8|c8|G8|B8|C8|c8:|",
			Recurrence{Exact: 8. / 16, Moved: 15. / 16, Rhythms: 1. / 16, Eight: 1, Fifth: 1, Sixth: 0.5, Sharing: 1, Tonic: 1}},
		{"two sections share none", "C8|D8||E8|F8|", Recurrence{Moved: 3. / 4, Rhythms: 1. / 4}},
	} {
		s, _ := NewSurveys(nil)
		s.Add("X:1\nM:4/4\nL:1/8\nK:C\n"+c.body+"\n\n", -1)
		got := s.recurrence.figures()
		got.Sections, got.Forms = nil, nil
		if got := [9]float64{got.Exact, got.Moved, got.Next, got.Rhythms, got.Eight, got.Fifth, got.Sixth, got.Sharing, got.Tonic}; got != [9]float64{c.want.Exact, c.want.Moved, c.want.Next, c.want.Rhythms, c.want.Eight, c.want.Fifth, c.want.Sixth, c.want.Sharing, c.want.Tonic} {
			t.Errorf("%s: %v, want %+v", c.what, got, c.want)
		}
	}
}

// TestFormsOfSurvey: forms have a letter for each section, twice if it is repeated.
func TestFormsOfSurvey(t *testing.T) {
	s, _ := NewSurveys(nil)
	for _, body := range []string{"C8|D8|", "|:C8|D8:|E8|F8|", "|:C8:||:D8:|", "|:C8:||:E8:|"} {
		s.Add("X:1\nM:4/4\nL:1/8\nK:C\n"+body+"\n\n", -1)
	}
	f := s.recurrence.figures()
	if f.Forms["A"] != 0.25 || f.Forms["AAB"] != 0.25 || f.Forms["AABB"] != 0.5 || f.Sections["2"] != 3./7 {
		t.Errorf("forms %v, sections %v", f.Forms, f.Sections)
	}
}
