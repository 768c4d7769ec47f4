// The tunes of the book on the page of serve, the newest first. Only as many are in the page
// as were asked for.

import {Entry} from 'entry'

const page = 30 // tunes that are added at a time

export class List {
	#entries = []
	#shown = page // entries that may be in the page
	#filter = {kept: false, words: []}

	/**
	 * @param {HTMLElement} node
	 * @param {import('player').Player} player
	 */
	constructor(node, player) {
		this.node = node
		this.player = player
		for (const radio of node.querySelectorAll('[name=show]')) radio.addEventListener('change', () => this.#choose())
		this.#part('[name=search]').addEventListener('input', () => this.#choose())
		this.#part('[name=older]').addEventListener('click', () => this.#more())
	}

	/** Takes what the server says about the book. */
	fill({folder, file, tunes}) {
		this.#entries = tunes.map(t => this.#entry(t))
		this.#part('.book').textContent = `Tunes are in ${file} in the folder ${folder}.`
		this.#choose()
	}

	/** Adds a new tune at the top and returns its entry. */
	add(view) {
		const entry = this.#entry({id: view.id, kept: false, title: view.title, abc: view.abc}, view)
		this.#entries.unshift(entry)
		this.#shown++
		if (this.#passes(entry)) this.#holding(() => this.#part('.list').prepend(entry.node))
		this.#count()
		return entry
	}

	/** The card that shows a view. */
	cardOf(view) { return this.#entries.find(e => e.card?.view === view)?.card }

	#entry(tune, view) {
		return new Entry(tune, this.player, {
			changed: () => this.#count(),
			gone: entry => {
				this.#entries = this.#entries.filter(e => e !== entry)
				this.#count()
			},
		}, view)
	}

	/** Reads the filter, and shows the first tunes that pass it. */
	#choose() {
		const words = this.#part('[name=search]').value.toLowerCase().split(/\s+/).filter(Boolean)
		this.#filter = {kept: this.#part('[name=show]:checked').value === 'kept', words}
		this.#shown = page
		this.#draw()
	}

	#passes(entry) {
		const {kept, words} = this.#filter
		if (kept && !entry.kept) return false
		const text = words.length ? entry.abc.toLowerCase() : ''
		return words.every(w => text.includes(w))
	}

	#draw() {
		const passing = this.#entries.filter(e => this.#passes(e))
		this.#part('.list').replaceChildren(...passing.slice(0, this.#shown).map(e => e.node))
		const rest = Math.max(passing.length - this.#shown, 0)
		const older = this.#part('[name=older]')
		older.hidden = rest === 0
		older.textContent = `Older tunes (${rest})`
		this.#count()
	}

	/** Adds older tunes. The focus goes to the first of them. */
	#more() {
		const before = this.#part('.list').children.length
		this.#shown += page
		this.#draw()
		this.#part('.list').children[before]?.querySelector('h2').focus()
	}

	#count() {
		const there = this.#entries.filter(e => !e.discarded)
		this.#part('.count-all').textContent = there.length
		this.#part('.count-kept').textContent = there.filter(e => e.kept).length
		const none = this.#part('.list').childElementCount === 0
		this.#part('.none').textContent = !none ? ''
			: there.length === 0 ? 'No tunes yet. Press “Make tunes”: they come here as they are written.'
				: this.#filter.words.length ? 'No tune has these words.' : 'No tune is kept yet. The star of a tune keeps it.'
	}

	/** Changes the list above what is played or edited without moving that on the screen. */
	#holding(change) {
		const anchor = this.#entries.find(e => e.placed && e.busy)?.node
		const before = anchor?.getBoundingClientRect().top
		change()
		if (anchor && before < innerHeight) scrollBy({top: anchor.getBoundingClientRect().top - before, behavior: 'instant'})
	}

	#part(selector) { return this.node.querySelector(selector) }
}
