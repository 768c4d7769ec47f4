// The loss curves of a training run, drawn as SVG.

import {element, svg} from 'dom'

const [narrowest, widest, height] = [320, 920, 320] // pixels, so that letters are as large as others
const [left, right, top, bottom] = [52, 16, 14, 48] // margins
const series = [
	{name: 'training', field: 'loss'},
	{name: 'held out', field: 'valLoss'},
]

/**
 * Draws the rows of a training log.
 * @param {HTMLElement} parent
 * @param {Object[]} rows {epoch, loss, valLoss, ...}; a figure that is missing is null
 */
export function drawChart(parent, rows) {
	const width = Math.max(narrowest, Math.min(parent.clientWidth || widest, widest))
	const shown = series.filter(s => rows.some(r => r[s.field] !== null))
	const values = rows.flatMap(r => shown.map(s => r[s.field])).filter(v => v !== null)
	if (values.length === 0) values.push(0, 1) // axes alone
	const [firstEpoch, lastEpoch] = [rows[0].epoch, Math.max(rows.at(-1).epoch, rows[0].epoch + 1)]
	const ticks = steps(values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b)), 6)
	const x = epoch => left + (epoch - firstEpoch) / (lastEpoch - firstEpoch) * (width - left - right)
	const y = loss => top + (ticks.at(-1) - loss) / (ticks.at(-1) - ticks[0] || 1) * (height - top - bottom)

	const picture = svg('svg', {viewBox: `0 0 ${width} ${height}`, role: 'img', tabindex: 0, 'aria-label': inWords(rows)})
	for (const t of ticks) {
		picture.append(svg('line', {class: 'grid', x1: left, x2: width - right, y1: y(t), y2: y(t)}), label(left - 8, y(t) + 4, 'end', String(t)))
	}
	for (const t of steps(firstEpoch, lastEpoch, width / 70).filter(t => Number.isInteger(t) && t >= firstEpoch && t <= lastEpoch)) {
		picture.append(label(x(t), height - bottom + 20, 'middle', String(t)))
	}
	picture.append(label(left, height - 8, 'start', 'epoch; losses in nats a character'))
	for (const s of shown) {
		const points = rows.filter(r => r[s.field] !== null).map(r => `${x(r.epoch).toFixed(1)},${y(r[s.field]).toFixed(1)}`)
		picture.append(svg('polyline', {class: `curve ${s.field}`, points: points.join(' ')}))
	}
	const best = bestOf(rows)
	if (best) picture.append(svg('circle', {class: 'best', cx: x(best.epoch), cy: y(best.valLoss), r: 5}))
	const cursor = svg('line', {class: 'cursor', x1: 0, x2: 0, y1: top, y2: height - bottom, visibility: 'hidden'})
	picture.append(cursor)

	const readout = element('p', {class: 'readout', role: 'status'}, figures(rows.at(-1), best))
	let at = rows.length - 1
	const point = i => {
		at = Math.max(0, Math.min(i, rows.length - 1))
		cursor.setAttribute('visibility', 'visible')
		cursor.setAttribute('transform', `translate(${x(rows[at].epoch)} 0)`)
		readout.textContent = figures(rows[at], best)
	}
	picture.addEventListener('pointermove', e => {
		const box = picture.getBoundingClientRect()
		const epoch = firstEpoch + ((e.clientX - box.left) / box.width * width - left) / (width - left - right) * (lastEpoch - firstEpoch)
		point(rows.findLastIndex(r => r.epoch <= epoch + 0.5))
	})
	picture.addEventListener('keydown', e => {
		const step = {ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity}[e.key]
		if (step === undefined) return
		e.preventDefault()
		point(at + step)
	})
	const legend = element('p', {class: 'legend'}, ...shown.map(s => element('span', {class: s.field}, s.name)), best ? element('span', {class: 'best'}, 'best held out') : '')
	parent.replaceChildren(legend, picture, readout)
}

function label(x, y, anchor, text) { return svg('text', {x, y, 'text-anchor': anchor}, text) }

/** The row with the lowest loss on held-out text; null if nothing is held out. */
function bestOf(rows) {
	const held = rows.filter(r => r.valLoss !== null)
	return held.length ? held.reduce((a, b) => b.valLoss < a.valLoss ? b : a) : null
}

/** What a row says. */
function figures(row, best) {
	const part = (name, value, unit = '') => value === null ? [] : [`${name} ${value.toFixed(unit ? 0 : 3)}${unit}`]
	const words = [`Epoch ${row.epoch}`, ...part('training loss', row.loss), ...part('held-out loss', row.valLoss), ...part('', row.charsPerSecond, ' characters a second')]
	if (best && best.epoch === row.epoch) words.push('the best so far')
	return words.join(', ').replaceAll(',  ', ', ')
}

/** The picture in words. */
function inWords(rows) {
	const best = bestOf(rows)
	const last = rows.at(-1)
	return `Loss curves of ${rows.length} epochs: training ${rows[0].loss?.toFixed(2)} to ${last.loss?.toFixed(2)} nats`
		+ (best ? `, held out ${best.valLoss.toFixed(2)} at best, in epoch ${best.epoch}` : '')
}

/** About so many round numbers from low to high, at least two, that have both between them. */
function steps(low, high, count) {
	if (!(high > low)) high = low + 1
	const rough = (high - low) / count
	const power = 10 ** Math.floor(Math.log10(rough))
	const step = [1, 2, 5, 10].find(n => n * power >= rough) * power
	const list = []
	for (let i = Math.floor(low / step); i <= Math.ceil(high / step); i++) list.push(Number((i * step).toPrecision(12)))
	return list
}
