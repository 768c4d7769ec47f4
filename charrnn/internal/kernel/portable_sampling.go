package kernel

import "math"

func portableMulInt8(m int, x Bytes, w Int8, init, c Block) {
	const row = int8Group * BlockWidth
	for q := range w.N / BlockWidth {
		block := w.Range(q, q+1)
		for i := range m {
			var sums [BlockWidth]int32
			xi := x.Data[i*x.Stride:]
			for g := range w.groups() {
				portableDots(&sums, xi[g*int8Group:], block.Data[g*row:(g+1)*row])
			}
			from, to := init.From(i, q*BlockWidth).Data, c.From(i, q*BlockWidth).Data
			for j, s := range sums {
				to[j] = from[j] + float32(s)*block.Scale[j]
			}
		}
	}
}

// portableDots adds four terms to the sum of each column.
func portableDots(sums *[BlockWidth]int32, x []uint8, w []int8) {
	x0, x1 := int32(x[0])-activationOffset, int32(x[1])-activationOffset
	x2, x3 := int32(x[2])-activationOffset, int32(x[3])-activationOffset
	for j := range sums {
		v := (*[int8Group]int8)(w[j*int8Group:])
		sums[j] += x0*int32(v[0]) + x1*int32(v[1]) + x2*int32(v[2]) + x3*int32(v[3])
	}
}

func portableQuantize(q []uint8, x []float32) {
	for i, v := range x {
		q[i] = offset(roundEven(inSteps(v)))
	}
}

func portableQuantize16(q, r []uint8, x []float32) {
	for i, v := range x {
		v = inSteps(v)
		whole := roundEven(v)
		q[i], r[i] = offset(whole), offset(roundEven((v-whole)*restLimit))
	}
}

// inSteps returns 127*x, clamped; -127 for a NaN.
func inSteps(x float32) float32 {
	x *= activationLimit
	if !(x > -activationLimit) {
		return -activationLimit
	}
	return min(x, activationLimit)
}

func offset(q float32) uint8 { return uint8(int32(q) + activationOffset) }

func roundEven(x float32) float32 { return float32(math.RoundToEven(float64(x))) }
