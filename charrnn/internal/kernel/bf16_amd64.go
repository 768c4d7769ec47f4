//go:build !purego

package kernel

//go:noescape
func roundBF16AMX(n int, dst *uint16, src *float32)

//go:noescape
func packBF16AMX(rows int, src *float32, dst *uint16)

//go:noescape
func packTransposedBF16AMX(src *float32, dst *uint16)

//go:noescape
func packRowsBF16AMX(rows int, src *uint16, lds int, dst *uint16, sum *float32)

//go:noescape
func transposeBF16AMX(blocks int, src *uint16, lds int, dst *uint16, ldd int)

func mulBF16(m int, a BF16Block, b BF16Panels, init, c Block) {
	if active == amx {
		mulBF16Tiles(m, a, b, init, c)
		return
	}
	portableMulBF16(m, a, b, init, c)
}

func roundBF16(dst []uint16, src []float32) {
	if active == amx {
		roundBF16AMX(len(src), &dst[0], &src[0])
		return
	}
	portableRoundBF16(dst, src)
}

func packBF16(b BF16Panels, src Panels, q0, q1 int) {
	if active != amx {
		portablePackBF16(b, src, q0, q1)
		return
	}
	for q := q0; q < q1; q++ {
		packBF16AMX(b.K, &src.Data[src.Index(0, q*BF16Width)], &b.Data[q*b.size()])
	}
}

func packTransposedBF16(b BF16Panels, src Panels, q0, q1 int) {
	if active != amx {
		portablePackTransposedBF16(b, src, q0, q1)
		return
	}
	for q := q0; q < q1; q++ {
		for s := range src.Count() {
			from, to := src.Index(q*BF16Width, s*BF16Step), b.index(s*BF16Step, q*BF16Width)
			packTransposedBF16AMX(&src.Data[from], &b.Data[to])
		}
	}
}

func packRowsBF16(b BF16Panels, src BF16Block, q0, q1 int, sum []float32) {
	if active != amx {
		portablePackRowsBF16(b, src, q0, q1, sum)
		return
	}
	for q := q0; q < q1; q++ {
		var to *float32
		if sum != nil {
			to = &sum[(q-q0)*BF16Width]
		}
		packRowsBF16AMX(b.K, &src.Data[q*BF16Width], 2*src.Stride, &b.Data[q*b.size()], to)
	}
}

func transposeBF16(rows, cols int, dst, src BF16Block) {
	if active != amx {
		portableTransposeBF16(rows, cols, dst, src)
		return
	}
	for i := 0; i < rows; i += BF16Step {
		transposeBF16AMX(cols/16, &src.Data[i*src.Stride], 2*src.Stride, &dst.Data[i], 2*dst.Stride)
	}
}
