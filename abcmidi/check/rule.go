package check

import (
	"slices"

	"charabanc/abcmidi/abc"
)

// This file names the rules.

// Rule names a kind of finding.
type Rule string

// Severity says whether a tune with a finding is still a valid one.
type Severity string

const (
	Fault Severity = "fault" // the tune is not valid
	Hint  Severity = "hint"  // the tune is valid: something in it is probably not meant
)

// The rules, as [Rules] explains them.
const (
	RuleSyntax       Rule = "syntax"
	RuleHeader            = Rule(abc.KindHeader)
	RuleField             = Rule(abc.KindField)
	RuleUnknownField      = Rule(abc.KindUnknownField)
	RuleDirective         = Rule(abc.KindDirective)
	RuleNumber       Rule = "number"
	RuleMeter        Rule = "meter"
	RuleEmptyLine         = Rule(abc.KindEmptyLine)
	RuleHTML              = Rule(abc.KindHTML)
	RuleQuote             = Rule(abc.KindQuote)
	RuleCharacter         = Rule(abc.KindCharacter)
	RuleChord             = Rule(abc.KindChord)
	RuleChordSymbol  Rule = "chord-symbol"
	RuleGrace             = Rule(abc.KindGrace)
	RuleTuplet            = Rule(abc.KindTuplet)
	RuleBroken            = Rule(abc.KindBroken)
	RuleLength            = Rule(abc.KindLength)
	RuleTie          Rule = "tie"
	RuleSlur         Rule = "slur"
	RuleDecoration   Rule = "decoration"
	RuleBar          Rule = "bar"
	RuleOverlay           = Rule(abc.KindOverlay)
	RuleEmptyOverlay Rule = "empty-overlay"
	RuleVoices       Rule = "voices"
	RuleScore        Rule = "score"
	RuleRepeat       Rule = "repeat"
	RuleEnding            = Rule(abc.KindEnding)
	RuleJump              = Rule(abc.KindJump)
	RuleParts        Rule = "parts"
	RuleRange             = Rule(abc.KindRange)
	RuleLyrics       Rule = "lyrics"
	RuleEmpty        Rule = "empty"
)

// RuleInfo is what there is to know of a rule.
type RuleInfo struct {
	Rule     Rule     `json:"rule"`
	Severity Severity `json:"severity"`
	What     string   `json:"what"` // in one line
}

// Rules is the table of all rules, as it is in the documentation of the package.
var Rules = []RuleInfo{
	{RuleSyntax, Fault, "text that is not ABC"},
	{RuleHeader, Fault, "X:, T: or K: is missing, or text is among the fields"},
	{RuleField, Fault, "the value of a field cannot be read"},
	{RuleUnknownField, Hint, "a field whose letter the standard does not have"},
	{RuleDirective, Hint, "a %%MIDI directive that is unknown, not obeyed, or has wrong arguments"},
	{RuleNumber, Hint, "X: is not a number, or another tune of the file has it"},
	{RuleMeter, Hint, "no M:, so that the meter is free and no bar is wrong"},
	{RuleEmptyLine, Fault, "an empty line with music or text after it, which is lost"},
	{RuleHTML, Fault, "a tag of HTML"},
	{RuleQuote, Fault, "a quotation mark, a ! or a [K: that is not closed"},
	{RuleCharacter, Fault, "a curly quote, a no-break space or the like in place of another character"},
	{RuleChord, Fault, "a chord that is empty, not closed, or holds what a chord cannot"},
	{RuleChordSymbol, Hint, "a chord symbol that is not known, for which nothing is played"},
	{RuleGrace, Fault, "grace notes that are none, not closed, or hold what they cannot"},
	{RuleTuplet, Fault, "a tuplet with too few notes, or of a size that is not possible"},
	{RuleBroken, Fault, "> or < without a note before or after it in the bar"},
	{RuleLength, Fault, "a length that is not possible, or does not touch its note"},
	{RuleTie, Hint, "a tie to nothing, or to another pitch"},
	{RuleSlur, Hint, "a slur that is not closed, not opened, or empty"},
	{RuleDecoration, Hint, "a letter or !name! that stands for no decoration, or an !8va(! without its !8va)!"},
	{RuleBar, Fault, "a bar whose length is not that of the meter"},
	{RuleOverlay, Fault, "an overlay (&) that is longer or shorter than its bars, or a (& without its &)"},
	{RuleEmptyOverlay, Fault, "an overlay (&) without music, or with none before it in the bar"},
	{RuleVoices, Fault, "voices whose bars do not agree in number or length"},
	{RuleScore, Hint, "a voice that no %%score or %%staves names, which is not played"},
	{RuleRepeat, Fault, "a repeat without its other half"},
	{RuleEnding, Fault, "an ending out of order, or without the others of its repeat"},
	{RuleJump, Hint, "a D.C., D.S. or da coda that leads to a sign the tune lacks"},
	{RuleParts, Fault, "a part of the order that is not in the tune, or the reverse"},
	{RuleRange, Fault, "a note outside the range of the voice's instrument"},
	{RuleLyrics, Fault, "syllables without a note"},
	{RuleEmpty, Fault, "no notes"},
}

// Severity returns the severity of the rule's findings.
func (r Rule) Severity() Severity {
	if i := slices.IndexFunc(Rules, func(info RuleInfo) bool { return info.Rule == r }); i >= 0 {
		return Rules[i].Severity
	}
	return Fault
}

// ruleOf returns the rule of what the parser finds.
func ruleOf(kind abc.Kind) Rule {
	if kind == abc.KindText {
		return RuleSyntax
	}
	return Rule(kind)
}
