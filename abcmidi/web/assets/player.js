// The player: one tune at a time, scheduled a little ahead on the clock of Web Audio.
//
// It dispatches events, on itself:
//   'change'   playing, the tune, or a setting has changed
//   'position' while it plays, once a frame

import {rate, room, tone} from 'synth'

const interval = 50 // milliseconds between looks at what is to be scheduled
const ahead = 0.25 // seconds that are scheduled ahead
const aheadHidden = 2.5 // in a hidden tab, whose timers run once a second
const tonesKept = 400
const longest = 15_000 // milliseconds of a tone: a drone that lasts longer dies away

export class Player extends EventTarget {
	/** @type {?Object} the view of the tune that is played, or was last */
	view = null
	playing = false
	/** @type {?{start: number, end: number}} milliseconds that are played again and again */
	loop = null
	settings = {tempo: 1, transpose: 0, timbre: -1, volume: 0.8}

	#context = null
	#output = null
	#room = null
	#timer = 0
	#frame = 0
	#next = 0 // index of the next note to be scheduled
	#spans = [] // {time, position}: at which audio time the music goes on from which position
	#sources = new Set()
	#tones = new Map()
	#rest = 0 // position while nothing plays

	/** Chooses a tune. What plays stops. */
	choose(view) {
		if (view === this.view) return
		this.stop()
		this.view = view
		this.loop = null
		this.#rest = 0
		this.#changed()
	}

	/** Takes a changed view in the place of the tune. What plays goes on from where it is. */
	replace(view) {
		const [at, before] = [this.position, this.view]
		this.view = view
		if (this.loop && this.loop.end > view.length) this.loop = null
		this.#rest = Math.min(at, view.length)
		if (this.playing && String(before.notes) !== String(view.notes)) this.#begin(this.#rest)
		this.#changed()
	}

	/** The position in the tune, in milliseconds at its own tempo. */
	get position() {
		if (!this.playing) return this.#rest
		const now = this.#context.currentTime
		let span = this.#spans[0]
		for (const s of this.#spans) if (s.time <= now) span = s
		const position = span.position + (now - span.time) * 1000 * span.tempo
		return Math.max(span.position, Math.min(position, this.#end))
	}

	get #start() { return this.loop ? this.loop.start : 0 }
	get #end() { return this.loop ? this.loop.end : this.view.length }

	/** Plays from the position, or from the beginning after the end. */
	async play() {
		if (!this.view || this.playing) return
		this.#context ??= new AudioContext({sampleRate: rate})
		this.#output ??= this.#newOutput()
		this.playing = true
		await this.#context.resume()
		if (!this.playing) return
		if (this.#rest >= this.#end || this.#rest < this.#start) this.#rest = this.#start
		this.#begin(this.#rest)
		this.#timer = setInterval(() => this.#schedule(), interval)
		const follow = () => {
			if (!this.playing) return
			this.dispatchEvent(new Event('position'))
			this.#frame = requestAnimationFrame(follow)
		}
		follow()
		this.#changed()
	}

	/** Stops, and keeps the position. */
	stop() {
		if (!this.playing) return
		this.#rest = this.position
		this.playing = false
		clearInterval(this.#timer)
		cancelAnimationFrame(this.#frame)
		this.#silence()
		this.#changed()
		this.dispatchEvent(new Event('position'))
	}

	toggle() { return this.playing ? this.stop() : this.play() }

	/** Goes to a position, in milliseconds. */
	seek(position) {
		this.#rest = Math.max(0, Math.min(position, this.view ? this.view.length : 0))
		if (this.loop && (this.#rest < this.loop.start || this.#rest >= this.loop.end)) this.loop = null
		if (this.playing) this.#begin(this.#rest)
		this.#changed()
		this.dispatchEvent(new Event('position'))
	}

	/** Plays from start to end again and again, in milliseconds; null: the whole tune once. */
	setLoop(loop) {
		const at = this.position
		this.loop = loop
		if (loop && (at < loop.start || at >= loop.end)) return this.seek(loop.start)
		if (this.playing) this.#begin(at)
		this.#changed()
	}

	/** Changes settings: set({tempo: 0.5}). The music goes on from where it is. */
	set(settings) {
		const at = this.position
		Object.assign(this.settings, settings)
		if (this.#output) this.#output.gain.value = this.settings.volume
		if (this.playing && !('volume' in settings)) this.#begin(at)
		this.#changed()
	}

	/** The notes as they sound with the settings, as mix of the synthesiser takes them. */
	notes() {
		const {tempo, transpose, timbre} = this.settings
		return this.view.notes.map(([start, length, cents, level, voice, own]) => {
			const drum = own === drumTimbre
			const melody = this.view.voices[voice].role === 'melody'
			return [
				Math.round(start / tempo), Math.max(1, Math.round(length / tempo)),
				drum ? cents : cents + 100 * transpose, level, voice,
				melody && !drum && timbre >= 0 ? timbre : own,
			]
		})
	}

	/** Plays from a position from now on. */
	#begin(position) {
		this.#silence()
		this.heard = this.notes()
		this.#spans = [{time: this.#context.currentTime + 0.03, position, tempo: this.settings.tempo}]
		this.#next = this.#indexAt(position)
		this.#schedule()
	}

	/** The index of the first note that begins at a position or later. */
	#indexAt(position) {
		let [low, high] = [0, this.view.notes.length]
		while (low < high) {
			const middle = (low + high) >> 1
			if (this.view.notes[middle][0] < position) low = middle + 1
			else high = middle
		}
		return low
	}

	/** Schedules what sounds soon. At the end of a loop the music goes back. */
	#schedule() {
		const until = this.#context.currentTime + (document.hidden ? aheadHidden : ahead)
		for (;;) {
			const span = this.#spans.at(-1)
			const time = position => span.time + (position - span.position) / 1000 / span.tempo
			while (this.#next < this.view.notes.length && this.view.notes[this.#next][0] < this.#end) {
				const at = time(this.view.notes[this.#next][0])
				if (at > until) return
				this.#sound(this.heard[this.#next], at)
				this.#next++
			}
			const end = time(this.#end)
			if (!this.loop) {
				if (this.#context.currentTime >= end) this.#finish()
				return
			}
			if (end > until) return
			this.#spans = [...this.#spans.slice(-3), {time: Math.max(end, span.time + 0.05), position: this.loop.start, tempo: span.tempo}]
			this.#next = this.#indexAt(this.loop.start)
		}
	}

	#finish() {
		this.stop()
		this.#rest = 0
		this.dispatchEvent(new Event('position'))
		this.dispatchEvent(new Event('end'))
	}

	#sound([, length, cents, level, , timbre], at) {
		const source = new AudioBufferSourceNode(this.#context, {buffer: this.#tone(timbre, cents, level, length)})
		source.connect(this.#output)
		source.onended = () => this.#sources.delete(source)
		this.#sources.add(source)
		source.start(Math.max(at, this.#context.currentTime))
	}

	/** The buffer of a tone. Those used last are kept. */
	#tone(timbre, cents, level, length) {
		const name = [timbre, cents, level, length].join()
		let buffer = this.#tones.get(name)
		if (!buffer) {
			buffer = bufferOf(tone(timbre, cents, level, Math.min(length, longest)))
			if (this.#tones.size >= tonesKept) this.#tones.delete(this.#tones.keys().next().value)
		} else {
			this.#tones.delete(name)
		}
		this.#tones.set(name, buffer)
		return buffer
	}

	/** Ends what sounds, within a few milliseconds, so that nothing clicks. */
	#silence() {
		const old = this.#output
		if (!old || this.#sources.size === 0) return
		const now = this.#context.currentTime
		old.gain.setTargetAtTime(0, now, 0.01)
		for (const source of this.#sources) source.stop(now + 0.08)
		this.#sources.clear()
		setTimeout(() => old.disconnect(), 200)
		this.#output = this.#newOutput()
	}

	/** The volume, the room and a limiter before the loudspeakers. */
	#newOutput() {
		const gain = new GainNode(this.#context, {gain: this.settings.volume})
		this.#room ??= this.#newRoom()
		for (const node of this.#room) gain.connect(node)
		return gain
	}

	/** What sounds goes to the limiter straight, and through the echo of the room. */
	#newRoom() {
		const limiter = new DynamicsCompressorNode(this.#context, {threshold: -3, knee: 3, ratio: 12, attack: 0.002, release: 0.1})
		limiter.connect(this.#context.destination)
		const echo = new ConvolverNode(this.#context, {buffer: bufferOf(room()), disableNormalization: true})
		echo.connect(limiter)
		return [limiter, echo]
	}

	#changed() { this.dispatchEvent(new Event('change')) }
}

/** Samples as Web Audio plays them. */
function bufferOf(samples) {
	const buffer = new AudioBuffer({length: samples.length, sampleRate: rate})
	buffer.copyToChannel(samples, 0)
	return buffer
}

/** The index of the drums among the timbres, which no choice of timbre changes. */
export const drumTimbre = 3
