package abcmidi

// This file spells MIDI keys as written pitches.

// speller names the pitches of one voice.
type speller struct {
	pitches [12]spelt // of each pitch class in the key
	key     [7]int    // the key's own alterations, in semitones
	bar     [7]int    // what holds in the bar so far (section 4.2)
}

// spelt is a pitch class as a letter, 0 to 6 for C to B, and an alteration in
// semitones.
type spelt struct{ letter, alter int }

// setKey takes up a key. Each pitch class is spelt by the one of its names
// that lies on the line of fifths among the twelve around the tonic: in C
// from Eb to G#, which has the raised fourth and fifth and the lowered third
// and seventh; in A minor from Bb to D#, for its leading notes.
func (s *speller) setKey(k KeyMark) {
	lowest := k.Sharps - 3
	if k.Minor {
		lowest++
	}
	for n := lowest; n < lowest+12; n++ {
		class := ((7*n)%12 + 12) % 12
		letter, alter := (n+1)%7, (n+1)/7
		if letter < 0 {
			letter, alter = letter+7, alter-1
		}
		s.pitches[class] = spelt{fifths[letter], alter}
	}
	for letter, cents := range signature(k.Sharps) {
		s.key[letter] = cents / 100
	}
	s.barLine()
}

func (s *speller) barLine() { s.bar = s.key }

// step is the line of the staff that a MIDI key stands on.
func (s *speller) step(key uint8) int16 {
	name := s.pitches[key%12]
	// Of the letter's semitones above C what is left is octaves.
	return int16(name.letter + 7*((int(key)-name.alter-semitonesOf[name.letter]-60)/12))
}

// pitch returns how a MIDI key is written, with an accidental if it needs one
// or is always to have it.
func (s *speller) pitch(key uint8, always bool) Pitch {
	name := s.pitches[key%12]
	p := Pitch{Step: s.step(key)}
	if always || s.bar[name.letter] != name.alter {
		s.bar[name.letter] = name.alter
		p.Accidental = Accidental{int8(name.alter), 1}
	}
	return p
}
