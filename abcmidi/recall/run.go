package recall

// run is a bar line so far, without blanks.
type run struct {
	char [6]rune
	n    int8
}

func (u *run) add(c rune) {
	if c != ' ' && int(u.n) < len(u.char) {
		u.char[u.n] = c
		u.n++
	}
}

// bracket reports whether the last character is [, of an ending or a chord.
func (u *run) bracket() bool { return u.n > 1 && u.char[u.n-1] == '[' }

// opens reports whether the bar line begins a repeat.
func (u *run) opens() bool {
	n := u.n
	if u.bracket() {
		n--
	}
	return n > 1 && u.char[n-1] == ':'
}

// accepts reports whether a character can follow in a bar line.
func (u *run) accepts(c rune) bool {
	switch c {
	case '|', ':', '[', ']', ' ':
		return true
	}
	last := u.char[u.n-1]
	return '1' <= c && c <= '9' && (last == '|' || last == '[') ||
		(c == ',' || c == '-' || '1' <= c && c <= '9') && u.kind() == runEnding
}

// Kinds of bar lines.
const (
	runNone   = iota
	runBar    // |
	runColon  // :
	runEnd    // :| || |]
	runBegin  // |:
	runEnding // |1 [2
	runOther  // :: :|:
	runKinds
)

func (u *run) kind() int8 {
	if u.n == 0 {
		return runNone
	}
	colon := u.char[0] == ':'
	if last := u.char[u.n-1]; '1' <= last && last <= '9' || last == ',' || last == '-' {
		return runEnding
	}
	switch {
	case u.n == 1 && colon:
		return runColon
	case u.n == 1:
		return runBar
	case u.char[u.n-1] == '[':
		return runEnding
	case u.char[u.n-1] == ':' && !colon:
		return runBegin
	case u.n == 2 && u.char[1] != ':':
		return runEnd
	}
	return runOther
}

// next returns what begins after the bar line.
func (u *run) next() int8 {
	if u.bracket() { // the next character says of what
		before := *u
		before.n--
		return before.next()
	}
	switch u.kind() {
	case runBar, runColon, runNone:
		return nextBar
	case runEnding:
		for _, c := range u.char[:u.n] {
			switch {
			case c == '1':
				return firstEnding
			case '2' <= c && c <= '9':
				return secondEnding
			}
		}
		return nextBar
	}
	return nextSection
}
