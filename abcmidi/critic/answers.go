package critic

// Answers are the functions of this package that have no options, as methods: what a
// network asks of music.
type Answers struct{}

// Variants is [Variants].
func (Answers) Variants(tune string) []string { return Variants(tune) }

// Signature is [Signature].
func (Answers) Signature(tune string) string { return Signature(tune) }

// Sound is [Sound].
func (Answers) Sound(tune string) bool { return Sound(tune) }

// Kind is [Kind].
func (Answers) Kind(tune string) string { return Kind(tune) }

// Tunebook is [Tunebook].
func (Answers) Tunebook(tune string, number int, note string) string {
	return Tunebook(tune, number, note)
}

// Primer is [Primer].
func (Answers) Primer(piece, start string, length int) (string, error) {
	return Primer(piece, start, length)
}

// WithoutPrimer is [WithoutPrimer].
func (Answers) WithoutPrimer(piece, primer string) string { return WithoutPrimer(piece, primer) }

// Unfinished is [Unfinished].
func (Answers) Unfinished(tune string) error { return Unfinished(tune) }

// NoteText is [NoteText].
func (Answers) NoteText(midi []byte, symbols []string) (string, error) {
	return NoteText(midi, symbols)
}

// IsNote is [IsNote].
func (Answers) IsNote(word string) bool { return IsNote(word) }
