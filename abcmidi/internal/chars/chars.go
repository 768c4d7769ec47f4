package chars

// smallNumber reads decimal digits; an empty text gives the default.
func Number(s string, byDefault int) int {
	if s == "" {
		return byDefault
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if !IsDigit(s[i]) {
			return byDefault
		}
		n = min(n*10+int(s[i]-'0'), 1<<20)
	}
	return n
}

func IsDigit(c byte) bool { return '0' <= c && c <= '9' }

func IsLetter(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }

func IsNote(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'g' }

func IsBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }
