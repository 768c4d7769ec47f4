// What the network expected at each character of a tune: the text is tinted by surprise, and
// the likeliest characters are shown at the one that is chosen.
//
// The surprise of a symbol of probability p is -log2 p bits: 1 bit for one of two that are
// equally likely, 3 bits for one of eight.

import {post} from 'api'
import {element} from 'dom'
import {lampOf} from 'lamp'

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
		this.label = this.#pre.getAttribute('aria-label')
		card.node.querySelector('.text').open = true
		this.title = element('p', {class: 'chosen-symbol', role: 'status'}, 'The network reads the tune …')
		this.list = element('ol', {class: 'guesses'})
		this.panel = element('div', {class: 'expected'}, this.title, this.list,
			element('button', {type: 'button', name: 'close-expected', click: close}, 'Close'))
		this.#pre.after(this.panel)
		this.#load()
	}

	/** Puts the text back as it was. */
	end() {
		this.#ended.abort()
		this.panel.remove()
		this.card.node.classList.remove('expecting')
		this.card.write(this.view)
		this.#pre.setAttribute('aria-label', this.label)
	}

	get #pre() { return this.card.node.querySelector('.abc') }

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
		const pre = this.#pre
		this.#spans = this.#symbols.map(span)
		pre.replaceChildren(...this.#spans)
		pre.setAttribute('aria-label', 'Characters of the tune: the arrow keys choose one')
		const at = this.#symbols.flatMap((s, i) => Array(s.symbol.length).fill(this.#spans[i])) // by offset
		const marks = this.view.marks
		this.card.text = {...this.card.text, ...lampOf(marks, i => [...new Set(at.slice(marks[i][2], marks[i][3]))])}
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
		this.title.textContent = verdict(this.#symbols[i])
		this.list.replaceChildren(...likely.map(g => guess(g, g.symbol === symbol ? 'actual' : '')))
		if (likely.length && !likely.some(g => g.symbol === symbol)) this.list.append(guess({symbol, p}, 'actual apart'))
	}
}

/** A symbol in the text. */
function span({symbol, p, likely}) {
	const known = likely.length > 0
	const names = ['symbol', known ? '' : 'given', symbol.endsWith('\n') ? 'line-end' : '']
	const node = element('span', {class: names.filter(Boolean).join(' ')}, symbol)
	if (known) node.style.setProperty('--surprise', tint(surprise(p)))
	return node
}

/** How strong the tint of a surprise is, from 0 to 1. */
function tint(bits) { return Math.min(bits / mostBits, 1).toFixed(3) }

/** What is said of a symbol. */
function verdict({symbol, p, likely}) {
	if (likely.length === 0) return `${visible(symbol)} was given: the network did not have to guess it.`
	if (p === 0) return `${visible(symbol)} is not a character that the network has learned. Expected:`
	return `${visible(symbol)} had ${percent(p)}: ${surprise(p).toFixed(1)} bits of surprise. Expected:`
}

/** A line of the list: a symbol and how probable it was. */
function guess({symbol, p}, names) {
	const bar = element('span', {class: 'bar'})
	bar.style.width = `${(100 * p).toFixed(1)}%`
	return element('li', {class: names || undefined},
		element('code', {}, visible(symbol)), element('span', {class: 'track'}, bar),
		element('span', {class: 'percent'}, percent(p)), names ? element('span', {class: 'here'}, 'it is here') : '')
}

/** What the tints mean, and how hard the whole text was to guess. */
function legend(bits) {
	const steps = [0, 2, 4, 6, mostBits].map(b => element('span', {style: `--surprise: ${tint(b)}`}, b === mostBits ? `${b} bits` : b))
	return element('div', {class: 'legend'},
		element('p', {}, 'expected', element('span', {class: 'scale'}, ...steps), 'surprising'),
		element('p', {}, element('b', {}, `${bits.toFixed(2)} bits a character`), `: as hard to guess as one of ${(2 ** bits).toFixed(1)} that are equally likely.`),
		element('p', {}, 'Click a character, or go by the arrow keys.'))
}

/** Surprise in bits. */
function surprise(p) { return Math.min(-Math.log2(Math.max(p, 1e-9)), 30) }

function percent(p) { return p >= 0.0995 ? `${Math.round(100 * p)} %` : p >= 0.001 ? `${(100 * p).toFixed(1)} %` : 'less than 0.1 %' }

/** A character that can be seen. */
function visible(symbol) { return {'\n': '⏎', ' ': '␣', '\t': '⇥'}[symbol] ?? symbol }
