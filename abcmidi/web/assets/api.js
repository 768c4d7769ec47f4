// Requests to the server of the page. All of them carry the token of the page.

const settings = JSON.parse(document.getElementById('settings').textContent)

/** What the server says about itself: {token, about, version, abcjs}. */
export {settings}

/** Asks for an answer of JSON. */
export async function get(path, signal) { return (await request(path, {signal})).json() }

/**
 * Sends an object as JSON and returns that of the answer.
 * @param {AbortSignal} [signal]
 */
export async function post(path, body, signal) {
	return (await request(path, {method: 'POST', body: JSON.stringify(body), signal})).json()
}

/**
 * Reads the server-sent events of an answer (HTML standard, section 9.2).
 * @param {{method?: string, body?: string, signal?: AbortSignal}} options
 * @returns {AsyncGenerator<{name: string, data: Object}>}
 */
export async function* events(path, options) {
	const answer = await request(path, options)
	const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
	try {
		for (let text = ''; ;) {
			const {value, done} = await read(reader)
			if (done) return
			const blocks = (text + value).split('\n\n')
			text = blocks.pop()
			for (const block of blocks) {
				const event = parse(block)
				if (event) yield event
			}
		}
	} finally {
		reader.cancel().catch(() => {})
	}
}

async function read(reader) {
	try {
		return await reader.read()
	} catch (e) {
		throw e.name === 'AbortError' ? e : new Error(lost)
	}
}

/** An event, or null for a comment. */
function parse(block) {
	let [name, data] = ['message', '']
	for (const line of block.split('\n')) {
		if (line.startsWith('event: ')) name = line.slice(7)
		if (line.startsWith('data: ')) data += line.slice(6)
	}
	return data && {name, data: JSON.parse(data)}
}

const lost = 'The program does not answer: is it still running?'

/** The answer to a request. An error has the line that the server wrote. */
async function request(path, options) {
	const headers = {Authorization: `Bearer ${settings.token}`}
	if (options.body) headers['Content-Type'] = 'application/json'
	let answer
	try {
		answer = await fetch(path, {...options, headers, cache: 'no-store'})
	} catch (e) {
		throw e.name === 'AbortError' ? e : new Error(lost)
	}
	if (!answer.ok) throw new Error((await answer.text()).trim() || `The program answers ${answer.status}.`)
	return answer
}

/** Runs so many of the functions given to it at a time, the latest first. */
export function limiter(most) {
	const waiting = []
	let running = 0
	const next = async () => {
		if (running >= most || waiting.length === 0) return
		const {job, resolve, reject} = waiting.pop()
		running++
		await job().then(resolve, reject)
		running--
		next()
	}
	return job => new Promise((resolve, reject) => {
		waiting.push({job, resolve, reject})
		next()
	})
}
