package notetext

import (
	"math"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
)

// This file finds the key of a performance, for spelling and transposing.

// Key profiles: how well each degree fits a major and a minor key, from the
// tonic (Temperley, "What's Key for Key?", Music Perception 17, 1999). Of the
// keys that the Nottingham corpus writes they find 97 %, those of Krumhansl
// and Kessler (1982) 88 %.
var (
	majorProfile = [12]float64{5, 2, 3.5, 2, 4.5, 4, 2, 4.5, 2, 3.5, 1.5, 4}
	minorProfile = [12]float64{5, 2, 3.5, 4.5, 2, 4, 2, 4.5, 3.5, 2, 1.5, 4}
)

// pitchClasses is how long each pitch class sounds, drums left out.
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

// FindKey returns the key that fits the notes best.
func FindKey(p *smf.Performance) smf.KeyMark {
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

// correlation is Pearson's, of weights with a profile moved to a tonic.
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

// A file that says C major may say so because it says nothing. It is not
// believed if it has notes enough to know, and of these that much less lies
// in C major than in the key found.
const (
	enoughNotes = 24
	trust       = 0.06
)

// settleKeys returns the keys as written, or the one found if none is or the
// notes do not bear it out.
func settleKeys(p *smf.Performance) []smf.KeyMark {
	if len(p.Keys) == 0 {
		return []smf.KeyMark{FindKey(p)}
	}
	keys := append([]smf.KeyMark(nil), p.Keys...)
	keys[0].Tick = 0
	if len(keys) == 1 && keys[0].Sharps == 0 && !keys[0].Minor && p.Notes() >= enoughNotes {
		found, weight := FindKey(p), pitchClasses(p)
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

// inScale reports whether a pitch class is in the major scale of a signature.
func inScale(class, sharps int) bool {
	// Seven neighbours on the line of fifths, from F of the key without sharps.
	return ((class*7+1-sharps)%12+24)%12 < 7
}

// transposeTo moves all but drums to a major key, or its relative minor, the
// nearer way; what leaves the range of MIDI comes back by octaves. The keys have
// been settled.
func transposeTo(p *smf.Performance, name string) {
	target, _ := tonicSharps(name)
	from := p.Keys[0].Sharps
	// A fifth is seven semitones: its inverse modulo 12 is seven again.
	semitones := ((7*(target-from))%12+12+5)%12 - 5
	for i := range p.Keys {
		k := &p.Keys[i]
		k.Sharps = (k.Sharps-from+target+5+24)%12 - 5
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
