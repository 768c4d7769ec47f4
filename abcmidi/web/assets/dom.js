// Small helpers for making elements. Text is always set as text, never parsed as HTML.

/**
 * Makes an element: element('p', {class: 'facts'}, 'a jig', child).
 * @param {string} name
 * @param {Object<string, string|boolean|Function>} attributes a function is a listener:
 *   {click: f}; true is an attribute without a value, false leaves it out
 * @param {...(Node|string)} children
 */
export function element(name, attributes = {}, ...children) {
	const e = document.createElement(name)
	setAttributes(e, attributes)
	e.append(...children)
	return e
}

/** Makes an SVG element. */
export function svg(name, attributes = {}, ...children) {
	const e = document.createElementNS('http://www.w3.org/2000/svg', name)
	setAttributes(e, attributes)
	e.append(...children)
	return e
}

function setAttributes(e, attributes) {
	for (const [name, value] of Object.entries(attributes)) {
		if (typeof value === 'function') e.addEventListener(name, value)
		else if (value === true) e.setAttribute(name, '')
		else if (value !== false && value !== undefined) e.setAttribute(name, value)
	}
}

/** Milliseconds as minutes and seconds: 1:05. */
export function clock(ms) {
	const seconds = Math.max(0, Math.round(ms / 1000))
	return Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0')
}

/** Offers bytes or text as a file to keep. */
export function download(name, type, content) {
	const url = URL.createObjectURL(new Blob([content], {type}))
	const link = element('a', {href: url, download: name})
	document.body.append(link)
	link.click()
	link.remove()
	setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** A name for the files of a tune: its title in letters, digits and dashes. */
export function fileName(title) {
	const name = title.normalize('NFKD').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '')
	return name.slice(0, 60) || 'tune'
}
