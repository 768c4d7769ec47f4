// An editor for the ABC of a card: findings, score, roll and sound follow the text.

import {post} from 'api'
import {element} from 'dom'

const pause = 300 // milliseconds without a key before the text is looked at

/**
 * Opens an editor in a card.
 * @param {import('card').Card} card
 * @param {string} abc the text
 * @param {{save: function(string): Promise, closed: function()}} page save keeps the text;
 *   closed is called when the editor is gone
 * @returns {{close: function(): boolean}} close asks before it drops changes, and tells
 *   whether it closed
 */
export function edit(card, abc, page) {
	const before = card.view
	const details = card.node.querySelector('.text')
	const area = element('textarea', {
		class: 'editor', name: 'abc', spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', wrap: 'off',
		rows: Math.min(Math.max(abc.split('\n').length + 1, 8), 24), 'aria-label': 'ABC text, to be edited',
	})
	area.value = abc
	const problem = element('p', {class: 'problem', role: 'alert'})
	const save = element('button', {type: 'button', name: 'save', class: 'main'}, 'Save')
	const cancel = element('button', {type: 'button', name: 'cancel'}, 'Cancel')
	const box = element('div', {class: 'editing-box'}, area, problem, element('div', {class: 'deeds'}, save, cancel,
		element('small', {}, 'Ctrl-Enter plays, Escape cancels')))
	details.open = true
	details.append(box)
	card.node.classList.add('editing')
	area.focus()
	area.setSelectionRange(0, 0)

	let timer = 0
	let asked = null // aborts the look that is under way
	let shift = 0 // added to an offset of the view: one in the text
	const point = card.point
	card.point = finding => {
		area.focus()
		area.setSelectionRange(finding.from + shift, Math.max(finding.to, finding.from + 1) + shift)
	}

	/** Shows what the text is now. A look that is late is dropped. */
	const look = async () => {
		clearTimeout(timer)
		asked?.abort()
		asked = new AbortController()
		const {signal} = asked
		try {
			const view = await post('/api/view', {abc: area.value}, signal)
			if (signal.aborted) return
			problem.textContent = ''
			shift = view.shift ?? 0
			card.show(view)
		} catch (e) {
			if (e.name !== 'AbortError') problem.textContent = e.message
		}
	}
	area.addEventListener('input', () => {
		clearTimeout(timer)
		timer = setTimeout(look, pause)
	})

	const end = () => {
		clearTimeout(timer)
		asked?.abort()
		card.point = point
		card.node.classList.remove('editing')
		box.remove()
		page.closed()
	}
	const close = () => {
		if (area.value !== abc && !confirm('Drop what you have changed?')) return false
		end()
		if (card.view !== before) card.show(before)
		return true
	}
	save.addEventListener('click', async () => {
		save.disabled = true
		try {
			await page.save(area.value)
			end()
		} catch (e) {
			problem.textContent = e.message
			save.disabled = false
		}
	})
	cancel.addEventListener('click', close)
	area.addEventListener('keydown', async e => {
		if (e.key === 'Escape') {
			e.preventDefault()
			close()
		} else if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
			e.preventDefault()
			await look()
			card.toggle()
		}
	})
	return {close}
}
