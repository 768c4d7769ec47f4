package play

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file keeps what the accompaniment is made from: the bars, chord symbols and
// settings met while the voices are played.

// backing is what has been heard of chord symbols and bars while the voices
// were played.
type backing struct {
	bars    []playedBar
	symbols []playedSymbol
	from    *layout.Voice // the voice whose symbols count: the first that has any
	start   music.Fraction
	ctx     *layout.Setting
	changes []settingChange
}

type playedBar struct {
	start, end music.Fraction
	phase      music.Fraction // where in a bar of the meter it begins
	ctx        *layout.Setting
}

type playedSymbol struct {
	at    music.Fraction
	chord *abc.ChordSymbol
}

type settingChange struct {
	at  music.Fraction
	ctx *layout.Setting
}

// bar ends the bar in progress.
func (b *backing) bar(now music.Fraction, ctx *layout.Setting) {
	if now.Cmp(b.start) <= 0 {
		return
	}
	b.bars = append(b.bars, playedBar{start: b.start, end: now, ctx: b.ctx})
	b.start, b.ctx = now, ctx
}

func (b *backing) endBar(now music.Fraction) { b.bar(now, b.ctx) }

// setting takes a change of setting of the first voice.
func (b *backing) setting(now music.Fraction, ctx *layout.Setting) {
	if b.ctx == nil || now == b.start {
		b.ctx = ctx
	}
	b.changes = append(b.changes, settingChange{now, ctx})
}

// symbol takes a chord symbol; one that is no chord is left to be read.
func (b *backing) symbol(now music.Fraction, c *abc.ChordSymbol, v *layout.Voice) {
	if b.from == nil {
		b.from = v
	}
	if b.from == v && !c.Words {
		b.symbols = append(b.symbols, playedSymbol{now, c})
	}
}

// phases says where each played bar begins in its meter.
func (b *backing) phases() {
	var p layout.Phaser
	for i := range b.bars {
		bar := &b.bars[i]
		bar.phase = p.Next(bar.end.Sub(bar.start), bar.ctx.Bar)
	}
}

// at returns the context in force at a moment.
func (b *backing) at(now music.Fraction) *layout.Setting {
	ctx := b.changes[0].ctx
	for _, c := range b.changes {
		if now.Less(c.at) {
			break
		}
		ctx = c.ctx
	}
	return ctx
}
