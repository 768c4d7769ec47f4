package chars

import (
	"strings"
	"testing"
)

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"", -1}, {"0", 0}, {"7", 7}, {"042", 42}, {"12a", -1}, {"-3", -1}, {" 3", -1},
		{"1048576", maxNumber}, {"1048577", maxNumber}, {strings.Repeat("9", 40), maxNumber},
	} {
		if got := Number(c.text, -1); got != c.want {
			t.Errorf("Number(%q) = %d, want %d", c.text, got, c.want)
		}
	}
}

func TestClasses(t *testing.T) {
	for _, class := range []struct {
		name string
		in   func(byte) bool
		want string
	}{
		{"digit", IsDigit, "0123456789"},
		{"letter", IsLetter, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"},
		{"note", IsNote, "ABCDEFGabcdefg"},
		{"blank", IsBlank, "\t\r "},
	} {
		var got []byte
		for c := range 256 {
			if class.in(byte(c)) {
				got = append(got, byte(c))
			}
		}
		if string(got) != class.want {
			t.Errorf("%s: %q, want %q", class.name, got, class.want)
		}
	}
}
