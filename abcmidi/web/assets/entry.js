// A tune of the book on the page of serve: its card, which is made when it comes into sight,
// and what can be done with it.

import {limiter, post} from 'api'
import {Card} from 'card'
import {element} from 'dom'
import {edit} from 'editor'
import {Expectation} from 'expect'

const undoTime = 20_000 // milliseconds for which a discarded tune can be had back at its place
const inTurn = limiter(2)

export class Entry {
	/** @type {?Card} */
	card = null
	discarded = false
	#node = null
	#editor = null
	#expectation = null
	#loading = null

	/**
	 * @param {{id: string, kept: boolean, title: string, abc: string}} tune
	 * @param {import('player').Player} player
	 * @param {{changed: function(Entry), gone: function(Entry)}} list
	 * @param {Object} [view] if it is there already
	 */
	constructor(tune, player, list, view) {
		Object.assign(this, tune, {player, list})
		if (view) this.#show(view)
	}

	/** What is put into the page. */
	get node() {
		if (!this.#node) {
			this.problem = element('p', {class: 'problem', role: 'alert'})
			this.#node = element('div', {class: 'entry', 'data-id': this.id})
			entries.set(this.#node, this)
			this.#waiting()
		}
		return this.#node
	}

	/** Whether it is in the page. */
	get placed() { return this.#node?.isConnected ?? false }

	/** Whether a change of the list must not move it on the screen. */
	get busy() {
		if (!this.card) return false
		return this.#editor || this.node.contains(document.activeElement) || this.player.playing && this.player.view === this.card.view
	}

	play() { if (this.card && !this.discarded) this.card.toggle() }

	/** Stands in the place of the card until it is seen. */
	#waiting() {
		this.#node.replaceChildren(
			element('article', {class: 'tune waiting'}, element('h2', {tabindex: -1}, this.title || 'Without a title'), element('pre', {class: 'abc'}, this.abc)),
			this.problem)
		seen.observe(this.#node)
	}

	/** Asks the server for the view. */
	load() {
		this.#loading ??= inTurn(() => post('/api/view', {abc: this.abc})).then(view => this.#show(view), e => {
			this.#loading = null
			this.#fail(e, element('button', {type: 'button', click: () => { this.problem.textContent = ''; this.load() }}, 'Try again'))
		})
	}

	#show(view) {
		seen.unobserve(this.node)
		this.card = new Card(view, this.player)
		const button = (name, text, click, attributes = {}) => element('button', {type: 'button', name, click, ...attributes}, text)
		this.keepButton = button('keep', '', () => this.#keep())
		this.expectButton = button('expect', 'What did the network expect?', () => this.#expect(), {'aria-pressed': 'false'})
		this.editButton = button('edit', 'Edit', () => this.#edit())
		const footer = this.card.node.querySelector('footer')
		footer.before(element('div', {class: 'deeds'}, this.expectButton, this.editButton, button('discard', 'Discard', () => this.#discard())))
		const play = this.card.node.querySelector('.play')
		const buttons = element('div', {class: 'buttons'}, this.keepButton)
		play.replaceWith(buttons)
		buttons.append(play)
		this.card.node.querySelector('h2').tabIndex = -1
		this.#showKept()
		this.node.replaceChildren(this.card.node, this.problem)
	}

	#showKept() {
		this.keepButton.textContent = this.kept ? '★ Kept' : '☆ Keep'
		this.keepButton.setAttribute('aria-pressed', this.kept)
	}

	/** Changes the tune in the book. */
	async #change(action, abc) {
		this.problem.textContent = ''
		const {kept, title, abc: text} = await post('/api/book', {action, id: this.id, abc})
		Object.assign(this, {kept, title, abc: text})
		this.list.changed(this)
	}

	async #keep() {
		try {
			await this.#change(this.kept ? 'unkeep' : 'keep')
			this.#showKept()
		} catch (e) { this.#fail(e) }
	}

	async #discard() {
		if (this.#editor && !this.#editor.close()) return
		try {
			await this.#change('discard')
		} catch (e) { return this.#fail(e) }
		if (this.player.view === this.card.view) this.player.choose(null)
		this.discarded = true
		const undo = element('button', {type: 'button', name: 'undo', click: () => this.#restore()}, 'Undo')
		this.gone = element('p', {class: 'gone'}, `“${this.title || 'Without a title'}” is discarded. `, undo)
		this.card.node.hidden = true
		this.node.prepend(this.gone)
		undo.focus() // which brings it into sight
		this.list.changed(this)
		this.timer = setTimeout(() => this.#leave(), undoTime)
	}

	async #restore() {
		clearTimeout(this.timer)
		try {
			await this.#change('restore')
		} catch (e) {
			this.timer = setTimeout(() => this.#leave(), undoTime)
			return this.#fail(e)
		}
		this.discarded = false
		this.gone.remove()
		this.card.node.hidden = false
		this.card.node.querySelector('h2').focus({preventScroll: true})
		this.list.changed(this)
	}

	/** Leaves the page for good. */
	#leave() {
		this.card.end()
		this.node.remove()
		this.list.gone(this)
	}

	#edit() {
		if (this.#editor) return this.#editor.close()
		this.#stopExpecting()
		this.editButton.disabled = this.expectButton.disabled = true
		this.#editor = edit(this.card, this.abc, {
			save: async abc => {
				await this.#change('edit', abc)
				this.card.show(await post('/api/view', {abc: this.abc}))
			},
			closed: () => {
				this.#editor = null
				this.editButton.disabled = this.expectButton.disabled = false
				this.editButton.focus({preventScroll: true})
			},
		})
	}

	#expect() {
		if (this.#expectation) return this.#stopExpecting()
		this.expectButton.setAttribute('aria-pressed', 'true')
		this.#expectation = new Expectation(this.card, () => this.#stopExpecting())
	}

	#stopExpecting() {
		this.#expectation?.end()
		this.#expectation = null
		this.expectButton.setAttribute('aria-pressed', 'false')
	}

	#fail(e, ...more) { this.problem.replaceChildren(e.message + ' ', ...more) }
}

const entries = new WeakMap()
const seen = new IntersectionObserver(list => {
	for (const e of list) if (e.isIntersecting) entries.get(e.target)?.load()
}, {rootMargin: '800px'})
