// The piano roll: time from left to right, pitch upwards, a rectangle for each note.

import {clock, svg} from 'dom'
import {lampOf} from 'lamp'

const height = 180 // of the picture
const thinnest = 4 // height of a note, at least
const perSecond = 18 // units of width, at least
const margin = 2 // semitones above the highest and below the lowest note

/**
 * Draws the roll of a tune into an element.
 * @param {HTMLElement} parent
 * @param {Object} view
 * @param {function(number)} seek called with a position in milliseconds when one is clicked
 * @returns {{light: function(number), dark: function()}}
 */
export function drawRoll(parent, view, seek) {
	const pitched = view.notes.filter(n => n[5] !== drums)
	const pitches = pitched.length ? pitched.map(n => n[2] / 100) : [60]
	const [lowest, highest] = range(pitches)
	const [low, high] = [lowest - margin, highest + margin]
	const length = Math.max(view.length, 1)
	const width = Math.max(800, Math.ceil(length / 1000 * perSecond))
	const x = ms => ms / length * width
	const row = height / (high - low + 1)
	const thick = Math.max(row, thinnest)
	const y = key => (high - key) * row

	const picture = svg('svg', {
		viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img',
		'aria-label': `Piano roll of ${view.title || 'the tune'}: ${view.notes.length} notes in ${clock(length)}`,
	})
	picture.style.minWidth = `${Math.min(width / 2, 4000)}px`
	for (let key = Math.ceil(low / 12) * 12; key <= high; key += 12) { // each C
		picture.append(svg('line', {class: 'octave', x1: 0, x2: width, y1: y(key) + row, y2: y(key) + row}))
	}
	for (const bar of view.bars) picture.append(svg('line', {class: 'bar', x1: x(bar), x2: x(bar), y1: 0, y2: height}))
	const notes = view.notes.map(([start, duration, cents, , voice, timbre]) => {
		const top = timbre === drums ? height - thick : y(cents / 100)
		return svg('rect', {
			class: `note ${view.voices[voice].role}`, x: x(start).toFixed(1), y: top.toFixed(1),
			width: Math.max(x(duration) - 0.6, 1).toFixed(1), height: thick.toFixed(1), rx: 1,
		})
	})
	picture.append(...[...notes.keys()].sort((a, b) => order(view, a) - order(view, b)).map(i => notes[i]))
	const head = svg('line', {class: 'head', x1: 0, x2: 0, y1: 0, y2: height})
	picture.append(head)
	picture.addEventListener('click', e => {
		const box = picture.getBoundingClientRect()
		seek((e.clientX - box.left) / box.width * length)
	})
	parent.replaceChildren(picture)

	const lamp = lampOf(view.notes, i => [notes[i]])
	return {
		...lamp,
		/** Lights the notes that sound at a position and moves the head there. */
		light(position) {
			lamp.light(position)
			head.setAttribute('transform', `translate(${x(position).toFixed(1)} 0)`)
			follow(parent, x(position) / width)
		},
	}
}

const drums = 3

/** The lowest and highest of many numbers, which Math.min(...list) cannot take. */
function range(list) {
	let [low, high] = [list[0], list[0]]
	for (const v of list) [low, high] = [Math.min(low, v), Math.max(high, v)]
	return [low, high]
}

/** Melodies are drawn last, on top. */
function order(view, i) { return view.voices[view.notes[i][4]].role === 'melody' ? 1 : 0 }

/** Keeps a part of a picture that is wider than its frame in sight. */
function follow(frame, part) {
	if (frame.scrollWidth <= frame.clientWidth) return
	const at = part * frame.scrollWidth
	if (at < frame.scrollLeft || at > frame.scrollLeft + frame.clientWidth * 0.9) frame.scrollLeft = at - frame.clientWidth * 0.1
}
