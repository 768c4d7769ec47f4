// Lights up what sounds: in the score, the roll and the text.

/**
 * @param {number[][]} list notes or marks, [start, length, ...] in milliseconds, in the
 *   order of their beginnings
 * @param {function(number): Element[]} nodesOf what is drawn for the one with an index
 * @param {function(Element, number)} [onNew] called with the first of the nodes that light up, and the position
 */
export function lampOf(list, nodesOf, onNew) {
	let lit = new Set()
	const put = now => {
		for (const n of lit) if (!now.has(n)) n.classList.remove('sounding')
		for (const n of now) n.classList.add('sounding')
		lit = now
	}
	return {
		/** Lights what sounds at a position, and nothing else. */
		light(position) {
			const now = new Set(soundingAt(list, position).flatMap(nodesOf))
			const fresh = [...now].find(n => !lit.has(n))
			put(now)
			if (fresh) onNew?.(fresh, position)
		},
		/** Puts all lights out. */
		dark() { put(new Set()) },
	}
}

/** The indexes of those in a list that sound at a position. */
export function soundingAt(list, position) {
	const found = []
	for (let i = 0; i < list.length && list[i][0] <= position; i++) {
		if (position < list[i][0] + list[i][1]) found.push(i)
	}
	return found
}
