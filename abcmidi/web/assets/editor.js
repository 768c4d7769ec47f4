// An editor for the ABC of a card: findings, score, roll and sound follow the text.
//
// The textarea lies on the text of the card, which is the same but transparent. So notes
// that sound, and what check finds, are seen where they are written.

import {post} from 'api'
import {element} from 'dom'
import {moved, shifted} from 'edits'

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
	const text = () => card.node.querySelector('.abc') // another after each change
	const area = element('textarea', {
		class: 'editor', name: 'abc', rows: 1, spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', 'aria-label': 'ABC text, to be edited',
	})
	area.value = abc
	const problem = element('p', {class: 'problem', role: 'alert'})
	const state = element('span', {class: 'state', role: 'status'})
	const save = element('button', {type: 'button', name: 'save', class: 'main'}, 'Save')
	const cancel = element('button', {type: 'button', name: 'cancel'}, 'Cancel')
	const sheet = element('div', {class: 'sheet'})
	const box = element('div', {class: 'editing-box'}, sheet, problem, element('div', {class: 'deeds'}, save, cancel, state,
		element('small', {}, 'Ctrl-Enter plays, Escape cancels')))
	const under = text()
	under.replaceWith(box)
	sheet.append(under, area)
	under.inert = true // for keyboards and screen readers

	let written = {...before, abc, shift: 0} // what lies under the textarea
	let timer = 0
	let asked = null // aborts the look that is under way

	/** Says what was not said last, so that it is read aloud once. */
	const say = (place, text) => { if (place.textContent !== text) place.textContent = text }

	/** Shows what the text is now. A look that is late is dropped. */
	const look = async () => {
		quiet()
		asked = new AbortController()
		const {signal} = asked
		const abc = area.value
		try {
			const view = await post('/api/view', {abc}, signal)
			if (signal.aborted) return
			written = shifted(view, abc)
			card.show(view, written)
			say(problem, '')
			say(state, found(view))
		} catch (e) {
			if (!signal.aborted) say(problem, e.message)
		}
	}
	const quiet = () => {
		clearTimeout(timer)
		asked?.abort()
	}
	area.addEventListener('input', () => {
		quiet()
		written = moved(written, area.value)
		card.write(written)
		timer = setTimeout(look, pause)
	})

	const point = card.point
	card.point = finding => {
		point.call(card, finding)
		area.focus({preventScroll: true})
		area.setSelectionRange(finding.from, Math.max(finding.to, finding.from + 1))
	}
	card.selection = () => {
		const [from, to] = [area.selectionStart - written.shift, area.selectionEnd - written.shift]
		return from < to ? {from, to} : null
	}
	const warn = e => { if (area.value !== abc) e.preventDefault() }
	addEventListener('beforeunload', warn)

	const end = () => {
		quiet()
		removeEventListener('beforeunload', warn)
		delete card.point
		delete card.selection
		card.node.classList.remove('editing')
		text().inert = false
		box.replaceWith(text())
		page.closed()
	}
	const close = () => {
		if (area.value !== abc && !confirm('Drop what you have changed?')) return false
		end()
		card.show(before)
		return true
	}
	save.addEventListener('click', async () => {
		save.disabled = true
		quiet()
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
		if (e.isComposing) return
		if (e.key === 'Escape') {
			e.preventDefault()
			close()
		} else if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
			e.preventDefault()
			await look()
			card.toggle()
		}
	})

	details.open = true
	card.node.classList.add('editing')
	say(state, found(before))
	area.focus({preventScroll: true})
	area.setSelectionRange(0, 0)
	return {close}
}

function found({findings}) {
	if (findings.length === 0) return 'check finds nothing'
	return findings.length === 1 ? '1 finding' : `${findings.length} findings`
}
