// Package web shows tunes in a browser: views of tunes come in, and pages go out that show
// and play them.
//
//	Show, WritePage    one HTML file that needs nothing else: page.go, show.go
//	Serve              a local server with a page to make tunes on: server.go
//
//	assets.go    what is in the folder assets: templates, style, modules
//	page.go      views -> one HTML file
//	show.go      the file written, and opened in the browser; open.go: by the system
//	types.go     what Serve asks of a network
//	server.go    the listener and the routes; guard.go: who may ask; limits.go: how much
//	files.go     pages and what they load; reply.go: answers and errors
//	api.go       what the pages ask in JSON: views, expectations, the book
//	tunes.go     the one tune in a text that somebody types
//	stream.go    server-sent events; sample.go, training.go: what is sent so
//	book.go      the tunes that were made, kept in a file: booktext.go, bookfile.go
//
// The pages are plain HTML with JavaScript modules, without a build step. A module imports
// another by its bare name, which the import map of the page resolves: to an address of the
// server, or, in the page of show, to a data URL that has the module's text.
//
//	show.js        serve.js                    training.js    one for each page
//	  |         list.js  make.js                chart.js      the book, the form; loss curves
//	  |         entry.js                          |           a tune of the book
//	  |       editor.js  expect.js                |           its text edited; what was expected
//	  |       edits.js     |    api.js            |           places in a text that changes; requests
//	  +----- card.js ------+-- controls.js -------+           a tune; the bar of the player
//	           |                   |
//	 engrave.js roll.js text.js  player.js  midi.js           score, roll and text; sound
//	           |                   |
//	         lamp.js            synth.js                      what sounds lights up; the twin of
//	                                                          package sound
//
// The score is engraved by abcjs (https://www.abcjs.net, MIT licence), which is not part of
// the program: it comes from its network of servers, with a hash that the browser checks, or
// from the user's cache, where charabanc fetch abcjs puts it. Without it a page is complete
// but for the score.
//
// Text of tunes reaches a page through html/template or JSON, and its elements through
// textContent: nothing in a tune is ever read as HTML.
package web
