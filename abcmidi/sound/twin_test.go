package sound

import (
	"encoding/binary"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// twinScript writes the file of each list of notes, then one tone's samples as 32-bit
// floats.
const twinScript = `
import { mix, wav, tone, room, timbres } from './synth.mjs'
import { readFileSync, writeFileSync } from 'node:fs'
const lists = JSON.parse(readFileSync('notes.json'))
lists.forEach((notes, i) => writeFileSync(i + '.wav', wav(mix(notes))))
writeFileSync('tone', new Uint8Array(tone(1, 6900, 466, 400).buffer))
writeFileSync('facts', JSON.stringify({ timbres, room: room().length }))
try { mix([[1200000, 1, 6000, 1, 0, 0]]) } catch (e) { writeFileSync('error', e.message) }
`

// TestTwin holds synth.js to this package.
func TestTwin(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node not here: synth.js is not compared")
	}
	synth, err := os.ReadFile(filepath.Join("..", "web", "assets", "synth.js"))
	if err != nil {
		t.Fatal(err)
	}
	lists := twinLists(t)
	var rows [][][6]int
	for _, notes := range lists {
		row := [][6]int{}
		for _, n := range notes {
			row = append(row, [6]int{n.Start, n.Length, n.Cents, n.Level, n.Voice, int(n.Timbre)})
		}
		rows = append(rows, row)
	}
	encoded, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, content := range map[string][]byte{"synth.mjs": synth, "twin.mjs": []byte(twinScript), "notes.json": encoded} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(node, "twin.mjs")
	command.Dir = dir
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	read := func(name string) []byte {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	for i, name := range []string{"0.wav", "1.wav", "2.wav", "3.wav"} {
		samples, err := Render(lists[i])
		if err != nil {
			t.Fatal(err)
		}
		compareFiles(t, name, read(name), WAV(samples))
	}
	if got, want := len(read("tone"))/4, len(tone(Fiddle, 6900, 466, 400)); got != want {
		t.Errorf("a tone of %d samples, want %d", got, want)
	}
	if got := string(read("facts")); got != `{"timbres":["plucked","fiddle","organ","drum"],"room":26000}` {
		t.Errorf("facts: %s", got)
	}
	if got := string(read("error")); got != ErrTooLong.Error() {
		t.Errorf("error %q, want %q", got, ErrTooLong)
	}
}

// twinLists returns a tune, every timbre at many pitches and lengths, odd numbers, and
// nothing.
func twinLists(t *testing.T) [][]Note {
	var all, odd []Note
	for timbre := Plucked; timbre <= Drum; timbre++ {
		for cents := 2400; cents <= 11000; cents += 137 {
			all = append(all, Note{len(all) * 40, 30 + cents%700, cents, 100 + cents%900, 0, timbre})
		}
	}
	for key := range 128 {
		all = append(all, Note{len(all) * 40, 100, 100 * key, 500, 1, Drum})
	}
	for i, n := range []int{-1 << 31, -1, 0, 1, 12799, 12801, 1<<31 - 1} {
		odd = append(odd, Note{-i, -i, n, 900, 0, Timbre(i)}, Note{300 * i, 1500, 6000 + i, n, 0, Fiddle})
	}
	return [][]Note{reelNotes(t), all, odd, {}}
}

// compareFiles compares the headers of two WAV files, and their samples up to 1.
func compareFiles(t *testing.T, name string, got, want []byte) {
	if len(got) != len(want) || string(got[:headerSize]) != string(want[:headerSize]) {
		t.Errorf("%s: %d bytes % x, want %d bytes % x", name, len(got), got[:headerSize], len(want), want[:headerSize])
		return
	}
	other := 0
	for i := headerSize; i < len(got); i += 2 {
		a, b := int16(binary.LittleEndian.Uint16(got[i:])), int16(binary.LittleEndian.Uint16(want[i:]))
		if d := int(a) - int(b); d < -1 || d > 1 {
			t.Errorf("%s: sample %d is %d, want %d", name, (i-headerSize)/2, a, b)
			return
		} else if d != 0 {
			other++
		}
	}
	t.Logf("%s: %d of %d samples differ by 1", name, other, (len(got)-headerSize)/2)
}
