// Package chars holds what the scanners of several packages share: classes of
// ASCII characters, and small numbers.
package chars

// IsDigit reports whether c is 0 to 9.
func IsDigit(c byte) bool { return '0' <= c && c <= '9' }

// IsLetter reports whether c is A to Z or a to z.
func IsLetter(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }

// IsNote reports whether c is the letter of a note, A to G or a to g.
func IsNote(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'g' }

// IsBlank reports whether c is a blank within a line.
func IsBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

// maxNumber is the largest number that Number returns.
const maxNumber = 1 << 20

// Number returns the value of decimal digits, at most 1<<20. If s is empty or not
// only digits, it returns byDefault.
func Number(s string, byDefault int) int {
	if s == "" {
		return byDefault
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if !IsDigit(s[i]) {
			return byDefault
		}
		n = min(n*10+int(s[i]-'0'), maxNumber)
	}
	return n
}
