package parts

import (
	"charabanc/abcmidi/notetext"
	"charabanc/abcmidi/smf"
)

// Part is what a list says of a part. Track, Channel and Program begin with 1; times are in
// quarter notes from the beginning of the piece.
type Part struct {
	Track      int     `json:"track"`
	Name       string  `json:"name"`
	Channel    int     `json:"channel"`
	Program    int     `json:"program"`    // 0 for drums
	Instrument string  `json:"instrument"` // its name in General MIDI; "drums"
	Notes      int     `json:"notes"`
	Lowest     string  `json:"lowest"` // such as C4, middle C
	Highest    string  `json:"highest"`
	Begin      float64 `json:"begin"` // of the first note
	End        float64 `json:"end"`   // of the last one
	Melody     bool    `json:"melody"`
}

// Of lists the parts of a performance that have notes and are wanted, in the order of the file; nil
// wants all.
func Of(p *smf.Performance, wanted *Selection) []Part {
	list := []Part{}
	tune := melody(p)
	for i := range p.Parts {
		part := &p.Parts[i]
		if len(part.Notes) == 0 || wanted != nil && !wanted.wants(part, i == tune) {
			continue
		}
		s := measure(part)
		q := Part{
			Track: part.Track + 1, Name: part.Name, Channel: part.Channel + 1, Program: part.Program + 1,
			Instrument: Instrument(part.Program), Notes: len(part.Notes),
			Lowest: notetext.PitchName(s.low), Highest: notetext.PitchName(s.high),
			Begin: float64(s.begin) / float64(p.Division), End: float64(s.end) / float64(p.Division),
			Melody: i == tune,
		}
		if part.Drums() {
			q.Program, q.Instrument = 0, "drums"
		}
		list = append(list, q)
	}
	return list
}

// measures of the notes of a part, in ticks.
type measures struct {
	low, high  uint8
	begin, end int64
	mean       float64 // key
	sounding   int64   // lengths of all notes
}

// measure measures a part, which has notes.
func measure(part *smf.Part) measures {
	m := measures{low: 127, begin: part.Notes[0].On}
	sum := 0
	for _, n := range part.Notes {
		m.low, m.high = min(m.low, n.Key), max(m.high, n.Key)
		m.end = max(m.end, n.Off)
		m.sounding += n.Off - n.On
		sum += int(n.Key)
	}
	m.mean = float64(sum) / float64(len(part.Notes))
	return m
}
