package web

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestTrainingPage watches a training: the page follows the log and the tunes of the run.
func TestTrainingPage(t *testing.T) {
	b := newTab(t)
	dir := t.TempDir()
	log, samples := filepath.Join(dir, "log.csv"), filepath.Join(dir, "sample.abc")
	ts := b.launch(fakeNetwork{}, ServeOptions{Log: log, Samples: samples})
	b.open(ts.address("/training"))
	b.await("document.querySelector('.state').textContent.includes('not there yet')")
	write(t, log, "epoch,loss,acc,val_loss,val_acc\n1,2.5,0.3,2.6,0.29\n")
	b.await("document.querySelector('.chart .readout')?.textContent.startsWith('Epoch 1, training loss 2.500, held-out loss 2.600')")
	write(t, samples, tuneText(1))
	b.await("document.querySelector('.tune h2')?.textContent === '1. Tune 1'")
	grow(t, log, "2,1.5,0.5,1.7,0.45\n3,1.25,0.6,1.8,0.55\n4,1.1")
	b.await("document.querySelector('.chart .readout').textContent.startsWith('Epoch 3, training loss 1.250')")
	for _, curve := range []string{"loss", "valLoss"} {
		if n := eval[int](b, "document.querySelector('.curve.%s').points.numberOfItems", curve); n != 3 {
			t.Errorf("the curve of %s has %d points", curve, n)
		}
	}
	b.tabTo(".chart svg")
	b.press(kb.ArrowLeft)
	b.await("document.querySelector('.chart .readout').textContent.endsWith('the best so far')")
	b.click(".tune .play")
	b.await("document.querySelector('.abc .sounding')")
	grow(t, samples, "\n"+hostileTune(hostile[0]))
	b.click("[name=newer]") // what plays is not taken away
	b.await("document.querySelector('.tune h2').textContent === %q", "1. "+hostile[0])
	b.harmless()
	checkAccess(b, []string{"h1", "h2", ".top p", ".top a", ".legend span", ".readout", ".chart text"})
}

// grow appends to a file.
func grow(t testing.TB, name, text string) {
	t.Helper()
	file, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = file.WriteString(text)
		file.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}
