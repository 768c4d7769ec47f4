package sound

import "math"

// The room is eight delay lines, whose outputs are mixed by a Hadamard matrix and go
// back to their inputs (Jot and Chaigne, "Digital delay networks for designing
// artificial reverberators", 1991). Each loses as much in a second as the others, high
// frequencies more. It is small and quiet: without it the instruments sound as in a box
// of cotton wool.

const (
	roomLines = 8
	roomGain  = 0.15  // amplitude of the room beside the tones
	roomTime  = 0.75  // seconds in which the room falls by 60 dB
	roomShare = 0.35  // of the lowpass in each line
	roomTail  = 26000 // samples after the last tone: 590 ms
)

// roomDelays are the lengths of the lines in samples: primes between 22 and 49 ms.
var roomDelays = [roomLines]int{971, 1153, 1301, 1453, 1619, 1801, 1987, 2161}

// addRoom adds the room to the sum of all tones, in place.
func addRoom(sum []float32) {
	var lines [roomLines][]float64
	var at [roomLines]int
	var keep, low, v [roomLines]float64
	for k, delay := range roomDelays {
		lines[k] = make([]float64, delay)
		keep[k] = math.Exp(-3 * math.Ln10 * float64(delay) / (roomTime * Rate))
	}
	for i, dry := range sum {
		wet := 0.0
		for k := range v {
			low[k] += roomShare * (lines[k][at[k]] - low[k])
			v[k] = low[k] * keep[k]
			if k%2 == 0 {
				wet += v[k]
			} else {
				wet -= v[k]
			}
		}
		hadamard(&v)
		for k := range v {
			lines[k][at[k]] = float64(dry) + v[k]
			if at[k]++; at[k] == len(lines[k]) {
				at[k] = 0
			}
		}
		sum[i] = float32(float64(dry) + roomGain*wet)
	}
}

// hadamard mixes the lines without gain or loss.
func hadamard(v *[roomLines]float64) {
	for half := 1; half < roomLines; half *= 2 {
		for i := 0; i < roomLines; i += 2 * half {
			for k := i; k < i+half; k++ {
				v[k], v[k+half] = v[k]+v[k+half], v[k]-v[k+half]
			}
		}
	}
	for k := range v {
		v[k] *= 0.35355339059327373 // 1/sqrt(8)
	}
}
