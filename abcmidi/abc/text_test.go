package abc

import "testing"

// TestPlainText: the text strings of section 8.2.
func TestPlainText(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing to do", "The Kesh", "The Kesh"},
		{"grave", "\\`A\\`e", "Àè"},
		{"acute", `Bourr\'ee \'Y`, "Bourrée Ý"},
		{"circumflex", `h\^otel`, "hôtel"},
		{"tilde", `Espa\~na \~O`, "España Õ"},
		{"umlaut", `\"Osterreich, Na\"if`, "Österreich, Naïf"},
		{"cedilla", `\cCa va, gar\ccon`, "Ça va, garçon"},
		{"ring", `\AA se, \aa, \oU`, "Å se, å, Ů"},
		{"slash", `S\/oren, \/L`, "Søren, Ł"},
		{"breve", `\uA \ug \uo`, "Ă ğ ŏ"},
		{"caron", `\vCesk\'a \vr`, "Česká ř"},
		{"double acute", `Er\Ho, \HU`, "Erő, Ű"},
		{"macron, dot, ogonek", `\=a \.z \;e`, "ā ż ę"},
		{"ligatures", `\AE\ae\OE\oe Stra\sse`, "ÆæŒœ Straße"},
		{"eth and thorn", `\DH\dh\TH\th`, "ÐðÞþ"},
		{"entities", `&eacute; &amp; &copy; &#9839; &#x266F;`, "é & © ♯ ♯"},
		{"no entities", "R&D; Tom & Jerry &notanentity; &copy 1900", "R&D; Tom & Jerry &notanentity; &copy 1900"},
		{"numbers", `\u00e9 \U0001D11E \ud834\udd1e`, "é \U0001d11e \U0001d11e"},
		{"a breve where four digits would be", `\uadd`, "ădd"},
		{"escaped", `\\'e \&eacute; 50\%`, `\'e &eacute; 50%`},
		{"a quotation mark", `say \"hi\"`, `say "hi"`},
		{"stand for nothing", `\q \ud \U1 C:\x \`, `\q \ud \U1 C:\x \`},
		{"control characters written", `a&#10;b&#0;c\u0007`, "a b\ufffdc"},
		{"control characters", "a\tb\x00c\x07d\x1b[31m\u0085e", "a bcd[31m e"},
		{"lone surrogate", `\ud834!`, "\ufffd!"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := PlainText(c.text); got != c.want {
				t.Errorf("PlainText(%q) = %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func FuzzPlainText(f *testing.F) {
	for _, seed := range []string{`Bourr\'ee`, `&eacute;`, `\u00e9`, `a\\b%c`, `\ud834\udd5e`, "&&amp;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		plain := PlainText(text)
		if got := PlainText(WriteText(plain)); got != plain {
			t.Errorf("%q is written %q and read %q", plain, WriteText(plain), got)
		}
	})
}
