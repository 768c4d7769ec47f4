package notetext

import (
	"math"
	"slices"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
)

// This file finds the key of a performance, for spelling, and moves the
// performance to another key.

// Key profiles: how well each semitone above the tonic fits a major and a
// minor key (Temperley, "What's Key for Key?", Music Perception 17, 1999).
// They find 97 % of the keys written in the Nottingham corpus; those of
// Krumhansl and Kessler (1982) find 88 %.
var (
	majorProfile = [12]float64{5, 2, 3.5, 2, 4.5, 4, 2, 4.5, 2, 3.5, 1.5, 4}
	minorProfile = [12]float64{5, 2, 3.5, 4.5, 2, 4, 2, 4.5, 3.5, 2, 1.5, 4}
)

// A file that says C major may say so because nothing else was asked for. It
// is not believed if it has at least enoughNotes, and the share of their time
// that lies in C major is smaller than that in the key found by more than
// trust.
const (
	enoughNotes = 24
	trust       = 0.06
)

// settleKeys returns the keys that the performance says, the first of them
// from its beginning, or the key that its notes are in if it says none or is
// not believed.
func settleKeys(p *smf.Performance) []smf.KeyMark {
	if len(p.Keys) == 0 {
		return []smf.KeyMark{findKey(p)}
	}
	keys := append([]smf.KeyMark(nil), p.Keys...)
	keys[0].Tick = 0
	if len(keys) == 1 && keys[0].Sharps == 0 && !keys[0].Minor && p.Notes() >= enoughNotes {
		found, weight := findKey(p), pitchClasses(p)
		var written, better, all float64
		for c, w := range weight {
			all += w
			if inScale(c, 0) {
				written += w
			}
			if inScale(c, found.Sharps) {
				better += w
			}
		}
		if better-written > trust*all {
			return []smf.KeyMark{found}
		}
	}
	return keys
}

// findKey returns the key whose profile fits the notes best.
func findKey(p *smf.Performance) smf.KeyMark {
	weight := pitchClasses(p)
	best, found := math.Inf(-1), smf.KeyMark{}
	for sharps := -5; sharps <= 6; sharps++ {
		for _, minor := range []bool{false, true} {
			profile, tonic := &majorProfile, (7*sharps%12+12)%12
			if minor {
				profile, tonic = &minorProfile, (tonic+9)%12
			}
			if fit := correlation(&weight, profile, tonic); fit > best {
				best, found = fit, smf.KeyMark{Sharps: sharps, Minor: minor}
			}
		}
	}
	return found
}

// pitchClasses returns how long each pitch class sounds, without drums.
func pitchClasses(p *smf.Performance) (weight [12]float64) {
	for i := range p.Parts {
		if p.Parts[i].Drums() {
			continue
		}
		for _, n := range p.Parts[i].Notes {
			weight[n.Key%12] += float64(n.Off - n.On)
		}
	}
	return weight
}

// correlation returns Pearson's correlation of the weights of pitch classes
// with a profile moved to a tonic; 0 if the weights are all the same.
func correlation(weight, profile *[12]float64, tonic int) float64 {
	var mw, mp float64
	for i := range 12 {
		mw += weight[i] / 12
		mp += profile[i] / 12
	}
	var wp, ww, pp float64
	for i := range 12 {
		w, p := weight[(tonic+i)%12]-mw, profile[i]-mp
		wp, ww, pp = wp+w*p, ww+w*w, pp+p*p
	}
	if ww == 0 {
		return 0
	}
	return wp / math.Sqrt(ww*pp)
}

// inScale reports whether a pitch class is in the major scale of a signature.
func inScale(class, sharps int) bool {
	// The scale is seven neighbours on the circle of fifths; without sharps
	// they begin with F.
	return ((class*7+1-sharps)%12+24)%12 < 7
}

// transposeTo moves all parts but drums to a major key, or to its relative
// minor, by at most six semitones. p.Keys must not be empty.
func transposeTo(p *smf.Performance, name string) {
	target, _ := tonicSharps(name)
	// A fifth is seven semitones, and seven is its own inverse modulo 12.
	transpose(p, ((7*(target-p.Keys[0].Sharps))%12+12+5)%12-5)
}

// transpose moves all parts but drums by semitones. Notes that leave the range of MIDI come
// back by octaves.
func transpose(p *smf.Performance, semitones int) {
	for i := range p.Keys {
		k := &p.Keys[i]
		k.Sharps = ((k.Sharps+7*semitones+5)%12+12)%12 - 5
	}
	for i := range p.Parts {
		if p.Parts[i].Drums() {
			continue
		}
		for j := range p.Parts[i].Notes {
			n := &p.Parts[i].Notes[j]
			n.Key = music.FoldKey(int(n.Key) + semitones)
		}
	}
}

// AllKeys returns the semitones by which a performance is moved to be in all twelve keys: 0
// first, then from -5 to 6. Of drums alone there is nothing to move.
func AllKeys(p *smf.Performance) []int {
	pitched := slices.ContainsFunc(p.Parts, func(part smf.Part) bool { return !part.Drums() && len(part.Notes) > 0 })
	keys := []int{0}
	for s := -5; pitched && s <= 6; s++ {
		if s != 0 {
			keys = append(keys, s)
		}
	}
	return keys
}

// tonicSharps returns the signature of the major key with a name such as Eb.
func tonicSharps(name string) (sharps int, ok bool) {
	k, err := abc.ParseKey(name)
	if err != nil || !k.Set || k.Tonic != name || name == "HP" || name == "Hp" { // HP: bagpipes
		return 0, false
	}
	return k.Sharps, true
}
