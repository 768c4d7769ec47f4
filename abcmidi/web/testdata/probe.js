// What the tests of the pages put into a page before its own scripts.

globalThis.probe = {
	/** What is lit, one set after another: {text, roll, score}, each a list of strings. */
	lit: {},
	/** The sounds that were scheduled: {when, length} in seconds. */
	sounds: [],

	/** Gives a field of a form a value, as a user does. */
	set(selector, value) {
		const field = document.querySelector(selector)
		field.value = value
		field.dispatchEvent(new Event('input', {bubbles: true}))
		field.dispatchEvent(new Event('change', {bubbles: true}))
	},

	/**
	 * Lets the clock of the sound go on by so many seconds with each frame, so that a
	 * slow machine misses no note. It stands while probe.frozen is true.
	 */
	steadyClock(step) {
		let time = 0
		Object.defineProperty(BaseAudioContext.prototype, 'currentTime', {get: () => time})
		const tick = () => {
			if (!probe.frozen) time += step
			requestAnimationFrame(tick)
		}
		tick()
	},

	/** Begins to follow the slider of the player: probe.lowest is the least position since. */
	follow() {
		const slider = document.querySelector('.player [name=position]')
		probe.lowest = Infinity
		const look = () => {
			probe.lowest = Math.min(probe.lowest, slider.value)
			requestAnimationFrame(look)
		}
		look()
	},

	/** Begins to write down what is lit in a card. */
	watch(card) {
		const names = {text: textNames(card), roll: rollNames(card), score: scoreNames(card)}
		for (const [pane, nodes] of Object.entries(names)) {
			const log = probe.lit[pane] = []
			new MutationObserver(() => {
				const now = probe.now(nodes)
				if (now !== log.at(-1)) log.push(now)
			}).observe(card.querySelector({text: '.abc', roll: '.roll', score: '.score'}[pane]), {subtree: true, attributeFilter: ['class']})
		}
	},

	/** The sorted names of the nodes that are lit. */
	now(nodes) {
		const names = new Set()
		for (const [node, name] of nodes) if (node.classList.contains('sounding')) names.add(name)
		return [...names].sort((a, b) => a - b).join()
	},

	/** What abcjs returned last, by the element of the score. */
	drawn: new Map(),

	/**
	 * The marks of a card's view that have nothing in the score, or a note with another
	 * letter, which does not sound there.
	 */
	undrawn(card, marks) {
		const text = card.querySelector('.abc').textContent
		const elements = scoreElements(card)
		return marks.filter(([, , from, to]) => {
			const piece = text.slice(from, to)
			const fits = e => e.from <= from && from < e.to && e.letters.every(l => piece.includes(l))
			return !elements.some(fits)
		})
	},

	/** The smallest contrast of the text of the elements that a selector finds with what is behind it. */
	contrast(selector) {
		return Math.min(...[...document.querySelectorAll(selector)].map(e => contrast(e)))
	},
}

/** The pieces of text that are notes: [node, offset]. */
function textNames(card) {
	let at = 0
	return [...card.querySelector('.abc').children].map(n => {
		const from = at
		at += n.textContent.length
		return [n, from]
	}).filter(([n]) => n.classList.contains('note'))
}

/** The rectangles of the roll: [node, index]. */
function rollNames(card) { return [...card.querySelectorAll('.roll .note')].map((n, i) => [n, i]) }

/** What is drawn for notes: [node, offset in the text]. */
function scoreNames(card) {
	const text = card.querySelector('.abc').textContent
	const note = from => from + text.slice(from).match(/^\s*("[^"]*"\s*)*/)[0].length // after chord symbols
	return scoreElements(card).flatMap(e => e.nodes.map(n => [n, note(e.from)]))
}

function scoreElements(card) {
	const tune = probe.drawn.get(card.querySelector('.score'))
	const elements = (tune?.lines ?? []).flatMap(l => l.staff ?? []).flatMap(s => s.voices.flat())
	return elements.filter(e => e.el_type === 'note' && e.abselem?.elemset?.length)
		.map(e => ({
			from: e.startChar, to: e.endChar, nodes: e.abselem.elemset.filter(Boolean),
			letters: (e.pitches ?? []).map(p => p.name.match(/[A-Ga-g]/)?.[0]),
		}))
}

function contrast(e) {
	const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
	const color = text => text.match(/[\d.]+/g).map(Number)
	let back = [255, 255, 255]
	for (let n = e; n; n = n.parentElement) {
		const c = color(getComputedStyle(n).backgroundColor)
		if (c.length === 3 || c[3] === 1) {
			back = c
			break
		}
	}
	const [a, b] = [luminance(color(getComputedStyle(e).color)), luminance(back)].sort((x, y) => y - x)
	return (a + 0.05) / (b + 0.05)
}

const start = AudioBufferSourceNode.prototype.start
AudioBufferSourceNode.prototype.start = function (when, ...rest) {
	probe.sounds.push({when, length: this.buffer.duration, at: performance.now()})
	return start.call(this, when, ...rest)
}

let library
Object.defineProperty(globalThis, 'ABCJS', {
	configurable: true,
	get: () => library,
	set(value) {
		library = {...value, renderAbc(parent, ...rest) {
			const tunes = value.renderAbc(parent, ...rest)
			probe.drawn.set(parent.closest('.score'), tunes[0])
			return tunes
		}}
	},
})
