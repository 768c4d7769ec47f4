// The page of show: the tunes that are written in it.

import {Card} from 'card'
import {joinControls} from 'controls'
import {loadLibrary} from 'engrave'
import {Player} from 'player'

const read = id => JSON.parse(document.getElementById(id).textContent)

loadLibrary(read('settings').abcjs)
const player = new Player()
const cards = read('tunes').map(view => new Card(view, player))
document.querySelector('main').append(...cards.map(c => c.node))
joinControls(document.querySelector('.player'), player, () => cards.find(c => c.view === player.view))
player.choose(cards[0].view)
document.documentElement.dataset.ready = ''
