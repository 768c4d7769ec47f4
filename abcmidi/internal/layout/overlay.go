package layout

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// This file lays out overlays (ABC 2.1 section 7.4): & and groups of them, (& ... & ... &).

// maxOverlayBars bounds the bars that an overlay goes back.
const maxOverlayBars = 100

// overlayGroup is a (& that is open.
type overlayGroup struct {
	accidentals music.Accidentals // of the voice itself, where its overlays begin
}

// overlay lays out & (& or &).
func (l *Layout) overlay(o *abc.Overlay) {
	v := l.voice()
	if o.Edge != abc.NoEdge && !l.paired(o) {
		sign, other := "(&", "&)"
		if o.Edge == abc.GroupClose {
			sign, other = other, sign
		}
		v.fault(abc.KindOverlay, o.From, "%s without its %s ignored", sign, other)
		return
	}
	switch o.Edge {
	case abc.GroupOpen:
		v.endOverlay() // of the bar before: a bar line is missing
		v.group = new(overlayGroup)
		v.add(itemGroup, o.From)
	case abc.GroupClose:
		v.endGroup()
	default:
		v.startOverlay(o)
	}
}

// startOverlay goes back by whole bars, of which the bar in progress is one if there
// is anything in it. What follows, up to as many bar lines, sounds together with
// what is there. In a group it goes back to the (&, and sounds up to the next & or &).
func (v *Voice) startOverlay(o *abc.Overlay) {
	v.unfinished()
	if v.group != nil && v.layer == 0 {
		v.group.accidentals = v.accidentals
	}
	it := v.add(ItemOverlay, o.From)
	if it.InGroup = v.group != nil; !it.InGroup {
		there := v.barCount
		if v.inBar {
			there++
		}
		v.overlayBars = max(1, min(o.Bars, there, maxOverlayBars))
		it.overlayBars = uint8(v.overlayBars)
	}
	if v.layer < abc.MaxOverlays {
		v.layer++
	}
	v.Overlays = max(v.Overlays, int(v.layer))
	it.Layer = v.layer
	v.endAccidentals()
	v.nextFactor, v.tuplets = music.Fraction{}, nil
}

// endOverlay goes back to the voice itself.
func (v *Voice) endOverlay() { v.layer, v.overlayBars = 0, 0 }

// endGroup goes on with the voice itself, and its accidentals, after a group.
func (v *Voice) endGroup() {
	if v.layer > 0 {
		v.unfinished()
		v.endOverlay()
		v.accidentals = v.group.accidentals
		v.lastTimed, v.nextFactor, v.tuplets = -1, music.Fraction{}, nil
	}
	v.group = nil
}

// paired reports whether a (& or &) has the other in its voice.
func (l *Layout) paired(o *abc.Overlay) bool {
	if l.pairs == nil {
		p := groupPairs{paired: map[*abc.Overlay]bool{}, open: map[string]*abc.Overlay{}}
		p.find(l.Tune.Body)
		l.pairs = p.paired
	}
	return l.pairs[o]
}

// groupPairs looks for the pairs of (& and &) of each voice.
type groupPairs struct {
	paired map[*abc.Overlay]bool
	voice  string
	open   map[string]*abc.Overlay // by voice
}

func (p *groupPairs) find(nodes []abc.Node) {
	for _, n := range nodes {
		switch n := n.(type) {
		case *abc.Field:
			if f, ok := n.Value.(*abc.VoiceField); ok && n.Key == 'V' && !f.All() {
				p.voice = f.ID
			}
		case *abc.MacroUse:
			p.find(n.Inner)
		case *abc.Overlay:
			open := p.open[p.voice]
			switch {
			case n.Edge == abc.GroupOpen && open == nil: // there is no group in a group
				p.open[p.voice] = n
			case n.Edge == abc.GroupClose && open != nil:
				p.paired[open], p.paired[n] = true, true
				delete(p.open, p.voice)
			}
		}
	}
}
