// A tune on the page: its score, roll and text, which light up together, what check finds,
// how new it is, and its files.

import {clock, download, element, fileName} from 'dom'
import {drawScore} from 'engrave'
import {changeMIDI} from 'midi'
import {drawRoll} from 'roll'
import {mix, wav} from 'synth'
import {writeText} from 'text'

let count = 0

export class Card {
	/** What lights up: {light(position), dark()}; that of the text also has selection(). */
	text = null
	#roll = null
	#score = null
	#drawnTranspose = 0
	#ended = new AbortController()

	/**
	 * @param {Object} view
	 * @param {import('player').Player} player
	 * @param {{click?: function(number)}} options click is called with the offset of a
	 *   character of the text that is clicked, besides going there in the music
	 *
	 * Its method point, which shows where a finding is, may be replaced.
	 */
	constructor(view, player, options = {}) {
		this.player = player
		this.options = options
		const template = document.getElementById('card')
		this.node = template.content.firstElementChild.cloneNode(true)
		this.node.id = `tune-${++count}`
		this.#part('h2').id = `${this.node.id}-title`
		this.node.setAttribute('aria-labelledby', `${this.node.id}-title`)
		this.#part('.play').addEventListener('click', () => this.toggle())
		for (const button of this.node.querySelectorAll('[data-download]')) {
			button.addEventListener('click', () => this.#download(button.dataset.download))
		}
		const signal = this.#ended.signal
		player.addEventListener('change', () => this.#onChange(), {signal})
		player.addEventListener('position', () => this.#onPosition(), {signal})
		this.show(view)
	}

	/**
	 * Shows a view, the first time or after the text was changed. If it plays, it goes on.
	 * @param {Object} written the view whose text and findings are shown
	 */
	show(view, written = view) {
		const chosen = this.player.view && this.#playing
		this.view = view
		this.drawn = false
		if (chosen) this.player.replace(view)
		this.#part('h2').textContent = (view.number ? view.number + '. ' : '') + (view.title || 'Without a title')
		this.#part('.facts').textContent = facts(view)
		this.#part('.play').setAttribute('aria-label', `Play ${view.title || 'the tune'}`)
		this.write(written)
		this.#part('.findings').replaceChildren(...written.findings.map(f => element('li', {},
			element('a', {href: '#', click: e => { e.preventDefault(); this.point(f) }}, `line ${lineOf(written.abc, f.from)}`), ` ${f.severity === 'hint' ? 'hint: ' : ''}${f.message}`)))
		this.#part('.near').textContent = newness(view.near)
		seen.observe(this.node)
		cards.set(this.node, this)
	}

	/** Writes the text of a view, with its notes and findings. */
	write(view) {
		this.text = writeText(this.#renew('.abc'), view, offset => this.#click(offset))
	}

	/** Ends a card that is taken from the page. */
	end() {
		if (this.player.view && this.#playing) this.player.choose(null)
		this.#ended.abort()
		seen.unobserve(this.node)
		cards.delete(this.node)
		this.node.remove()
	}

	/** Draws what takes time: called when the card comes into sight, and before printing. */
	async draw() {
		if (this.drawn) return
		this.drawn = true
		seen.unobserve(this.node)
		this.#roll = drawRoll(this.#part('.roll'), this.view, position => this.#seek(position))
		await this.#drawScore()
	}

	async #drawScore() {
		const view = this.view
		const transpose = this.#playing ? this.player.settings.transpose : 0
		this.#drawnTranspose = transpose
		const score = await drawScore(this.#part('.score'), view, {transpose, click: offset => this.#click(offset)})
		if (view === this.view) this.#score = score
	}

	get #playing() { return this.player.view === this.view }
	get #lamps() { return [this.text, this.#roll, this.#score].filter(Boolean) }

	/** From where to where the text is selected; null if nothing is. */
	selection() { return this.text.selection() }

	toggle() {
		if (this.#playing) return this.player.toggle()
		this.player.choose(this.view)
		this.player.play()
	}

	/** Goes to a position in the music, and plays from there if something plays. */
	#seek(position) {
		const played = this.player.playing
		this.player.choose(this.view)
		this.player.seek(position)
		if (played) this.player.play()
	}

	/** A character of the text, or a note of the score, was clicked. */
	#click(offset) {
		this.options.click?.(offset)
		const marks = this.view.marks.filter(([, , from, to]) => from <= offset && offset < to)
		if (marks.length) this.#seek(marks[0][0])
	}

	/** Milliseconds from the first note of a piece of the text to the end of its last; null if none sounds. */
	loopOf({from, to}) {
		const marks = this.view.marks.filter(m => m[2] >= from && m[3] <= to)
		if (marks.length === 0) return null
		const start = marks[0][0]
		let end = start
		for (const [at, length] of marks) { // the first time that it is played
			if (at > end + 1) break
			end = Math.max(end, at + length)
		}
		return {start, end}
	}

	#onChange() {
		const playing = this.#playing && this.player.playing
		this.node.classList.toggle('chosen', this.#playing)
		this.#part('.play').textContent = playing ? '■ Stop' : '▶ Play'
		if (this.drawn && this.#playing && this.#drawnTranspose !== this.player.settings.transpose) this.#drawScore()
		if (!this.#playing) this.#dark()
	}

	#onPosition() {
		if (!this.#playing) return
		if (!this.player.playing && this.player.position === 0) return this.#dark()
		for (const lamp of this.#lamps) lamp.light(this.player.position)
		this.lit = true
	}

	#dark() {
		if (!this.lit) return
		this.lit = false
		for (const lamp of this.#lamps) lamp.dark()
	}

	/** Shows where in the text a finding is. */
	point(finding) {
		this.#part('.text').open = true
		const pre = this.#part('.abc')
		const at = [...pre.children].find((n, i, all) => all.slice(0, i + 1).reduce((sum, c) => sum + c.textContent.length, 0) > finding.from)
		at?.scrollIntoView({block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'})
		if (at) getSelection().selectAllChildren(at)
	}

	#download(kind) {
		const name = `${fileName(this.view.title)}.${kind}`
		const {tempo, transpose} = this.player.settings
		const file = Uint8Array.from(atob(this.view.midi ?? ''), c => c.charCodeAt(0))
		if (kind === 'abc') download(name, 'text/vnd.abc', this.view.abc)
		else if (kind === 'mid') download(name, 'audio/midi', this.#playing ? changeMIDI(file, transpose, tempo) : file)
		else download(name, 'audio/wav', wav(mix(this.#playing ? this.player.notes() : this.view.notes)))
	}

	#part(selector) { return this.node.querySelector(selector) }

	/** A part without its old listeners. */
	#renew(selector) {
		const old = this.#part(selector)
		const fresh = old.cloneNode(false)
		old.replaceWith(fresh)
		return fresh
	}
}

function facts(view) {
	return [view.rhythm, view.meter, view.key, `${Math.round(view.tempo)} quarter notes a minute`, clock(view.length)].filter(Boolean).join(' · ')
}

/** The number of the line of an offset, from 1. */
function lineOf(text, offset) { return text.slice(0, offset).split('\n').length }

/** How new a tune is, in words. */
function newness(near) {
	if (!near) return ''
	if (near.notes === 0) return 'It shares no notes in a row with the tunes that it was compared with.'
	const tune = near.title ? `“${near.title}”` : 'an untitled tune'
	if (near.copy) return `The same as ${tune}.`
	return `Nearest: ${tune}, with ${near.notes} notes in a row in common (${Math.round(near.share * 100)} % of this tune).`
}

const cards = new Map()
const seen = new IntersectionObserver(entries => {
	for (const e of entries) if (e.isIntersecting) cards.get(e.target)?.draw()
}, {rootMargin: '600px'})

addEventListener('beforeprint', () => { for (const card of cards.values()) card.draw() })
