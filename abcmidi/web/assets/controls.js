// The bar of the player: play and stop, position, tempo, key, sound, and what is played again.

import {clock, element} from 'dom'

const steps = 12 // semitones up and down

/**
 * Joins the bar of the page with a player.
 * @param {HTMLElement} bar
 * @param {import('player').Player} player
 * @param {function(): ?import('card').Card} chosen the card of the tune that is played
 */
export function joinControls(bar, player, chosen) {
	const part = name => bar.querySelector(`[name=${name}]`)
	const [play, position, more, tempo, transpose, timbre, volume, loop] =
		['play', 'position', 'more', 'tempo', 'transpose', 'timbre', 'volume', 'loop'].map(part)
	for (let n = steps; n >= -steps; n--) {
		transpose.append(element('option', {value: n, selected: n === 0}, n === 0 ? 'as written' : `${n > 0 ? '+' : '−'}${Math.abs(n)}`))
	}
	play.addEventListener('click', () => player.toggle())
	more.addEventListener('click', () => {
		more.setAttribute('aria-expanded', bar.classList.toggle('open'))
	})
	position.addEventListener('input', () => player.seek(Number(position.value)))
	tempo.addEventListener('input', () => player.set({tempo: tempo.value / 100}))
	transpose.addEventListener('change', () => player.set({transpose: Number(transpose.value)}))
	timbre.addEventListener('change', () => player.set({timbre: Number(timbre.value)}))
	volume.addEventListener('input', () => player.set({volume: volume.value / 100}))
	loop.addEventListener('change', () => player.setLoop(loopOf(loop.value)))

	let shown = null // the view whose sections are in the menu
	const loopOf = value => {
		if (value === '') return null
		if (value === 'all') return {start: 0, end: player.view.length}
		if (value === 'selected') {
			const card = chosen()
			const selection = card?.selection()
			const found = selection && card.loopOf(selection)
			bar.querySelector('.hint').textContent = found ? '' : 'Select notes in the ABC text first.'
			return found
		}
		return player.view.sections[value]
	}
	const fillLoop = view => {
		const choices = [['', 'once'], ['all', 'all, again and again'], ...view.sections.map((s, i) => [i, s.label]), ['selected', 'the selected text']]
		loop.replaceChildren(...choices.map(([value, label]) => element('option', {value}, label)))
	}
	const change = () => {
		const view = player.view
		bar.hidden = !view
		if (!view) return
		if (view !== shown) {
			shown = view
			fillLoop(view)
			bar.querySelector('.now').textContent = view.title || 'Without a title'
			position.max = view.length
		}
		if (!player.loop) loop.value = ''
		play.textContent = player.playing ? '■' : '▶'
		play.setAttribute('aria-label', player.playing ? 'Stop' : 'Play')
		bar.querySelector('.percent').textContent = `${tempo.value} %`
		move()
	}
	const move = () => {
		const at = player.position
		position.value = at
		position.setAttribute('aria-valuetext', clock(at))
		bar.querySelector('.clock').textContent = `${clock(at)} / ${clock(player.view?.length ?? 0)}`
	}
	player.addEventListener('change', change)
	player.addEventListener('position', move)
	addEventListener('keydown', e => {
		if (e.key !== ' ' || e.ctrlKey || e.altKey || e.metaKey || !player.view) return
		if (e.target.closest('input, select, textarea, button, a, summary, [contenteditable]')) return
		e.preventDefault()
		player.toggle()
	})
	change()
}
