// What the network expected at each character of a tune: the text is tinted by surprise, and
// the likeliest characters are shown at the one that is chosen.

import {post} from 'api'
import {element} from 'dom'

const mostBits = 8 // of surprise, from which the tint is full

export class Expectation {
	#ended = new AbortController()
	#spans = [] // an element for each symbol
	#symbols = []
	#at = 0

	/**
	 * Shows what was expected in the text of a card.
	 * @param {import('card').Card} card
	 * @param {function()} close called when the reader closes it
	 */
	constructor(card, close) {
		this.card = card
		this.view = card.view
		card.node.querySelector('.text').open = true
		this.title = element('p', {class: 'chosen-symbol', role: 'status'}, 'The network reads the tune …')
		this.list = element('ol', {class: 'guesses'})
		this.panel = element('div', {class: 'expected'}, this.title, this.list,
			element('button', {type: 'button', name: 'close-expected', click: close}, 'Close'))
		card.node.querySelector('.abc').after(this.panel)
		this.#load()
	}

	/** Puts the text back as it was. */
	end() {
		this.#ended.abort()
		this.panel.remove()
		this.card.node.classList.remove('expecting')
		this.card.write(this.view)
	}

	async #load() {
		try {
			const {symbols, bits} = await post('/api/expect', {abc: this.view.abc}, this.#ended.signal)
			this.#symbols = symbols
			this.#tint(bits)
		} catch (e) {
			if (e.name !== 'AbortError') this.title.textContent = e.message
		}
	}

	#tint(bits) {
		this.card.write({...this.view, marks: [], findings: []})
		const pre = this.card.node.querySelector('.abc')
		this.#spans = this.#symbols.map(s => {
			const span = element('span', {class: s.likely.length ? 'symbol' : 'symbol given'}, s.symbol)
			if (s.likely.length) span.style.setProperty('--surprise', Math.min(surprise(s.p) / mostBits, 1).toFixed(3))
			return span
		})
		pre.replaceChildren(...this.#spans)
		this.card.node.classList.add('expecting')
		const signal = this.#ended.signal
		pre.addEventListener('click', e => {
			const i = this.#spans.indexOf(e.target)
			if (i >= 0) this.#choose(i)
		}, {signal})
		pre.addEventListener('keydown', e => this.#key(e), {signal})
		this.panel.prepend(legend(bits))
		const first = this.#symbols.findIndex(s => s.likely.length)
		this.#choose(this.#firstNote(first), false)
		pre.focus({preventScroll: true})
	}

	/** The index of the symbol at which the first note of the tune begins. */
	#firstNote(otherwise) {
		const from = this.view.marks[0]?.[2]
		if (from === undefined) return Math.max(otherwise, 0)
		let offset = 0
		return Math.max(this.#symbols.findIndex(s => (offset += s.symbol.length) > from), 0)
	}

	/** The arrow keys move from symbol to symbol and from line to line. */
	#key(e) {
		const line = step => {
			const ends = this.#symbols.flatMap((s, i) => s.symbol === '\n' ? [i] : [])
			const start = i => (ends.findLast(end => end < i) ?? -1) + 1
			const column = this.#at - start(this.#at)
			const target = step < 0 ? start(start(this.#at) - 1) : (ends.find(end => end >= this.#at) ?? this.#at) + 1
			const end = ends.find(n => n >= target) ?? this.#symbols.length - 1
			return Math.min(target + column, end)
		}
		const moves = {
			ArrowLeft: () => this.#at - 1, ArrowRight: () => this.#at + 1, ArrowUp: () => line(-1), ArrowDown: () => line(1),
			Home: () => 0, End: () => this.#symbols.length - 1,
		}
		if (!moves[e.key] || e.ctrlKey || e.altKey || e.metaKey) return
		e.preventDefault()
		this.#choose(moves[e.key]())
	}

	/** Shows what was expected at a symbol. */
	#choose(i, scroll = true) {
		i = Math.max(0, Math.min(i, this.#symbols.length - 1))
		this.#spans[this.#at].removeAttribute('aria-current')
		this.#spans[i].setAttribute('aria-current', 'true')
		this.#at = i
		if (scroll) this.#spans[i].scrollIntoView({block: 'nearest'})
		const {symbol, p, likely} = this.#symbols[i]
		this.title.textContent = likely.length
			? `${visible(symbol)} had ${percent(p)}: ${surprise(p).toFixed(1)} bits of surprise. Expected:`
			: `${visible(symbol)} was given: the network did not have to guess it.`
		const guesses = likely.some(g => g.symbol === symbol) || likely.length === 0 ? likely : [...likely, {symbol, p}]
		this.list.replaceChildren(...guesses.map(g => {
			const bar = element('span', {class: 'bar'})
			bar.style.width = `${(100 * g.p).toFixed(1)}%`
			return element('li', {class: g.symbol === symbol ? 'actual' : undefined},
				element('code', {}, visible(g.symbol)), element('span', {class: 'track'}, bar),
				element('span', {class: 'percent'}, percent(g.p)), g.symbol === symbol ? element('span', {class: 'here'}, 'it is here') : '')
		}))
	}
}

/** What the tints mean. */
function legend(bits) {
	return element('p', {class: 'legend'}, 'expected ', element('span', {class: 'scale'}), ` a surprise of ${mostBits} bits; `,
		element('b', {}, `${bits.toFixed(2)} bits a character`), ' in all. Click a character, or go by the arrow keys.')
}

/** Surprise in bits. */
function surprise(p) { return Math.min(-Math.log2(Math.max(p, 1e-9)), 30) }

function percent(p) { return p >= 0.0995 ? `${Math.round(100 * p)} %` : p >= 0.001 ? `${(100 * p).toFixed(1)} %` : 'less than 0.1 %' }

/** A character that can be seen. */
function visible(symbol) { return {'\n': '⏎', ' ': '␣', '\t': '⇥'}[symbol] ?? symbol }
