package command

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"charabanc/abcmidi/corpus"
	"charabanc/abcmidi/sound"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

// asWritten is the value of --timbre that leaves the instruments to the tune.
const asWritten = "as written"

func wavCommand() *cli.Command {
	o := corpus.Options{Format: corpus.WAV}
	return &cli.Command{
		Name:      "wav",
		Usage:     "turn ABC, or note text, into sound files",
		ArgsUsage: "FILES...",
		Description: "Plays every tune of FILES (folders too, - for standard input) to a WAV file: NAME.wav\n" +
			"for a file of one tune, NAME-0001.wav, NAME-0002.wav, ... for several. Faults in the ABC\n" +
			"are reported as file:line:column: message, and the tune is played all the same.",
		Flags: append(playFlags(&o),
			&cli.StringFlag{Name: "timbre", Usage: "what the melody is played on: plucked, fiddle, organ, or " + asWritten, Value: asWritten},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Destination: &o.OutDir, Usage: "`FOLDER` for the sound files, made if it is missing; or a file that ends in .wav", Value: "."},
			console.ShardFlag(),
		),
		Action: func(c *cli.Context) error { return toWAV(c, o) },
	}
}

func toWAV(c *cli.Context, o corpus.Options) error {
	if name := c.String("timbre"); name != asWritten {
		timbre, err := sound.ParseTimbre(name)
		if err != nil {
			return console.Usage("wav: %w", err)
		}
		o.Score.Program = timbre.Program()
	}
	o.OutDir, o.Name = splitOutput(o.OutDir, ".wav")
	return convert(c, o)
}

// splitOutput splits an output in a folder and the name of the file in it, without its
// ending, which is one of endings. The name is empty if the output is a folder.
func splitOutput(output string, endings ...string) (folder, name string) {
	folder, file := filepath.Split(output)
	ending := filepath.Ext(file)
	info, err := os.Stat(output)
	if !slices.Contains(endings, strings.ToLower(ending)) || file == ending || err == nil && info.IsDir() {
		return output, ""
	}
	return filepath.Clean(folder), strings.TrimSuffix(file, ending)
}
