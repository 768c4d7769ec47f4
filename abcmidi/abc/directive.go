package abc

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file reads the directives that change how a tune sounds: %%MIDI, as the
// documentation of abc2midi and the draft of ABC 2.2 have it, and %%percmap. All others
// are for the printed page.

// Directives is the value of an I: field or %% line: what a player obeys in it.
type Directives []Directive

// Directive is one directive that a player obeys.
type Directive struct {
	Name string // of %%MIDI, such as "program"; "%%percmap", "%%propagate-accidentals"

	// Args has a word for each argument of the directive's Form. An optional one that
	// was not given is "". What a "..." of the form takes comes after these.
	Args []string
}

// Treatment is what a player does with a directive.
type Treatment uint8

const (
	Obeyed  Treatment = iota
	Ignored           // with a finding
	Refused           // with a finding: a tune may not ask for it
)

func (t Treatment) String() string {
	return [...]string{"obeyed", "ignored", "refused"}[t]
}

// DirectiveInfo is what there is to know of a directive.
type DirectiveInfo struct {
	Name string
	Form string // its arguments, in the notation of the documentation of the package
	Treatment
	What string
}

// DirectiveTable has all %%MIDI directives of abc2midi, abcjs and the draft of ABC 2.2,
// and the other two that a player obeys. The documentation of the package has it, too.
var DirectiveTable = []DirectiveInfo{
	{"channel", "1..16", Obeyed, "the MIDI channel of the voice from here on; 10 is percussion"},
	{"program", "[1..16] 0..127 [label]...", Obeyed, "the instrument of the voice, or of a channel"},
	{"programbase", "0..1", Obeyed, "what the first program is called"},
	{"voice", "[id] property...", Obeyed, "instrument=1..128, bank=1..128 or mute for a voice"},
	{"transpose", "-127..127", Obeyed, "semitones up"},
	{"rtranspose", "-127..127", Obeyed, "semitones up, added to those of transpose"},
	{"c", "0..127", Obeyed, "the key of middle C, usually 60"},
	{"ratio", "1..64 1..64", Obeyed, "the lengths of A and B in A>B; 3 1 without it"},
	{"grace", "share", Obeyed, "the share of a note that its grace notes take"},
	{"gracedivider", "1..64", Obeyed, "a grace note is its written length over this; 4 without it"},
	{"trim", "length", Obeyed, "how much shorter each note sounds, in unit note lengths"},
	{"expand", "length", Ignored, "notes end where they are written to end"},
	{"nobarlines", "", Obeyed, "accidentals hold for one note"},
	{"barlines", "", Obeyed, "accidentals hold to the next bar line again"},
	{"%%propagate-accidentals", "scope", Obeyed, "which notes an accidental holds for: pitch, octave or not (ABC 2.1 section 11.3)"},
	{"fermatafixed", "", Ignored, "fermatas are held by an option of the player alone"},
	{"fermataproportional", "", Ignored, "likewise"},
	{"beat", "0..127 [0..127] [0..127] [0..64]", Obeyed, "velocities of the first beat, other beats and between, and the beat"},
	{"beatstring", "fmp", Obeyed, "which parts of a bar are strong, medium and weak"},
	{"beatmod", "-127..127", Obeyed, "added to the three velocities"},
	{"beataccents", "", Obeyed, "beats are accented again"},
	{"nobeataccents", "", Obeyed, "all notes are as loud as beats but the first"},
	{"deltaloudness", "0..127", Obeyed, "how much louder the end of a crescendo is; 30 without it"},
	{"vol", "0..127", Obeyed, "the velocity of the next note"},
	{"volinc", "-127..127", Obeyed, "added to the velocity of the next note"},
	{"ptstress", "word...", Refused, "it would read another file of the computer"},
	{"stressmodel", "1..2", Ignored, "only for ptstress"},
	{"gchord", "[pattern]...", Obeyed, "the pattern of the accompaniment; without one, the meter's"},
	{"gchordbars", "1..64", Obeyed, "how many bars the pattern takes"},
	{"gchordon", "", Obeyed, "chord symbols are played"},
	{"gchordoff", "", Obeyed, "and not played"},
	{"chordname", "word 0..31 [0..31]...", Obeyed, "the tones of a chord, above its root"},
	{"chordprog", "0..127 [label]...", Obeyed, "the instrument of the chords; octave=-2..2 moves them"},
	{"bassprog", "0..127 [label]...", Obeyed, "that of the bass"},
	{"chordvol", "0..127", Obeyed, "the velocity of the chords"},
	{"bassvol", "0..127", Obeyed, "that of the bass"},
	{"chordattack", "0..480", Ignored, "the notes of a chord begin together"},
	{"randomchordattack", "0..480", Ignored, "likewise"},
	{"drum", "strokes [0..127]...", Obeyed, "a pattern of drums for each bar: strokes, keys, velocities"},
	{"drumbars", "1..64", Obeyed, "how many bars the pattern takes"},
	{"drumon", "", Obeyed, "the drums play"},
	{"drumoff", "", Obeyed, "and stop"},
	{"drummap", "note key", Obeyed, "the percussion that a note of a voice on channel 10 is"},
	{"%%percmap", "note key [word]", Obeyed, "the same, as %%percmap of abcm2ps and abcjs"},
	{"drone", "[0..127] [0..127] [0..127] [0..127] [0..127]", Obeyed, "program, two keys and their velocities; 70 45 33 80 80 without it"},
	{"droneon", "", Obeyed, "the drone sounds"},
	{"droneoff", "", Obeyed, "and stops"},
	{"control", "[role] 0..127 0..127", Obeyed, "a controller of the voice, or of the bass or chords"},
	{"pitchbend", "[role] 0..127 0..127", Obeyed, "a pitch bend: its two bytes in the order of the MIDI message"},
	{"portamento", "[role] 0..127", Obeyed, "glides between notes: controllers 65 and 5"},
	{"noportamento", "[role]", Obeyed, "no longer"},
	{"bendvelocity", "[word]...", Ignored, "notes are not bent while they sound"},
	{"bendstring", "[word]...", Ignored, "likewise"},
	{"bendstringex", "[word]...", Ignored, "likewise"},
	{"controlstring", "[word]...", Ignored, "likewise"},
	{"controlcombo", "[word]...", Ignored, "likewise"},
	{"temperamentlinear", "[word]...", Ignored, "the temperament is equal"},
	{"temperamentequal", "[word]...", Ignored, "likewise"},
	{"temperamentnormal", "", Obeyed, "the temperament is equal"},
	{"tuningsystem", "[word]...", Ignored, "likewise"},
	{"makechordchannels", "0..16", Ignored, "a channel has one pitch bend"},
	{"snt", "[word]...", Ignored, "the temperament is equal"},
}

// directive is a row of the table, its form read.
type directive struct {
	DirectiveInfo
	args []argument
}

var directives = sync.OnceValue(func() map[string]*directive {
	m := map[string]*directive{}
	for _, info := range DirectiveTable {
		d := &directive{DirectiveInfo: info}
		for _, word := range strings.Fields(info.Form) {
			d.args = append(d.args, newArgument(word))
		}
		m[info.Name] = d
	}
	return m
})

// argument is one argument of a directive.
type argument struct {
	optional, repeated bool
	low, high          int                    // of a number
	is                 func(word string) bool // nil: a number from low to high
}

// newArgument reads an argument of a form: "0..127" is a number, any other word a name
// of wordKinds; in brackets it is optional, and dots after it repeat it.
func newArgument(form string) argument {
	var a argument
	form, a.repeated = strings.CutSuffix(form, "...")
	if strings.HasPrefix(form, "[") {
		a.optional, form = true, strings.Trim(form, "[]")
	}
	if low, high, ok := strings.Cut(form, ".."); ok {
		a.low, _ = strconv.Atoi(low)
		a.high, _ = strconv.Atoi(high)
	} else {
		a.is = wordKinds[form]
	}
	return a
}

// takes reports whether a word can be the argument.
func (a *argument) takes(word string) bool {
	if a.is != nil {
		return a.is(word)
	}
	n, err := strconv.Atoi(word)
	return err == nil && a.low <= n && n <= a.high
}

// MaxPattern is the longest pattern of strokes, in letters and digits: it is played once
// for each bar.
const MaxPattern = 128

// wordKinds are the kinds of arguments that are not numbers.
var wordKinds = map[string]func(word string) bool{
	"word":    func(string) bool { return true },
	"label":   func(w string) bool { return !isNumber(w) },
	"id":      func(w string) bool { return !isVoiceProperty(w) },
	"role":    func(w string) bool { return w == "bass" || w == "chord" },
	"fmp":     func(w string) bool { return len(w) <= MaxPattern && strings.Trim(w, "fmp") == "" },
	"pattern": func(w string) bool { return isPattern(w, "fcbzghijGHIJ") },
	"strokes": func(w string) bool { return isPattern(w, "dz") },
	"length": func(w string) bool {
		_, ok := ParseLength(w)
		zero, over, _ := strings.Cut(w, "/")
		return ok || zero == "0" && chars.Number(over, 1) > 0
	},
	"share": func(w string) bool {
		f, ok := ParseLength(w)
		return ok && f.Less(music.NewFraction(1, 1))
	},
	"scope":    func(w string) bool { _, ok := scopes[w]; return ok },
	"note":     func(w string) bool { _, ok := ParsePitch(w); return ok },
	"key":      func(w string) bool { _, ok := music.PercussionKey(w); return ok },
	"property": isVoiceProperty,
}

// isVoiceProperty reports whether a word of %%MIDI voice is not the name of a voice.
func isVoiceProperty(word string) bool {
	name, value, _ := strings.Cut(word, "=")
	n := chars.Number(value, 0)
	return word == "mute" || (name == "instrument" || name == "bank") && 1 <= n && n <= 128
}

// isPattern reports whether a word is letters, each with a number after it if it has one.
func isPattern(word, letters string) bool {
	return len(word) <= MaxPattern && chars.IsLetter(word[0]) && strings.Trim(word, letters+"0123456789") == ""
}

// match assigns words to arguments and returns those, or false if the words do not fit.
func match(args []argument, words []string) ([]string, bool) {
	if len(args) == 0 {
		return nil, len(words) == 0
	}
	a := &args[0]
	if a.repeated {
		fits := !slices.ContainsFunc(words, func(w string) bool { return !a.takes(w) })
		return words, fits && (a.optional || len(words) > 0)
	}
	if len(words) > 0 && a.takes(words[0]) {
		if rest, ok := match(args[1:], words[1:]); ok {
			return append([]string{words[0]}, rest...), true
		}
	}
	if !a.optional {
		return nil, false
	}
	rest, ok := match(args[1:], words)
	return append([]string{""}, rest...), ok
}

// scopes are those of %%propagate-accidentals.
var scopes = map[string]music.Scope{"pitch": music.ScopePitch, "octave": music.ScopeOctave, "not": music.ScopeNote}

// Scope returns the scope of accidentals that a directive sets; ok is false if it sets none.
func (d *Directive) Scope() (s music.Scope, ok bool) {
	switch d.Name {
	case "nobarlines":
		return music.ScopeNote, true
	case "barlines":
		return music.ScopePitch, true
	case "%%propagate-accidentals":
		return scopes[d.Args[0]], true
	}
	return 0, false
}

// ParseDirectives reads an I: field or the text of a %% line; err is about the first directive
// that is wrong or not obeyed. I:MIDI=program 40 is the way to write several in a field.
func ParseDirectives(text string) (list Directives, err error) {
	name := text
	if end := strings.IndexAny(text, " \t="); end >= 0 {
		name = text[:end]
	}
	if directives()["%%"+name] != nil {
		return readDirective(nil, "%%"+name, strings.Fields(text[len(name):]))
	}
	if name != "MIDI" {
		return nil, nil
	}
	words := strings.Fields(strings.ReplaceAll(text, "=", " = "))
	for len(words) > 0 && words[0] == "MIDI" {
		words = words[1:]
		if len(words) > 0 && words[0] == "=" {
			words = words[1:]
		}
		end := slices.Index(words, "MIDI")
		if end < 0 {
			end = len(words)
		}
		var wrong error
		if end == 0 {
			wrong = errors.New("%%MIDI without a directive after it: ignored")
		} else {
			list, wrong = readDirective(list, words[0], joinAssignments(words[1:end]))
		}
		if err == nil {
			err = wrong
		}
		words = words[end:]
	}
	return list, err
}

// joinAssignments makes "octave = 1" one word again.
func joinAssignments(words []string) []string {
	var out []string
	for i := 0; i < len(words); i++ {
		if n := len(out); words[i] == "=" && n > 0 && i+1 < len(words) {
			i++
			out[n-1] += "=" + words[i]
			continue
		}
		out = append(out, words[i])
	}
	return out
}

// isNumber reports whether a word begins as a number does.
func isNumber(word string) bool { return strings.IndexByte("+-0123456789", word[0]) >= 0 }

// readDirective adds one directive to a list, if it is one to obey.
func readDirective(list Directives, name string, words []string) (Directives, error) {
	d, shown := directives()[name], name
	if !strings.HasPrefix(name, "%%") {
		shown = "%%MIDI " + name
	}
	if d == nil {
		return list, fmt.Errorf("%.60s: unknown directive ignored", shown)
	}
	if d.Treatment != Obeyed {
		return list, fmt.Errorf("%s: %s: %s", shown, d.Treatment, d.What)
	}
	args, ok := match(d.args, words)
	repeated := len(d.args) > 0 && d.args[len(d.args)-1].repeated
	for n := len(words) - 1; !ok && !repeated && n >= 0 && !isNumber(words[n]); n-- { // words after it are ignored
		if args, ok = match(d.args, words[:n]); ok {
			return append(list, Directive{name, args}), fmt.Errorf("%s: %.40q after it ignored", shown, strings.Join(words[n:], " "))
		}
	}
	if !ok {
		wrong, form := strings.TrimSpace(shown+" "+strings.Join(words, " ")), strings.TrimSpace(name+" "+d.Form)
		return list, fmt.Errorf("%.80s: must be %s: ignored", wrong, form)
	}
	return append(list, Directive{name, args}), nil
}
