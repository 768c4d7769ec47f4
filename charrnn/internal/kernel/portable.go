package kernel

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

// The portable kernels: plain Go, with the BLAS of gonum for the products. They run on any
// processor and define what the assembly must compute.

// portableWidth is the block size of gonum. Its products are half again as fast with 64
// columns as with 32.
const portableWidth = 64

// gemmRows is the largest number of rows in a call to gonum. From four 64 x 64 blocks on,
// gonum starts goroutines, which allocate memory and compete with the threads of the
// network.
const gemmRows = 3 * 64

func portableMul(m int, a Block, b Panels, init, c Block) {
	w := Width()
	for q := range b.Count() {
		panel := blas32.General{Rows: b.K, Cols: w, Stride: w, Data: b.Range(q, q+1).Data}
		for i := 0; i < m; i += gemmRows {
			rows := min(gemmRows, m-i)
			ci := c.From(i, q*w)
			beta := prepare(rows, w, init.From(i, q*w), ci)
			blas32.Gemm(blas.NoTrans, blas.NoTrans, 1,
				blas32.General{Rows: rows, Cols: b.K, Stride: a.Stride, Data: a.From(i, 0).Data},
				panel, beta,
				blas32.General{Rows: rows, Cols: w, Stride: c.Stride, Data: ci.Data})
		}
	}
}

// prepare copies init to c, so that a product can add to it. It returns the beta of the
// product.
func prepare(rows, cols int, init, c Block) (beta float32) {
	if init.Data == nil {
		return 0
	}
	if &init.Data[0] == &c.Data[0] {
		return 1
	}
	for i := range rows {
		copy(c.Data[i*c.Stride:i*c.Stride+cols], init.Data[i*init.Stride:])
	}
	return 1
}

func portableMulTA(a Block, b, c Panels, add bool) {
	w := Width()
	var beta float32
	if add {
		beta = 1
	}
	for q := range c.Count() {
		from, to := b.Range(q, q+1).Data, c.Range(q, q+1).Data
		for i := 0; i < c.K; i += gemmRows {
			rows := min(gemmRows, c.K-i)
			blas32.Gemm(blas.Trans, blas.NoTrans, 1,
				blas32.General{Rows: b.K, Cols: rows, Stride: a.Stride, Data: a.Data[i:]},
				blas32.General{Rows: b.K, Cols: w, Stride: w, Data: from}, beta,
				blas32.General{Rows: rows, Cols: w, Stride: w, Data: to[i*w:]})
		}
	}
}

func portablePackSum(rows int, src Block, dst, sum []float32) {
	w := Width()
	sum = sum[:w]
	for i := range rows {
		row := src.Data[i*src.Stride : i*src.Stride+w]
		copy(dst[i*w:], row)
		for j, x := range row {
			sum[j] += x
		}
	}
}

func portableTranspose(dst, src Panels, q0, q1 int) {
	w := Width()
	for q := q0; q < q1; q++ {
		panel := dst.Range(q, q+1).Data // dst.K rows of w columns; row n holds src column n
		for p := range src.Count() {
			from := src.Range(p, p+1).Data[q*w*w:] // w x w: rows q*w.., columns p*w..
			to := panel[p*w*w:]
			for i := range w {
				for j, x := range from[i*w : (i+1)*w] {
					to[j*w+i] = x
				}
			}
		}
	}
}

func portableCellForward(n, stride int, z, zx, act, cPrev, c, tanhC, h []float32) {
	for u := range n {
		i := sigmoid(z[u] + zx[u])
		f := sigmoid(z[stride+u] + zx[stride+u])
		g := tanh(z[2*stride+u] + zx[2*stride+u])
		o := sigmoid(z[3*stride+u] + zx[3*stride+u])
		act[u], act[stride+u], act[2*stride+u], act[3*stride+u] = i, f, g, o
		c[u] = f*cPrev[u] + i*g
		tanhC[u] = tanh(c[u])
		h[u] = o * tanhC[u]
	}
}

func portableCellBackward(n, stride int, act, cPrev, tanhC, dh, dc []float32) {
	for u := range n {
		i, f, g, o := act[u], act[stride+u], act[2*stride+u], act[3*stride+u]
		t := tanhC[u]
		d := dc[u] + dh[u]*o*(1-t*t) // gradient of c
		act[u] = flush(d * g * i * (1 - i))
		act[stride+u] = flush(d * cPrev[u] * f * (1 - f))
		act[2*stride+u] = flush(d * i * (1 - g*g))
		act[3*stride+u] = flush(dh[u] * t * o * (1 - o))
		dc[u] = flush(d * f)
	}
}

func portableDropout(n int, dst, src []float32, key, counter, threshold uint32, scale float32) {
	for i := range n {
		if Keep(key, counter+uint32(i), threshold) {
			dst[i] = src[i] * scale
		} else {
			dst[i] = 0
		}
	}
}

func portableExpSum(x []float32, max float32, lanes *[SumLanes]float32) {
	for i, v := range x {
		x[i] = exp(v - max)
		lanes[i%SumLanes] += x[i]
	}
}

func portableSumSquares(x []float32, lanes *[SumLanes]float32) {
	for i, v := range x {
		lanes[i%SumLanes] += v * v
	}
}

func portableScale(x []float32, a float32) {
	for i := range x {
		x[i] = flush(x[i] * a)
	}
}

func portableAdd(y, x []float32) {
	for i, v := range x {
		y[i] += v
	}
}

func portableAdam(p, m, v, g []float32, s *AdamStep) {
	for i := range p {
		grad := g[i] * s.GradScale
		m[i] = flush(s.Beta1*m[i] + s.Rest1*grad)
		v[i] = flush(s.Beta2*v[i] + s.Rest2*grad*grad)
		root := float32(math.Sqrt(float64(v[i])))
		p[i] = p[i] - s.Decay*p[i] - s.Rate*m[i]/(root+s.Epsilon)
	}
}

// flush replaces subnormal numbers by zero. Processors are much slower with them, and they
// do not matter for the result.
func flush(x float32) float32 {
	const smallest = 0x1p-126
	if x < smallest && x > -smallest {
		return 0
	}
	return x
}

func sigmoid(x float32) float32 { return 1 / (1 + exp(-x)) }

func tanh(x float32) float32 { return 1 - 2/(1+exp(2*x)) }

// exp returns e**x, with the range reduction and the polynomial of expf of the Cephes
// library. It clamps x to [-87, 87]. The error is at most 2 units in the last place.
func exp(x float32) float32 {
	const (
		log2e = 1.44269504088896341
		ln2Hi = 0.693359375 // ln 2 in two parts, so that n*ln2Hi is exact
		ln2Lo = -2.12194440e-4
	)
	x = min(max(x, -87), 87)
	n := float32(math.RoundToEven(float64(x * log2e)))
	x -= n * ln2Hi
	x -= n * ln2Lo
	y := float32(1.9875691500e-4)
	y = y*x + 1.3981999507e-3
	y = y*x + 8.3334519073e-3
	y = y*x + 4.1665795894e-2
	y = y*x + 1.6666665459e-1
	y = y*x + 5.0000001201e-1
	y = y*x*x + x + 1
	return y * math.Float32frombits(uint32(int32(n)+127)<<23)
}
