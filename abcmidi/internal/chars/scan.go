package chars

func IsDigit(c byte) bool { return '0' <= c && c <= '9' }

func IsLetter(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }

func IsNote(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'g' }

func IsBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }
