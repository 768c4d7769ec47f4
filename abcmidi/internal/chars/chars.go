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
