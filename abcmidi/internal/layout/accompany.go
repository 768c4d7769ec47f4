package layout

import (
	"strings"

	"charabanc/abcmidi/internal/chars"
)

func validPattern(s string) bool {
	return s != "" && len(s) <= 256 && chars.IsLetter(s[0]) && strings.Trim(s, "fcbzghijGHIJ0123456789") == ""
}
