package charrnn

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/gocarina/gocsv"
)

// LogRow is one epoch in training_log.csv. Losses are nats per symbol.
type LogRow struct {
	Epoch              int     `csv:"epoch"`
	Loss               figure  `csv:"loss"`
	Accuracy           figure  `csv:"acc"`
	ValidationLoss     *figure `csv:"val_loss"` // empty without a held-out part
	ValidationAccuracy *figure `csv:"val_acc"`
	LearningRate       figure  `csv:"learning_rate"` // of the epoch's last update
	Seconds            figure  `csv:"seconds"`       // training alone, without validation
	CharsPerSecond     figure  `csv:"chars_per_second"`
}

// figure is a number written with six significant digits.
type figure float64

// MarshalCSV is what gocsv calls.
func (f figure) MarshalCSV() (string, error) { return strconv.FormatFloat(float64(f), 'g', 6, 64), nil }

// ReadLog reads a log. A file that is not there is an empty log.
func ReadLog(name string) ([]*LogRow, error) {
	text, err := os.ReadFile(name)
	if os.IsNotExist(err) || err == nil && len(bytes.TrimSpace(text)) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("log %s: %w", name, cause(err))
	}
	var rows []*LogRow
	if err := gocsv.UnmarshalBytes(text, &rows); err != nil {
		return nil, fmt.Errorf("log %s: %w: move it away or name another with --log", name, err)
	}
	return rows, nil
}

// writeLog replaces the log by rows. Written whole each epoch, it never has half
// a row. The name "-" appends the last row to out instead.
func writeLog(name string, rows []*LogRow, out io.Writer) error {
	if name == "-" {
		if len(rows) == 1 {
			return gocsv.Marshal(rows, out)
		}
		return gocsv.MarshalWithoutHeaders(rows[len(rows)-1:], out)
	}
	text, err := gocsv.MarshalBytes(rows)
	if err != nil {
		return fmt.Errorf("log %s: %w", name, err)
	}
	return writeFile(name, text)
}
