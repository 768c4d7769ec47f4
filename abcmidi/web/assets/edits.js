// The offsets of a view in a text that is being edited.

/**
 * A view whose text is the user's, and not what the server took from it.
 * @param {Object} view shift is to be added to its offsets
 * @param {string} abc the user's text
 */
export function shifted(view, abc) {
	const by = view.shift
	const inside = offset => Math.max(0, Math.min(offset + by, abc.length))
	return {
		...view, abc,
		marks: view.marks.filter(([, , from, to]) => from + by >= 0 && to + by <= abc.length).map(([at, length, from, to]) => [at, length, from + by, to + by]),
		findings: view.findings.map(f => ({...f, from: inside(f.from), to: inside(f.to)})),
	}
}

/**
 * A view after its text has changed in one place. What was there is left out.
 * @param {Object} view
 * @param {string} abc the text after the change
 */
export function moved(view, abc) {
	const old = view.abc
	const most = Math.min(old.length, abc.length)
	let [head, tail] = [0, 0] // code units that are the same at the beginning and at the end
	while (head < most && old[head] === abc[head]) head++
	while (tail < most - head && old.at(-1 - tail) === abc.at(-1 - tail)) tail++
	const by = abc.length - old.length
	const move = (from, to) => {
		if (to <= head) return [from, to]
		return from >= old.length - tail ? [from + by, to + by] : null
	}
	const marks = []
	for (const [at, length, from, to] of view.marks) {
		const place = move(from, to)
		if (place) marks.push([at, length, ...place])
	}
	const findings = []
	for (const f of view.findings) {
		const place = move(f.from, f.to)
		if (place) findings.push({...f, from: place[0], to: place[1]})
	}
	return {...view, abc, marks, findings}
}
