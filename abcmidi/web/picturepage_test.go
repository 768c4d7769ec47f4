package web

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"charabanc/data"
)

// TestPicture writes the picture of the README, if CHARABANC_PICTURE names its file: the
// page of a tune while it plays.
func TestPicture(t *testing.T) {
	name := os.Getenv("CHARABANC_PICTURE")
	if name == "" {
		t.Skip("TestPicture is skipped: CHARABANC_PICTURE may name the file that it writes")
	}
	needLibrary(t)
	b := newTab(t)
	b.prepare("probe.steadyClock(0.02)")
	b.size(1100, 1240)
	b.media("", [2]string{"prefers-color-scheme", "light"})
	corpus, err := data.ReadTexts(t.Context(), []string{filepath.Join("..", "..", "data", "input.txt")}, nil, false)
	b.must(err)
	b.show(ShowOptions{Corpus: corpus.Pieces}, read(t, "testdata/hulls-jig.abc"))
	b.set(".player [name=position]", "9000")
	b.click(".tune .play")
	b.await("Number(document.querySelector('.player [name=position]').value) > 9100 && document.querySelector('.score .sounding') && (probe.frozen = true)")
	eval[any](b, "scrollTo({top: 0, behavior: 'instant'})")
	b.await("document.getAnimations().length === 0")
	screen, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	b.must(err)
	picture, err := png.Decode(bytes.NewReader(screen))
	b.must(err)
	var file bytes.Buffer
	b.must((&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&file, picture))
	b.must(os.WriteFile(name, file.Bytes(), 0o666))
	if file.Len() > 150_000 {
		t.Errorf("the picture has %d bytes", file.Len())
	}
}
