package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"charabanc/abcmidi/critic"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/view"
	"charabanc/data"
)

// ShowOptions are the choices of [Show].
type ShowOptions struct {
	Title  string   // of the page; "": that of the tune, or their number
	Output string   // the file to write; "": one in the folder for temporary files
	Corpus []string // tunes to compare with; nil: none
	Score  score.Options
	Open   bool      // open the page in the browser
	Stderr io.Writer // where the name of the file goes if it is opened
}

// Show writes tunes as a page and opens it in the browser, if that is asked for.
func Show(ctx context.Context, tunes []data.Source, o ShowOptions) error {
	var page bytes.Buffer
	if err := WriteTunes(ctx, &page, tunes, o); err != nil {
		return err
	}
	name := o.Output
	if name == "" {
		name = filepath.Join(os.TempDir(), fmt.Sprintf("charabanc-%d.html", os.Getpid()))
	}
	if err := data.WriteFile(name, page.Bytes()); err != nil {
		return err
	}
	if !o.Open {
		return nil
	}
	if err := openBrowser(name); err != nil {
		return fmt.Errorf("%s: is written, but %w: open it in a browser", name, err)
	}
	fmt.Fprintf(o.Stderr, "%s: opened in the browser\n", name)
	return nil
}

// WriteTunes writes tunes as a page.
func WriteTunes(ctx context.Context, w io.Writer, tunes []data.Source, o ShowOptions) error {
	p := Page{Title: o.Title, Summary: "1 tune"}
	looks := view.Options{Score: o.Score}
	if len(o.Corpus) > 0 {
		looks.Neighbours = critic.NewNeighbours(o.Corpus)
	}
	for _, tune := range tunes {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		p.Tunes = append(p.Tunes, view.New(tune, looks))
	}
	if len(tunes) != 1 {
		p.Summary = fmt.Sprintf("%d tunes", len(tunes))
	}
	if p.Title == "" {
		if p.Title = "Tunes"; len(tunes) == 1 && p.Tunes[0].Title != "" {
			p.Title = p.Tunes[0].Title
		}
	}
	library, err := data.ABCJS.Cached()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	p.Library = string(library)
	return WritePage(w, p)
}
