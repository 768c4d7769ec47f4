// Package data is about corpora: where they come from, and how they are cut for
// figures that can be compared.
//
// input.txt, beside this file, is the starter corpus: traditional tunes set down
// for this project. [Fetch] brings the full one, the Nottingham Music Database as
// cleaned by Jukedeck, from its home at a pinned commit, and holds every file to
// a pinned SHA-256. It is under the GNU General Public License, version 3, so it
// is fetched, not shipped.
//
// [Split] cuts a corpus into train, validation and test parts by the hash of each
// tune's text. No tune's side depends on any other tune, on the order of files,
// or on chance; so a figure on the test part means the same in every run, and a
// tune that stands in a corpus twice never stands on two sides.
package data
