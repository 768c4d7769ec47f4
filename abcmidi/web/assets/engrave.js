// The engraved score, drawn by abcjs (https://www.abcjs.net, MIT licence), if it is there:
// in the page, or from its network of servers.

import {lampOf} from 'lamp'

/** The abcjs library, or null without it. It is loaded once. */
let library = null

/** @param {{src: string, integrity: string}|undefined} source where it comes from; undefined: it is in the page, or nowhere */
export function loadLibrary(source) {
	library ??= new Promise(resolve => {
		if (globalThis.ABCJS || !source) return resolve(globalThis.ABCJS ?? null)
		const script = document.createElement('script')
		script.src = source.src
		if (source.integrity) [script.integrity, script.crossOrigin] = [source.integrity, 'anonymous']
		script.onload = () => resolve(globalThis.ABCJS ?? null)
		script.onerror = () => resolve(null)
		document.head.append(script)
	})
	return library
}

const narrow = 620 // pixels below which lines of music are broken anew

/**
 * Draws the score of a tune into an element.
 * @param {HTMLElement} parent
 * @param {Object} view
 * @param {{transpose: number, click: function(number)}} options click is called with the offset in the text of what is clicked
 * @returns {?{light: function(number), dark: function()}} null if there is no score
 */
export async function drawScore(parent, view, options) {
	const abcjs = await (library ?? loadLibrary())
	if (!abcjs) {
		parent.hidden = true
		return null
	}
	const width = parent.clientWidth || 740
	const small = width < narrow
	const paper = document.createElement('div')
	parent.replaceChildren(paper)
	const [tune] = abcjs.renderAbc(paper, withoutHead(view.abc), {
		add_classes: true, responsive: 'resize', paddingtop: 0, paddingbottom: 10, paddingleft: 0, paddingright: 2,
		staffwidth: small ? width : 740, visualTranspose: options.transpose,
		wrap: small ? {minSpacing: 1.5, maxSpacing: 2.6, preferredMeasuresPerLine: 3} : undefined,
		clickListener: e => options.click(e.startChar),
	})
	parent.querySelector('svg')?.setAttribute('aria-label', `Score of ${view.title || 'the tune'}`)
	const elements = soundElements(tune)
	const nodesOf = view.marks.map(([, , from]) => nodesAt(elements, from))
	return lampOf(view.marks, i => nodesOf[i])
}

/**
 * The text without what the card has elsewhere, its first title, notes and sources, and
 * without the order of its parts, which abcjs prints as it is. They become comments of the
 * same length, so that offsets stay. An empty line, at which abcjs would end the tune,
 * becomes a blank.
 */
function withoutHead(abc) {
	const key = Math.max(abc.search(/^K:/m), 0)
	const header = abc.slice(0, key).replace(/^P:/m, '%:') + abc.slice(key)
	return header.replace(/^T:/m, '%:').replace(/^[NSZBDFHOGA]:/gm, '%:').replace(/\n(?=[ \t]*\n)/g, ' ')
}

/** The drawn notes in the order of the text: {from, to, nodes}. */
function soundElements(tune) {
	const list = []
	for (const line of tune?.lines ?? []) {
		for (const staff of line.staff ?? []) {
			for (const e of staff.voices.flat()) {
				if (e.el_type === 'note' && e.abselem) list.push({from: e.startChar, to: e.endChar, nodes: e.abselem.elemset ?? []})
			}
		}
	}
	return list.sort((a, b) => a.from - b.from)
}

/** What is drawn for the place of the text, with its chord symbol and decorations. */
function nodesAt(elements, offset) {
	let [low, high] = [0, elements.length]
	while (low < high) {
		const middle = (low + high) >> 1
		if (elements[middle].from <= offset) low = middle + 1
		else high = middle
	}
	const e = elements[low - 1]
	return e && offset < e.to ? e.nodes.filter(Boolean) : []
}
