// Changes the key and the tempo of a Standard MIDI File, so that what is downloaded is what
// is heard.

const drumChannel = 9

/**
 * @param {Uint8Array} file as charabanc writes it
 * @param {number} semitones to move the notes up, those of drums apart
 * @param {number} tempo factor of the tempo: 2 is twice as fast
 * @returns {Uint8Array} a changed copy
 */
export function changeMIDI(file, semitones, tempo) {
	const bytes = file.slice()
	const word = at => (bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3]) >>> 0
	let at = 8 + word(4)
	while (at + 8 <= bytes.length) {
		const end = Math.min(at + 8 + word(at + 4), bytes.length)
		changeTrack(bytes, at + 8, end, semitones, tempo)
		at = end
	}
	return bytes
}

function changeTrack(bytes, at, end, semitones, tempo) {
	const number = () => { // of variable length
		let n = 0
		for (; ;) {
			const b = bytes[at++]
			n = n << 7 | b & 0x7f
			if (!(b & 0x80)) return n
		}
	}
	let status = 0
	while (at < end) {
		number() // the time
		if (bytes[at] & 0x80) status = bytes[at++]
		if (status === 0xff) {
			const kind = bytes[at++]
			const length = number()
			if (kind === 0x51 && length === 3) setTempo(bytes, at, tempo)
			if (kind === 0x59 && length === 2) bytes[at] = signature(bytes[at], semitones)
			at += length
		} else if (status >= 0xf0) {
			const length = number()
			at += length
		} else {
			const kind = status & 0xf0
			if ((kind === 0x80 || kind === 0x90 || kind === 0xa0) && (status & 15) !== drumChannel) {
				bytes[at] = fold(bytes[at] + semitones)
			}
			at += kind === 0xc0 || kind === 0xd0 ? 1 : 2
		}
	}
}

/** A key within the range of MIDI, moved by octaves as Score.Transpose does. */
function fold(key) {
	while (key < 0) key += 12
	while (key > 127) key -= 12
	return key
}

/** The microseconds in a quarter note, three bytes. */
function setTempo(bytes, at, tempo) {
	const quarter = (bytes[at] << 16 | bytes[at + 1] << 8 | bytes[at + 2]) / tempo
	const n = Math.max(1, Math.min(Math.round(quarter), 0xffffff))
	bytes.set([n >> 16, n >> 8 & 255, n & 255], at)
}

/** Sharps (flats if negative, as a signed byte) of a key signature after a transposition. */
function signature(byte, semitones) {
	const sharps = byte << 24 >> 24
	if (semitones === 0) return byte
	const moved = ((sharps + 7 * semitones) % 12 + 12) % 12
	return (moved > 6 || moved === 6 && sharps < 0 ? moved - 12 : moved) & 255
}
