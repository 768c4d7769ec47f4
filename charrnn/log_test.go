package charrnn

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"charabanc/charrnn/trainlog"
)

// TestLogRoundTrip writes rows with and without held-out tunes, and checks the file to
// the byte and what is read from it: numbers have six significant digits.
func TestLogRoundTrip(t *testing.T) {
	loss, accuracy := 2.123456789, 0.5
	rows := []*trainlog.Row{
		{Epoch: 1, Loss: 3.2, Accuracy: 0.25, ValidationLoss: nil, ValidationAccuracy: nil, LearningRate: 0.001, Seconds: 12.5, CharsPerSecond: 123456.7},
		{Epoch: 2, Loss: 2.23456789, Accuracy: 0.5, ValidationLoss: &loss, ValidationAccuracy: &accuracy, LearningRate: 1e-7, Seconds: 0.000123456789, CharsPerSecond: 1234567.8},
	}
	const want = `epoch,loss,acc,val_loss,val_acc,learning_rate,seconds,chars_per_second
1,3.2,0.25,,,0.001,12.5,123457
2,2.23457,0.5,2.12346,0.5,1e-07,0.000123457,1.23457e+06
`
	file := filepath.Join(t.TempDir(), "log.csv")
	var out bytes.Buffer
	for _, to := range []string{file, "-"} {
		tr := &trainer{options: Options{Log: to, Watch: Watch{Log: &out}}}
		for _, row := range rows {
			if err := tr.writeLog(row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != want {
		t.Errorf("the file has %q (error %v), want %q", text, err, want)
	}
	if out.String() != want {
		t.Errorf("standard output has %q, want %q", out.String(), want)
	}
	rounded := 2.12346
	back := []*trainlog.Row{
		{Epoch: 1, Loss: 3.2, Accuracy: 0.25, ValidationLoss: nil, ValidationAccuracy: nil, LearningRate: 0.001, Seconds: 12.5, CharsPerSecond: 123457},
		{Epoch: 2, Loss: 2.23457, Accuracy: 0.5, ValidationLoss: &rounded, ValidationAccuracy: &accuracy, LearningRate: 1e-7, Seconds: 0.000123457, CharsPerSecond: 1.23457e6},
	}
	if got, err := trainlog.ReadFile(file); err != nil || !reflect.DeepEqual(got, back) {
		t.Errorf("read %+v (error %v), want %+v", got, err, back)
	}
	tr := &trainer{options: Options{Log: "-"}}
	if err := tr.writeLog(rows[0]); err != nil {
		t.Errorf("a log to nowhere: error %v", err)
	}
}
