// The instruments of charabanc: notes in, samples out. This file is the twin of the Go
// package abcmidi/sound, which explains it: the same arithmetic in the same order, so
// that a page sounds as a file does. Change both together; a test there compares them.
//
// A page plays a note with `tone`, and a whole tune, as a file, with `wav(mix(notes))`.

/** The number of samples in a second. */
export const rate = 44100

/** The names of the timbres. A note has the index of one. */
export const timbres = ['plucked', 'fiddle', 'organ', 'drum']

const maxMinutes = 20
const maxMillis = maxMinutes * 60 * 1000

/**
 * A note: [start, length, cents, level, voice, timbre], integers. Start and length are in
 * milliseconds. Cents are 100 times the MIDI key; 6900 is 440 Hz. The level is from 0 to
 * 1000. The timbre is an index in `timbres`.
 * @typedef {[number, number, number, number, number, number]} Note
 */

// Tones (tone.go)

const highest = 12800

/**
 * Returns one note as samples, from its beginning to where it has died away.
 * @param {number} timbre index in `timbres`
 * @param {number} cents
 * @param {number} level
 * @param {number} ms how long it is held
 * @returns {Float32Array} samples at `rate`, from -1 to 1
 */
export function tone(timbre, cents, level, ms) {
	cents = Math.min(Math.max(cents, 0), highest)
	level = Math.min(Math.max(level, 0), 1000)
	const held = samplesIn(Math.min(Math.max(ms, 1), maxMillis))
	const loud = level / 1000
	switch (timbre) {
		case 1:
			return fiddle(cents, loud, held)
		case 2:
			return organ(cents, loud, held)
		case 3:
			return drum(Math.trunc(cents / 100), loud)
	}
	return plucked(cents, loud, held)
}

const hertz = cents => 440 * Math.exp(((cents - 6900) * Math.LN2) / 1200)

const samplesIn = ms => Math.trunc((ms * (rate / 100)) / 10)

/** Lets a tone rise from nothing over a number of samples, along a smooth step. */
function fadeIn(tone, samples) {
	const n = Math.min(samples, tone.length)
	for (let i = 0; i < n; i++) {
		const x = i / samples
		tone[i] = tone[i] * (x * x * (3 - 2 * x))
	}
}

/** Lets a tone fall to nothing from a sample on, along a smooth step. */
function fadeOut(tone, from) {
	const samples = tone.length - from
	for (let i = 0; i < samples; i++) {
		const x = 1 - i / samples
		tone[from + i] = tone[from + i] * (x * x * (3 - 2 * x))
	}
}

const softer = frequency => Math.sqrt(Math.sqrt(440 / Math.max(frequency, 110)))

// Filters (filter.go)

/** Returns white noise: a function that returns numbers from -1 to 1. */
function newNoise(number) {
	let n = Math.imul(number, 2654435761) | 1
	return () => {
		n ^= n << 13
		n ^= n >>> 17
		n ^= n << 5
		return n / 2147483648
	}
}

const onePole = cutoff => 1 - Math.exp((-2 * Math.PI * cutoff) / rate)

/** Raises the frequencies around a center in Hz by a gain in dB. */
function raise(tone, center, gain, q) {
	const w = (2 * Math.PI * center) / rate
	const a = Math.exp((gain * Math.LN10) / 40)
	const alpha = Math.sin(w) / (2 * q)
	const scale = 1 / (1 + alpha / a)
	const b0 = (1 + alpha * a) * scale,
		b1 = -2 * Math.cos(w) * scale,
		b2 = (1 - alpha * a) * scale
	const a1 = b1,
		a2 = (1 - alpha / a) * scale
	let x1 = 0,
		x2 = 0,
		y1 = 0,
		y2 = 0
	for (let i = 0; i < tone.length; i++) {
		const x = tone[i]
		const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
		x2 = x1
		x1 = x
		y2 = y1
		y1 = y
		tone[i] = y
	}
}

// The plucked string (plucked.go)

const pluckedGain = 0.24
const slowLoss = 1.1
const fastLoss = 700
const highLoss = 2.2e-8
const pluckPlace = 0.17
const pickNoise = 0.3
const faded = 8.0
const pluckFade = 44
const dampTime = 0.07
const dampLength = 0.28

function plucked(cents, loud, held) {
	const frequency = hertz(cents)
	const string = newPluckedString(frequency)
	pluck(string.line, onePole(1000 + 5000 * loud + frequency), newNoise(cents))
	const sounding = (rate * faded) / string.loss
	held = Math.trunc(Math.min(held, sounding))
	const tone = new Float32Array(held + Math.trunc(dampLength * rate))
	runString(string, tone, pluckedGain * loud)
	raise(tone, 210, 4, 1.5) // the body
	raise(tone, 420, 2, 2)
	fadeIn(tone, pluckFade)
	damp(tone.subarray(held))
	return tone
}

/** Lets a string fade as under a finger. */
function damp(tone) {
	let left = 1.0
	const step = Math.exp(-1 / (dampTime * rate))
	for (let i = 0; i < tone.length; i++) {
		tone[i] = tone[i] * left
		left *= step
	}
	fadeOut(tone, Math.trunc(tone.length / 2))
}

/** Returns a string at rest whose fundamental is exactly in tune. */
function newPluckedString(frequency) {
	const w = (2 * Math.PI * frequency) / rate
	const slow = slowLoss + frequency / fastLoss
	const loss = slow + highLoss * w * w * rate * rate
	const k = (2 * highLoss * rate * rate) / frequency
	const keep = (1 + 2 * k - Math.sqrt(1 + 4 * k)) / (2 * k)
	const pass = (1 - keep) * Math.exp(-slow / frequency)
	const period = rate / frequency - Math.atan2(keep * Math.sin(w), 1 - keep * Math.cos(w)) / w
	const whole = Math.max(Math.floor(period - 0.3), 1)
	const part = period - whole
	const all = Math.sin(((1 - part) * w) / 2) / Math.sin(((1 + part) * w) / 2)
	return {line: new Float64Array(whole), loss, pass, keep, all}
}

/** Draws the string aside at one place and lets it go. */
function pluck(line, share, hiss) {
	const n = line.length
	for (let i = 0; i < n; i++) {
		let shape = -pluckPlace
		if (i < pluckPlace * n) {
			shape = 1 - pluckPlace
		}
		line[i] = shape + pickNoise * hiss()
	}
	soften(line, share)
	soften(line, share)
	levelString(line)
}

/** Passes the wave through a lowpass filter, as if it had always gone round. */
function soften(line, share) {
	let y = 0.0
	for (let i = 0; i < line.length; i++) {
		y += share * (line[i] - y)
	}
	for (let i = 0; i < line.length; i++) {
		y += share * (line[i] - y)
		line[i] = y
	}
}

/** Takes away the mean of the wave and brings its power to 1. */
function levelString(line) {
	const n = line.length
	let sum = 0.0
	for (let i = 0; i < n; i++) {
		sum += line[i]
	}
	const mean = sum / n
	let power = 0.0
	for (let i = 0; i < n; i++) {
		line[i] -= mean
		power += line[i] * line[i]
	}
	const scale = 1 / Math.sqrt(power / n + 1e-9)
	for (let i = 0; i < n; i++) {
		line[i] *= scale
	}
}

/** Fills a tone with what the string does, times a gain. */
function runString({line, pass, keep, all}, tone, gain) {
	let low = 0.0,
		before = 0.0,
		y = 0.0,
		at = 0
	for (let i = 0; i < tone.length; i++) {
		const out = line[at]
		tone[i] = gain * out
		low = pass * out + keep * low
		y = all * (low - y) + before
		before = low
		line[at] = y
		if (++at === line.length) {
			at = 0
		}
	}
}

// Tables of one period (wavetable.go)

const tableSize = 2048
const maxHarmonics = 64

/** Returns a function that returns the table with the harmonics up to a limit in Hz. */
function newTables(amplitude) {
	const made = []
	return (limit, frequency, most) => {
		const harmonics = Math.trunc(Math.min(Math.max(limit / frequency, 1), most))
		made[harmonics] ??= newTable(harmonics, amplitude)
		return made[harmonics]
	}
}

/** Returns the sum of some harmonics, with a power of 1. */
function newTable(harmonics, amplitude) {
	const sine = new Float64Array(tableSize)
	for (let i = 0; i < tableSize; i++) {
		sine[i] = Math.sin((2 * Math.PI * i) / tableSize)
	}
	const table = new Float64Array(tableSize + 1)
	let power = 0.0
	for (let h = 1; h <= harmonics; h++) {
		const a = amplitude(h)
		power += (a * a) / 2
		for (let i = 0; i <= tableSize; i++) {
			table[i] += a * sine[(h * i) % tableSize]
		}
	}
	const scale = 1 / Math.sqrt(power)
	for (let i = 0; i <= tableSize; i++) {
		table[i] *= scale
	}
	return table
}

// The bowed string (fiddle.go)

const fiddleGain = 0.2
const fiddleLimit = 9000.0
const fiddleAttack = 2000
const fiddleRelease = 4400
const bowNoise = 0.02
const vibratoRate = 5.5
const vibratoDepth = 7.0
const vibratoDelay = 11000
const vibratoRise = 15000
const vibratoStep = 32

const fiddleTables = newTables(harmonic => 1 / harmonic)

function fiddle(cents, loud, held) {
	const tone = new Float32Array(held + fiddleRelease)
	bow(tone, hertz(cents), loud, newNoise(cents))
	raise(tone, 280, 5, 3) // the air in the body
	raise(tone, 500, 4, 3) // its wood
	raise(tone, 1300, -4, 1.5)
	raise(tone, 2500, 4, 1.2) // the bridge
	fadeIn(tone, fiddleAttack)
	fadeOut(tone, held)
	return tone
}

/** Fills a tone with the motion of the string. */
function bow(tone, frequency, loud, hiss) {
	const table = fiddleTables(fiddleLimit, frequency, maxHarmonics)
	const gain = fiddleGain * loud * softer(frequency)
	const share = onePole(1600 + 3400 * loud + frequency)
	const rock = newVibrato()
	const straight = (frequency * tableSize) / rate
	let step = straight,
		at = 0.0,
		low = 0.0
	for (let i = 0; i < tone.length; i++) {
		if (i % vibratoStep === 0) {
			step = straight * rock(i)
		}
		const k = at | 0
		const x = table[k] + (at - k) * (table[k + 1] - table[k]) + bowNoise * hiss()
		low += share * (x - low)
		tone[i] = gain * low
		at += step
		if (at >= tableSize) {
			at -= tableSize
		}
	}
}

/** Returns a function of the sample, to be called every vibratoStep, that returns what the
 * frequency is multiplied by. */
function newVibrato() {
	const turn = (2 * Math.PI * vibratoRate * vibratoStep) / rate
	const dx = Math.cos(turn),
		dy = Math.sin(turn)
	let x = 1,
		y = 0
	return sample => {
		if (sample < vibratoDelay) {
			return 1
		}
		const before = x
		x = x * dx - y * dy
		y = before * dy + y * dx
		const full = Math.min((sample - vibratoDelay) / vibratoRise, 1)
		return 1 + full * y * vibratoDepth * (Math.LN2 / 1200)
	}
}

// The organ (organ.go)

const organGain = 0.225
const organLimit = 8000.0
const organAttack = 1000
const organRelease = 3500
const secondRank = 0.35
const flatter = -0.5
const sharper = 1.4
const organHarmonics = [1, 0.55, 0.3, 0.2, 0.1, 0.08, 0.04, 0.03]

const organTables = newTables(harmonic => organHarmonics[harmonic - 1])

function organ(cents, loud, held) {
	const frequency = hertz(cents)
	const table = organTables(organLimit, frequency, organHarmonics.length)
	const tone = new Float32Array(held + organRelease)
	const gain = organGain * loud * softer(frequency)
	const step = (frequency * tableSize) / rate
	const step1 = step * Math.exp((flatter * Math.LN2) / 1200),
		step2 = step * Math.exp((sharper * Math.LN2) / 1200)
	let at1 = 0.0,
		at2 = tableSize * 0.3
	for (let i = 0; i < tone.length; i++) {
		const i1 = at1 | 0,
			i2 = at2 | 0
		const first = table[i1] + (at1 - i1) * (table[i1 + 1] - table[i1])
		const second = table[i2] + (at2 - i2) * (table[i2 + 1] - table[i2])
		tone[i] = gain * (first + secondRank * second)
		at1 += step1
		if (at1 >= tableSize) {
			at1 -= tableSize
		}
		at2 += step2
		if (at2 >= tableSize) {
			at2 -= tableSize
		}
	}
	fadeIn(tone, organAttack)
	fadeOut(tone, held)
	return tone
}

// Drums (drum.go)

const drumGain = 0.65
const strikeFade = 40
const drumFalls = 7.0
const pitchDrop = 0.6
const dropTime = 0.02
const dropStep = 32

function drum(key, loud) {
	const stroke = strokeOf(key)
	const tone = new Float32Array(Math.trunc(rate * drumFalls * Math.max(stroke.ring, stroke.hissRing)))
	const gain = drumGain * loud
	beat(stroke, tone, gain * stroke.skin)
	rattle(stroke, tone, gain * stroke.hiss, key)
	fadeIn(tone, strikeFade)
	fadeOut(tone, Math.trunc(tone.length / 2))
	return tone
}

/** Adds the skin: a point on a circle that turns ever more slowly. */
function beat(stroke, tone, gain) {
	const fall = Math.exp(-1 / (stroke.ring * rate)),
		drop = Math.exp(-dropStep / (dropTime * rate))
	const turn = (2 * Math.PI * stroke.pitch) / rate
	let x = gain,
		y = 0.0,
		above = pitchDrop,
		dx = 0.0,
		dy = 0.0
	for (let i = 0; i < tone.length; i++) {
		if (i % dropStep === 0) {
			const angle = turn * (1 + above)
			dx = fall * Math.cos(angle)
			dy = fall * Math.sin(angle)
			above *= drop
		}
		const before = x
		x = x * dx - y * dy
		y = before * dy + y * dx
		tone[i] += Math.fround(y)
	}
}

/** Adds the noise. */
function rattle(stroke, tone, gain, key) {
	const hiss = newNoise(key)
	const fall = Math.exp(-1 / (stroke.hissRing * rate)),
		low = onePole(stroke.low),
		high = onePole(stroke.high)
	let under = 0.0,
		over = 0.0
	for (let i = 0; i < tone.length; i++) {
		over += high * (hiss() - over)
		under += low * (over - under)
		tone[i] += Math.fround(gain * (over - under))
		gain *= fall
	}
}

/** Returns the sound of a key of General MIDI's percussion. */
function strokeOf(key) {
	const family = drumFamilies.find(f => key >= f[0] && key <= f[1]) ?? otherDrums
	const [from, , rise, pitch, skin, ring, hiss, hissRing, low, high] = family
	return {pitch: pitch + rise * (key - from), skin, ring, hiss, hissRing, low, high}
}

// The first and last key; Hz that the pitch rises by from key to key; then of the skin the
// pitch in Hz, the amplitude and the seconds in which it falls by a factor e; then of the
// noise the amplitude, these seconds, and the Hz between which it is.
const drumFamilies = [
	[35, 36, 6, 50, 1, 0.09, 0.25, 0.006, 200, 3000], // bass drums
	[37, 37, 0, 820, 0.35, 0.012, 0.6, 0.008, 800, 6000], // side stick
	[38, 38, 0, 185, 0.5, 0.045, 0.7, 0.06, 700, 7000], // snare
	[39, 39, 0, 900, 0, 0.01, 1, 0.05, 800, 3500], // clap
	[40, 40, 0, 205, 0.5, 0.04, 0.7, 0.05, 900, 8000], // electric snare
	[42, 42, 0, 6000, 0, 0.01, 1.2, 0.022, 5500, 13000], // closed hi-hat
	[44, 44, 0, 6000, 0, 0.01, 1.1, 0.018, 5000, 12000], // pedal hi-hat
	[46, 46, 0, 6000, 0, 0.01, 1, 0.13, 5500, 13000], // open hi-hat
	[41, 50, 14, 78, 0.9, 0.11, 0.2, 0.012, 300, 3000], // toms
	[54, 54, 0, 7000, 0.05, 0.03, 1, 0.06, 5000, 14000], // tambourine
	[56, 56, 0, 560, 0.5, 0.06, 0.2, 0.015, 700, 5000], // cowbell
	[49, 59, 0, 5000, 0, 0.01, 0.8, 0.28, 3000, 12000], // cymbals
	[60, 64, -28, 330, 0.8, 0.05, 0.2, 0.008, 400, 4000], // bongos, congas
	[65, 66, -60, 280, 0.7, 0.08, 0.35, 0.02, 500, 6000], // timbales
	[67, 68, -180, 900, 0.5, 0.08, 0.1, 0.01, 1000, 6000], // agogos
	[69, 70, 0, 6000, 0, 0.01, 1, 0.03, 4000, 12000], // cabasa, maracas
	[71, 72, 0, 2100, 0.4, 0.1, 0.08, 0.06, 1500, 6000], // whistles
	[73, 74, 0, 2500, 0, 0.01, 0.6, 0.05, 1800, 6000], // guiros
	[75, 77, -420, 2100, 0.6, 0.018, 0.2, 0.004, 1000, 8000], // claves, wood blocks
	[78, 79, -120, 520, 0.6, 0.06, 0.1, 0.01, 400, 3000], // cuicas
	[80, 81, 0, 4200, 0.35, 0.3, 0.08, 0.02, 4000, 14000], // triangles
]
const otherDrums = [0, 0, 0, 400, 0.5, 0.03, 0.4, 0.015, 600, 6000]

// The room (room.go)

const roomLines = 8
const roomGain = 0.15
const roomTime = 0.75
const roomShare = 0.35
const roomTail = 26000
const roomDelays = [971, 1153, 1301, 1453, 1619, 1801, 1987, 2161]

/**
 * Returns the room that `mix` puts the tones in, as the impulse response of a convolver
 * whose output is added to the tones themselves.
 * @returns {Float32Array} samples at `rate`
 */
export function room() {
	const response = new Float32Array(roomTail)
	response[0] = 1
	addRoom(response)
	response[0] = 0
	fadeOut(response, roomTail / 2)
	return response
}

/** Adds the room to the sum of all tones, in place. */
function addRoom(sum) {
	const lines = roomDelays.map(delay => new Float64Array(delay))
	const keep = roomDelays.map(delay => Math.exp((-3 * Math.LN10 * delay) / (roomTime * rate)))
	const at = new Int32Array(roomLines),
		low = new Float64Array(roomLines),
		v = new Float64Array(roomLines)
	for (let i = 0; i < sum.length; i++) {
		const dry = sum[i]
		let wet = 0.0
		for (let k = 0; k < roomLines; k++) {
			low[k] += roomShare * (lines[k][at[k]] - low[k])
			v[k] = low[k] * keep[k]
			if (k % 2 === 0) {
				wet += v[k]
			} else {
				wet -= v[k]
			}
		}
		hadamard(v)
		for (let k = 0; k < roomLines; k++) {
			lines[k][at[k]] = dry + v[k]
			if (++at[k] === lines[k].length) {
				at[k] = 0
			}
		}
		sum[i] = dry + roomGain * wet
	}
}

/** Mixes the lines without gain or loss. */
function hadamard(v) {
	for (let half = 1; half < roomLines; half *= 2) {
		for (let i = 0; i < roomLines; i += 2 * half) {
			for (let k = i; k < i + half; k++) {
				const sum = v[k] + v[k + half]
				v[k + half] = v[k] - v[k + half]
				v[k] = sum
			}
		}
	}
	for (let k = 0; k < roomLines; k++) {
		v[k] *= 0.35355339059327373 // 1/sqrt(8)
	}
}

// Whole tunes (render.go)

const loudest = 0.89
const longestTail = (5 * rate) / 2
const longestKept = 3 * rate
const mostKept = 4 << 20

/**
 * Returns a tune as samples, to the end of the last tone and of the room. Its highest peak
 * is 0.89.
 * @param {Note[]} notes
 * @returns {Float32Array} samples at `rate`
 * @throws {RangeError} if a note ends after 20 minutes
 */
export function mix(notes) {
	if (notes.length === 0) {
		return new Float32Array(0)
	}
	if (notes.some(([start, length]) => start > maxMillis || length > maxMillis - Math.max(start, 0))) {
		throw new RangeError(`longer than ${maxMinutes} minutes: raise the tempo or cut it in parts`)
	}
	const end = notes.reduce((end, [start, length]) => Math.max(end, Math.max(start, 0) + length), 0)
	const all = new Float32Array(samplesIn(end) + longestTail + roomTail)
	const get = newToneCache()
	let used = 0
	for (const [start, length, cents, level, , timbre] of notes) {
		const from = samplesIn(Math.max(start, 0))
		const tone = get(timbre, cents, level, length)
		for (let i = 0; i < tone.length; i++) {
			all[from + i] += tone[i]
		}
		used = Math.max(used, from + tone.length)
	}
	const sum = all.subarray(0, used + roomTail)
	addRoom(sum)
	fadeOut(sum, sum.length - roomTail / 2)
	normalize(sum)
	return sum
}

/** Brings the highest peak to loudest, unless all is silent. */
function normalize(sum) {
	let peak = 0
	for (let i = 0; i < sum.length; i++) {
		peak = Math.max(peak, sum[i], -sum[i])
	}
	if (peak === 0) {
		return
	}
	const gain = loudest / peak
	for (let i = 0; i < sum.length; i++) {
		sum[i] = sum[i] * gain
	}
}

/** Returns a function like `tone` that keeps short tones for the next time. */
function newToneCache() {
	const tones = new Map()
	let size = 0
	return (timbre, cents, level, ms) => {
		const key = [timbre, cents, level, ms].join()
		const kept = tones.get(key)
		if (kept) {
			return kept
		}
		const made = tone(timbre, cents, level, ms)
		if (made.length <= longestKept) {
			size += made.length
			if (size > mostKept) {
				tones.clear()
				size = made.length
			}
			tones.set(key, made)
		}
		return made
	}
}

// Files (wav.go)

const headerSize = 44

/**
 * Returns samples as a WAV file: 16 bits, one channel.
 * @param {Float32Array} samples from -1 to 1
 * @returns {Uint8Array}
 */
export function wav(samples) {
	const file = new DataView(new ArrayBuffer(headerSize + 2 * samples.length))
	const text = (at, s) => [...s].forEach((c, i) => file.setUint8(at + i, c.charCodeAt(0)))
	text(0, 'RIFF')
	file.setUint32(4, headerSize - 8 + 2 * samples.length, true)
	text(8, 'WAVEfmt ')
	file.setUint32(16, 16, true) // bytes in the format
	file.setUint16(20, 1, true) // plain samples
	file.setUint16(22, 1, true) // channels
	file.setUint32(24, rate, true)
	file.setUint32(28, 2 * rate, true) // bytes in a second
	file.setUint16(32, 2, true) // bytes in a sample of all channels
	file.setUint16(34, 16, true) // bits
	text(36, 'data')
	file.setUint32(40, 2 * samples.length, true)
	for (let i = 0; i < samples.length; i++) {
		file.setInt16(headerSize + 2 * i, Math.floor(samples[i] * 32767 + 0.5), true)
	}
	return new Uint8Array(file.buffer)
}
