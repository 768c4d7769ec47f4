package network

import "strings"

// Graft copies the parameters of from to p. Both have the same embedding size, units and
// layers. ids has the id in p of each symbol of from; the parameters of the other symbols
// of p stay as they are: a row of the embedding, and a column and a bias of the dense
// layer.
func (p *Parameters) Graft(from *Parameters, ids []int32) {
	to := p.Tensors()
	for i, t := range from.Tensors() {
		layer, _, _ := strings.Cut(t.Name, "/")
		rows, cols := t.extent()
		row, col := same, same
		switch layer {
		case "embedding":
			row = func(i int) int { return int(ids[i]) }
		case "dense":
			col = func(j int) int { return int(ids[j]) }
		}
		for r := range rows {
			for c := range cols {
				p.Flat[to[i].index(row(r), col(c))] = from.Flat[t.index(r, c)]
			}
		}
	}
}

func same(i int) int { return i }
