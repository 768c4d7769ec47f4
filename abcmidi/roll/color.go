package roll

import (
	"image/color"

	"charabanc/abcmidi/score"
)

// melodies are the colors of the voices of the tune, in turn.
var melodies = []color.RGBA{
	{0x1b, 0x5e, 0xa8, 0xff}, // blue
	{0xc8, 0x4b, 0x1c, 0xff}, // orange
	{0x2b, 0x85, 0x4a, 0xff}, // green
	{0x84, 0x3b, 0x9c, 0xff}, // purple
	{0x0e, 0x83, 0x8c, 0xff}, // teal
	{0x9c, 0x6b, 0x14, 0xff}, // ochre
}

// accompaniments are the colors of the other voices, pale ones.
var accompaniments = map[score.Role]color.RGBA{
	score.Chords: {0xe9, 0xc9, 0x8f, 0xff}, // straw
	score.Bass:   {0xa9, 0xcb, 0xb4, 0xff}, // sage
	score.Drums:  {0xa3, 0xa3, 0xab, 0xff}, // gray
	score.Drone:  {0xcf, 0xbd, 0xdd, 0xff}, // lilac
}

// Colors of what is not a note.
var (
	paper    = color.RGBA{0xff, 0xff, 0xff, 0xff}
	ink      = color.RGBA{0x26, 0x26, 0x2b, 0xff} // the title
	grayInk  = color.RGBA{0x75, 0x75, 0x7c, 0xff} // other words and numbers
	blackKey = color.RGBA{0xf5, 0xf5, 0xf2, 0xff}
	octave   = color.RGBA{0xd0, 0xd0, 0xca, 0xff}
	barLine  = color.RGBA{0xac, 0xac, 0xa6, 0xff}
	beatLine = color.RGBA{0xe3, 0xe3, 0xde, 0xff}
)

// voiceColors returns the color of each voice.
func voiceColors(voices []score.Voice) []color.RGBA {
	colors := make([]color.RGBA, len(voices))
	melody := 0
	for i, v := range voices {
		c, pale := accompaniments[v.Role]
		if !pale {
			c = melodies[melody%len(melodies)]
			melody++
		}
		colors[i] = c
	}
	return colors
}

// palest is how much of the color of a note of velocity 0 is white.
const palest = 0.45

// shade returns the color of a note: a soft one is a little paler.
func shade(c color.RGBA, velocity uint8) color.RGBA {
	white := palest * (1 - float64(min(velocity, 127))/127)
	mix := func(part uint8) uint8 { return uint8(float64(part) + white*(255-float64(part)) + 0.5) }
	return color.RGBA{mix(c.R), mix(c.G), mix(c.B), 0xff}
}
