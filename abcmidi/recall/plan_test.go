package recall

import "testing"

// follow returns a Recall of a tune that is to have a form.
func follow(t *testing.T, form, body string) *Recall {
	t.Helper()
	f, err := ParseForm("4/4 " + form)
	if err != nil {
		t.Fatal(err)
	}
	return scratch([]rune(head+body), func(string, int) *Form { return f })
}

// TestFault: what differs from the form, where, and what should be there.
func TestFault(t *testing.T) {
	for _, c := range []struct {
		what, form, body string
		at               string // what of the body is kept
		want             string
		ok               bool // there is no fault
	}{
		{what: "a bar line", form: "ABC", body: "C4|D", ok: true},
		{what: "a repeat", form: "AB: C", body: "C4|D4:|E", ok: true},
		{what: "a double bar line", form: "AB C", body: "C4|D4||E", ok: true},
		{what: "endings", form: "AB1C2D", body: "C4|D4|1E4:|2F", ok: true},
		{what: "a repeat too early", form: "ABC:", body: "C4|D4:|E", at: "C4|D4", want: "|"},
		{what: "a repeat that is missing", form: "AB: C", body: "C4|D4|E", at: "C4|D4", want: ":|"},
		{what: "a double bar line that is missing", form: "AB C", body: "C4|D4|E", at: "C4|D4", want: "||"},
		{what: "another repeat sign", form: "AB C", body: "C4|D4:|E", at: "C4|D4", want: "||"},
		{what: "a first ending that is missing", form: "AB1C2D", body: "C4|D4|E", at: "C4|D4", want: "|1"},
		{what: "a second ending that is missing", form: "AB1C2D", body: "C4|D4|1E4:|F", at: "C4|D4|1E4", want: ":|2"},
		{what: "the end", form: "AB:", body: "C4|D4:|E", at: "C4|D4", want: ":|\n\n"},
		{what: "the end without a repeat", form: "AB", body: "C4|D4||E", at: "C4|D4", want: "|]\n\n"},
		{what: "a bar that goes on", form: "ABC", body: "C4|CDEFG", at: "C4|CDEF", want: "|"},
		{what: "a last bar that goes on", form: "AB:", body: "C4|CDEFG", at: "C4|CDEF", want: ":|"},
		{what: "a last bar that goes on before a pickup", form: "'AB:", body: "G|C4|CDEF", at: "G|C4|CDE", want: ":|"},
		{what: "a first ending that goes on before a pickup", form: "'A1B2C", body: "|:G|C4|1DEFG", at: "|:G|C4|1DEF", want: ":|2"},
		{what: "a bar that may go on", form: "'ABC:", body: "G|C4|CDEF", ok: true},
		{what: "a pickup that is missing", form: "'AB", body: "C4|", at: "", want: ""},
		{what: "a pickup too many", form: "AB", body: "C|", at: "", want: ""},
		{what: "a pickup too many after a section", form: "AB: CD", body: "C4|D4:|C|", at: "C4|D4:|", want: ""},
		{what: "a repeat that begins", form: "AB: C:", body: "C4|D4:|:E", ok: true},
		{what: "a repeat that begins with endings", form: "AB A1B2C", body: "C4|D4||:C4|1D", ok: true},
		{what: "a repeat that begins and does not end", form: "AB: C", body: "C4|D4:|:E", at: "C4|D4", want: ":|"},
		{what: "a repeat that begins and does not end, after ||", form: "AB C", body: "C4|D4|:E", at: "C4|D4", want: "||"},
		{what: "a repeat that begins and does not end, at the beginning", form: "AB", body: "|:C", at: "", want: ""},
		{what: "a repeat that begins and does not end, after a pickup", form: "'AB", body: "G|:C", at: "G", want: "|"},
		{what: "a pickup that is not repeated", form: "'AB: CD:", body: "G|:C", ok: true},
		{what: "a pickup that is repeated and must not be", form: "'AB: CD:", body: "G|C", at: "G", want: "|:"},
		{what: "a pickup that is repeated", form: "'AB: 'CD:", body: "G|C", ok: true},
	} {
		r := follow(t, c.form, c.body)
		at, want, found := r.Fault()
		switch {
		case c.ok && found:
			t.Errorf("%s: %s as %s: a fault at %d, want none", c.what, c.body, c.form, at-len(head))
		case !c.ok && (!found || at != len(head)+len(c.at) || want != c.want):
			t.Errorf("%s: %s as %s: fault %v at %d, want %q there; expected %q at %d", c.what, c.body, c.form, found, at-len(head), want, c.want, len(c.at))
		}
	}
}

// TestFaultOfParts: the parts of the header are in the body.
func TestFaultOfParts(t *testing.T) {
	const head = "X:1\nM:4/4\nL:1/4\nP:AABC\nK:C\n"
	for _, c := range []struct {
		form, body string
		at, want   string
	}{
		{"P:AABC AB: C: D:", "P:A\nC4|D4:|\nP:B\nE4:|\nP:C\nF", "", ""},
		{"P:AABC AB: C: D:", "C", "", "P:A\n"},
		{"P:AABC AB: C: D:", "|:C", "", "P:A\n"},
		{"P:AABC AB: C: D:", "P:A\n|:C4|D4:|E", "P:A\n|:C4|D4", ":|\nP:B\n"},
		{"P:AABC AB: C: D:", "P:A\n|:C4|D4:|\n|:E", "P:A\n|:C4|D4", ":|\nP:B\n"},
		{"P:AABC AB: C: D:", "P:A\nC4|D4:|\nP:B\nE4:|F", "P:A\nC4|D4:|\nP:B\nE4", ":|\nP:C\n"},
		{"P:AABC AB: C: D: E:", "C4|D4:|E", "C4|D4", ":|\nP:A\n"},
		{"P:AABC AB: C: D: E:", "P:A\nC4|D4:|E", "", ""}, // a section may be without
	} {
		f, err := ParseForm("4/4 " + c.form)
		if err != nil {
			t.Fatal(err)
		}
		r := scratch([]rune(head+c.body), func(string, int) *Form { return f })
		at, want, found := r.Fault()
		if found != (c.want != "") || found && (head + c.body)[:at] != head+c.at || want != c.want {
			t.Errorf("%s: %q: fault %v at %d, want %q there; expected %q after %q", c.form, c.body, found, at-len(head), want, c.want, c.at)
		}
	}
}

func TestComplete(t *testing.T) {
	for _, c := range []struct {
		form, body string
		complete   bool
		closes     bool
	}{
		{"AB: CD: tonic", "C4|D4:|", false, true},
		{"AB: CD: tonic", "C4|D4:|E4|", false, true},
		{"AB: CD: tonic", "C4|D4:|E4|c4:|", true, true},
		{"AB: CD: tonic", "C4|D4:|E4|D4:|", true, false},
		{"AB: CD:", "C4|D4:|E4|D4:|", true, true},
		{"AB: CD", "C4|D4:|E4|D4:|", false, true},
		{"AB: CD", "C4|D4:|E4|D4|]", true, true},
		{"AB: CD:", "C4|D4:|E4|D4|]", false, true},
		{"AB: CB: tonic", "C4|D4:|", false, false}, // the same bar as the last
		{"AB: CB: tonic", "C4|c4:|", false, true},
	} {
		r := follow(t, c.form, c.body)
		if r.Complete() != c.complete || r.Closes() != c.closes {
			t.Errorf("%s as %s: complete %v, closes %v", c.body, c.form, r.Complete(), r.Closes())
		}
	}
	if r := scratch([]rune(head+"C4|"), nil); !r.Complete() || !r.Closes() {
		t.Error("a tune without a form is not complete")
	}
}

// TestPlannedSource: the bar that the form has as the same is proposed, however far back.
func TestPlannedSource(t *testing.T) {
	r := follow(t, "ABCDEFGHIJKLMA", "C4|D4|E4|F4|G4|A4|B4|c4|d4|e4|f4|g4|a4|")
	found := false
	r.Propose(func(c rune, features [4]int) {
		found = found || c == 'C' && features[0] == planned.id(matchThis, same, 0, int(inRun), 0)
	})
	if !found {
		t.Errorf("no C in\n%s", proposals(r))
	}
}

// TestExpect: a tune that is known has its own form.
func TestExpect(t *testing.T) {
	tune := head + "|:C4|D4:|\n\n"
	r := New()
	r.Expect(tune)
	for _, c := range tune {
		r.Push(c)
	}
	if f := r.plan.form; f == nil || f.String() != "4/4 AB:" {
		t.Errorf("form %v", f)
	}
	r.Reset()
	for _, c := range tune {
		r.Push(c)
	}
	if r.plan.form != nil {
		t.Errorf("form %v after Reset", r.plan.form)
	}
}

// TestClosing: what stands in the place of a last note that is not the tonic, C.
func TestClosing(t *testing.T) {
	for body, want := range map[string]string{
		"C4|D4|": "C4|C4|", "C4|B,4:|": "C4|C4:|", "c4|d4|": "c4|c4|", "C4|G,2^G,,2|": "C4|G,2C2|", "C4|G2_e2 |]": "C4|G2c2 |]",
		`C4|"Em"E2"G"D2|`: `C4|"Em"E2"G"C2|`, "C4|c'2e'2|": "C4|c'2c'2|",
		"C4|[CEG]4|": "", "D4|": "", "C4|z4|": "", "C4|{D}E4|": "",
	} {
		r := scratch([]rune(head+body), nil)
		at, text := r.Closing()
		if want != "" {
			want = head + want
		}
		if got := string(r.raw[:at]) + text; got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}
