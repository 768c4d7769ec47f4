package music

// MaxLength is where a score is cut, in quarter notes: more than a day.
const MaxLength = 1 << 18
