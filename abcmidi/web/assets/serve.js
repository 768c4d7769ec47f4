// The page of serve: a form to make tunes with, and the tunes of the book.

import {get, settings} from 'api'
import {joinControls} from 'controls'
import {loadLibrary} from 'engrave'
import {List} from 'list'
import {joinForm} from 'make'
import {Player} from 'player'

loadLibrary(settings.abcjs)
const player = new Player()
const list = new List(document.getElementById('tunes'), player)
joinControls(document.querySelector('.player'), player, () => list.cardOf(player.view))

const queue = [] // tunes that came while another played
const form = document.getElementById('make')
const automatic = form.elements.play
joinForm(form, {
	begin: () => { queue.length = 0 },
	tune: view => {
		const entry = list.add(view)
		if (!automatic.checked) return
		if (player.playing) queue.push(entry)
		else entry.play()
	},
})
player.addEventListener('end', () => {
	if (automatic.checked) queue.shift()?.play()
})

try {
	list.fill(await get('/api/book'))
} catch (e) {
	form.querySelector('.problem').textContent = e.message
}
document.documentElement.dataset.ready = ''
