package smf

import (
	"testing"

	"charabanc/abcmidi/music"
)

func TestAppendVariable(t *testing.T) {
	tests := map[int64]string{
		0: "\x00", 0x7f: "\x7f", 0x80: "\x81\x00", 0x3fff: "\xff\x7f", 0x4000: "\x81\x80\x00",
		0x1fffff: "\xff\xff\x7f", 0x200000: "\x81\x80\x80\x00", 0x0fffffff: "\xff\xff\xff\x7f", 0x10000000: "\xff\xff\xff\x7f",
	}
	for n, want := range tests {
		if got := string(appendVariable(nil, n)); got != want {
			t.Errorf("%#x: % x, want % x", n, got, want)
		}
	}
}

func TestMeterData(t *testing.T) {
	tests := []struct {
		num, den int
		want     string // numerator, power of two, clocks, 32nds
	}{
		{4, 4, "\x04\x02\x18\x08"}, {6, 8, "\x06\x03\x24\x08"}, {3, 8, "\x03\x03\x0c\x08"}, {2, 2, "\x02\x01\x30\x08"},
		{7, 128, "\x07\x07\x01\x08"}, {300, 4, "\xff\x02\x48\x08"},
	}
	for _, test := range tests {
		m := meterData(&music.Meter{Groups: []int{test.num}, Den: test.den})
		if got := string(m[:]); got != test.want {
			t.Errorf("%d/%d: % x, want % x", test.num, test.den, got, test.want)
		}
	}
}
