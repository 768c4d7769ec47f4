package abc

import (
	"charabanc/data"
	"strings"
	"testing"
)

// kindNames are the names of the kinds in the tables below.
var kindNames = [...]string{
	tokEnd: "end", tokSpace: "space", tokLetter: "letter", tokAccidental: "accidental", tokOctave: "octave",
	tokLength: "length", tokRest: "rest", tokSpacer: "spacer", tokBar: "bar", tokEnding: "ending",
	tokChordOpen: "chord", tokChordClose: "unchord", tokGraceOpen: "grace", tokGraceClose: "ungrace",
	tokSlurOpen: "slur", tokSlurClose: "unslur", tokTuplet: "tuplet", tokBroken: "broken", tokTie: "tie",
	tokOverlay: "overlay", tokOverlayOpen: "overlay open", tokOverlayClose: "overlay close", tokText: "text", tokDecoration: "decoration", tokSymbol: "symbol", tokField: "field",
	tokContinue: "continue", tokBreak: "break", tokComment: "comment", tokTag: "tag", tokIllegal: "illegal",
}

// TestScan cuts lines into tokens, which are written kind:text.
func TestScan(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"", ""},
		{`C<br>D</p>E<a href="x">F<b>c</h1><br/>`, `letter:C tag:<br> letter:D tag:</p> letter:E tag:<a href="x"> letter:F broken:< letter:b broken:> letter:c tag:</h1> tag:<br/>`},
		{"`C``D`", "letter:C letter:D"},
		{"^C__d=e_/f^3/2g", "accidental:^ letter:C accidental:__ letter:d accidental:= letter:e accidental:_/ letter:f accidental:^3/2 letter:g"},
		{"^3|", "accidental:^ length:3 bar:|"},
		{"^/", "accidental:^ length:/"},
		{"C,,'3/2//", "letter:C octave:,,' length:3/2//"},
		{"z2x/ZXy", "rest:z length:2 rest:x length:/ rest:Z rest:X spacer:y"},
		{"||||]|[|[|]", "bar:||||] bar:|[|[|]"},
		{"||C|]C[|C[|]C", "bar:|| letter:C bar:|] letter:C bar:[| letter:C bar:[|] letter:C"},
		{"|:C:|D::E:|:", "bar:|: letter:C bar::| letter:D bar::: letter:E bar::|:"},
		{"[|]:|", "bar:[|] bar::|"},
		{":[|", "illegal:: bar:[|"},
		{":C", "illegal:: letter:C"},
		{":]", "bar::]"},
		{"[:|]", "bar:[:|]"},
		{".|.(.-.C", "bar:.| slur:.( tie:.- symbol:. letter:C"},
		{".(3", "symbol:. tuplet:(3"},
		{"|1C|2,3-5D[1E", "bar:| ending:1 letter:C bar:| ending:2,3-5 letter:D ending:[1 letter:E"},
		{"|1. C|2.C", "bar:| ending:1. space:  letter:C bar:| ending:2 symbol:. letter:C"},
		{"|1,C", "bar:| ending:1 octave:, letter:C"},
		{"|/", "bar:| length:/"},
		{`["1st"C|`, `ending:["1st" letter:C bar:|`},
		{`["1"C]|`, `chord:[ text:"1" letter:C unchord:] bar:|`},
		{"[K:G]C[K:|", "field:[K:G] letter:C chord:[ symbol:K bar::|"},
		{"[CE]", "chord:[ letter:C letter:E unchord:]"},
		{"(3C(3:2D(3:2:4E(3::2F(C)", "tuplet:(3 letter:C tuplet:(3:2 letter:D tuplet:(3:2:4 letter:E tuplet:(3::2 letter:F slur:( letter:C unslur:)"},
		{"(3:|", "tuplet:(3 bar::|"},
		{"{/C}{D}", "grace:{/ letter:C ungrace:} grace:{ letter:D ungrace:}"},
		{"(&&&)&&)(&)", "overlay open:(& overlay:& overlay close:&) overlay:& overlay close:&) overlay open:(& unslur:)"},
		{">><&&-", "broken:>> broken:< overlay:&& tie:-"},
		{`"Am"C"^a|b"`, `text:"Am" letter:C text:"^a|b"`},
		{`"Am|C"`, `text:"Am bar:| letter:C text:"`},
		{`"Am C`, `text:"Am space:  letter:C`},
		{`"a\"b"C`, `text:"a\"b" letter:C`},
		{"!trill!C!nameofnothing!D!C!", "decoration:!trill! letter:C decoration:!nameofnothing! letter:D break:! letter:C break:!"},
		{"+trill+C+CE+", "decoration:+trill+ letter:C chord:+ letter:C letter:E chord:+"},
		{"!!C", "break:! break:! letter:C"},
		{"HTuv~hwW", "symbol:H symbol:T symbol:u symbol:v symbol:~ symbol:h symbol:w symbol:W"},
		{"C$D%E", "letter:C break:$ letter:D comment:%E"},
		{`C\ `, `letter:C continue:\ space: `},
		{`C\ % x`, `letter:C continue:\ space:  comment:% x`},
		{`C\D`, `letter:C illegal:\ letter:D`},
		{"*;?@#i", "illegal:* illegal:; illegal:? illegal:@ illegal:# symbol:i"},
		{"C \t\rD", "letter:C space: \t\r letter:D"},
	} {
		s := scanner{text: c.line, end: len(c.line)}
		var got []string
		for tok := s.next(); tok.kind != tokEnd; tok = s.next() {
			got = append(got, kindNames[tok.kind]+":"+c.line[tok.from:tok.to])
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%q:\n%s, want\n%s", c.line, text, c.want)
		}
		if tok := s.next(); tok.kind != tokEnd || int(tok.from) != len(c.line) {
			t.Errorf("%q: after the end: %s", c.line, kindNames[tok.kind])
		}
	}
}

func TestIsFieldLine(t *testing.T) {
	for line, want := range map[string]bool{
		"": false, "K": false, "K:": true, "K:G": true, "+:more": true, "-:x": false, "1:x": false,
		"w:|": true, "w: |": true, "d:|": false, "d: |": false, "d::": false, "d: :": true, "d:x": true, "d:": true,
		"z:|": false, "x: |": false, "C:Trad.": true, "A: | ": false, "W:|": true, "KG": false,
	} {
		if got := data.IsFieldLine(line); got != want {
			t.Errorf("data.IsFieldLine(%q) = %t", line, got)
		}
		if got := data.IsFieldLine([]byte(line)); got != want {
			t.Errorf("data.IsFieldLine([]byte(%q)) = %t", line, got)
		}
	}
}
