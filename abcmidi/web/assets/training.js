// The page that a training run is watched on: its loss curves, and the latest tune that it
// wrote.

import {events, settings} from 'api'
import {Card} from 'card'
import {drawChart} from 'chart'
import {joinControls} from 'controls'
import {loadLibrary} from 'engrave'
import {Player} from 'player'

const again = 2000 // milliseconds before the server is asked again

loadLibrary(settings.abcjs)
const player = new Player()
let card = null
joinControls(document.querySelector('.player'), player, () => card)

const state = document.querySelector('.state')

const newer = document.querySelector('.newer')
let next = null // a newer tune, while one plays
newer.querySelector('button').addEventListener('click', () => show(next))
player.addEventListener('end', () => { if (next) show(next) })

/** Shows a tune in the place of the last. */
function show(view) {
	player.stop()
	next = null
	newer.hidden = true
	document.querySelector('.none').hidden = true
	if (!card) {
		card = new Card(view, player)
		document.querySelector('.latest').append(card.node)
		return
	}
	card.show(view)
	if (player.view === view) player.seek(0)
}

/** What the stream of the server brings. */
const take = {
	log({rows}) {
		state.textContent = rows.length ? '' : 'The log has no epoch yet.'
		if (rows.length) drawChart(document.querySelector('.chart'), rows)
	},
	tune(view) {
		if (!player.playing) return show(view)
		next = view
		newer.hidden = false
	},
	note({message}) { state.textContent = message },
}

document.documentElement.dataset.ready = ''
for (; ;) {
	try {
		for await (const {name, data} of events('/api/training', {})) take[name]?.(data)
	} catch (e) {
		state.textContent = e.message
	}
	await new Promise(resolve => setTimeout(resolve, again))
}
