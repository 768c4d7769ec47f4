// The form that tunes are made with.

import {events} from 'api'

const narrow = matchMedia('(max-width: 56rem)')

/**
 * Joins the form with what it does.
 * @param {HTMLFormElement} form
 * @param {{begin: function(), tune: function(Object)}} page begin is called before tunes
 *   are made, tune with the view of each
 */
export function joinForm(form, page) {
	const {make, stop, number, temperature, start} = form.elements
	const [state, problem, progress, more] = ['.state', '.problem', 'progress', 'details'].map(s => form.querySelector(s))
	let ended = null // aborts what is being made

	const showTemperature = () => { form.querySelector('output').value = Number(temperature.value).toFixed(2) }
	temperature.addEventListener('input', showTemperature)
	showTemperature() // which the browser may have kept through a reload
	const unfold = () => { more.open = !narrow.matches }
	narrow.addEventListener('change', unfold)
	unfold()

	form.addEventListener('submit', e => {
		e.preventDefault()
		if (!ended) run()
	})
	start.addEventListener('keydown', e => {
		if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) form.requestSubmit()
	})
	stop.addEventListener('click', () => ended?.abort())

	async function run() {
		const wanted = Number(number.value)
		let written = 0
		const show = text => { state.textContent = text ?? `${written} of ${wanted} written` }
		ended = new AbortController()
		setRunning(true)
		problem.textContent = ''
		progress.max = wanted
		progress.removeAttribute('value')
		show('The network begins …')
		page.begin()
		try {
			for await (const {name, data} of events('/api/sample', {method: 'POST', body: JSON.stringify(query(form)), signal: ended.signal})) {
				if (name === 'wait') show(`Waiting: ${data.message}`)
				if (name === 'error') throw new Error(data.message)
				if (name === 'tune') {
					progress.value = ++written
					show()
					page.tune(data)
				}
			}
			show(written === 1 ? '1 tune written' : `${written} tunes written`)
		} catch (e) {
			show(`Stopped: ${written} of ${wanted} written`)
			if (e.name !== 'AbortError') problem.textContent = e.message
		}
		ended = null
		setRunning(false)
	}

	/** The button that can be used takes the focus from the other. */
	function setRunning(running) {
		const focused = document.activeElement === make || document.activeElement === stop
		make.disabled = running
		stop.disabled = !running
		progress.hidden = !running
		if (focused) (running ? stop : make).focus()
	}
}

/** What the server is asked for. Empty fields are left to the network. */
function query(form) {
	const value = name => form.elements[name].value.trim()
	return {
		number: Number(value('number')), temperature: Number(value('temperature')),
		key: value('key'), meter: value('meter'), rhythm: value('rhythm'), form: value('form'),
		bars: Number(value('bars')), start: form.elements.start.value,
	}
}
