package score

import (
	"slices"
	"testing"
)

func TestChannels(t *testing.T) {
	free := func(n int) []int { return slices.Repeat([]int{-1}, n) }
	tests := []struct {
		name  string
		asked []int
		want  []uint8
	}{
		{"none", nil, []uint8{}},
		{"lowest free", free(3), []uint8{0, 1, 2}},
		{"asked for ones first", []int{-1, 0, -1, 2}, []uint8{1, 0, 3, 2}},
		{"no such channel", []int{16, -2}, []uint8{0, 1}},
		{"drums by asking alone", []int{9, -1}, []uint8{9, 0}},
		{"two ask for one", []int{3, 3}, []uint8{3, 3}},
		{"all but drums", free(15), []uint8{0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15}},
		{"more than there are", free(26), []uint8{0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11}},
	}
	for _, test := range tests {
		s := &Score{}
		for _, c := range test.asked {
			s.Voices = append(s.Voices, Voice{Channel: c})
		}
		if got := s.Channels(); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}
