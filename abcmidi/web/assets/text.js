// The ABC text of a tune: notes light up while they sound, and what check finds is
// underlined where it is.

import {element} from 'dom'
import {lampOf} from 'lamp'

/**
 * Writes the text of a tune into a pre element.
 * @param {HTMLElement} parent
 * @param {Object} view
 * @param {function(number)} click called with the offset of the character that is clicked
 */
export function writeText(parent, view, click) {
	const pieces = cut(view)
	parent.replaceChildren(...pieces.map(p => p.node))
	parent.addEventListener('click', e => {
		const piece = pieces.find(p => p.node === e.target)
		if (piece) click(piece.from)
	})
	const byFrom = new Map() // the pieces of each note, by where it begins
	for (const p of pieces) {
		if (p.note >= 0) byFrom.set(p.note, [...byFrom.get(p.note) ?? [], p.node])
	}
	const lamp = lampOf(view.marks, i => byFrom.get(view.marks[i][2]) ?? [], node => keepInSight(parent, node))
	return {
		...lamp,
		/** From where to where the text is selected; null if nothing is. */
		selection() {
			const selected = getSelection()
			if (!selected.rangeCount || selected.isCollapsed) return null
			const range = selected.getRangeAt(0)
			if (!parent.contains(range.commonAncestorContainer)) return null
			const before = range.cloneRange()
			before.selectNodeContents(parent)
			before.setEnd(range.startContainer, range.startOffset)
			const from = before.toString().length
			return {from, to: from + range.toString().length}
		},
	}
}

/** Cuts the text where notes and findings begin and end. */
function cut(view) {
	const cuts = new Set([0, view.abc.length])
	const notes = new Map()
	for (const [, , from, to] of view.marks) notes.set(from, to)
	for (const [from, to] of notes) cuts.add(from).add(to)
	for (const f of view.findings) cuts.add(f.from).add(f.to)
	const edges = [...cuts].filter(c => c >= 0 && c <= view.abc.length).sort((a, b) => a - b)
	const pieces = []
	let note = -1
	for (let i = 0; i + 1 < edges.length; i++) {
		const [from, to] = [edges[i], edges[i + 1]]
		if (notes.has(from)) note = from
		if (note >= 0 && from >= notes.get(note)) note = -1
		const found = view.findings.filter(f => f.from <= from && from < f.to)
		const names = [note >= 0 ? 'note' : '', found.length ? 'finding' : ''].filter(Boolean).join(' ')
		pieces.push({from, note, node: element('span', {
			class: names || undefined, title: found.map(f => f.message).join('\n') || undefined,
		}, view.abc.slice(from, to))})
	}
	return pieces
}

/** Scrolls a frame, and not the page, so that something in it is seen. */
function keepInSight(frame, node) {
	if (frame.scrollHeight <= frame.clientHeight) return
	const at = node.offsetTop - frame.offsetTop
	if (at < frame.scrollTop || at > frame.scrollTop + frame.clientHeight - 30) frame.scrollTop = at - frame.clientHeight / 3
}
