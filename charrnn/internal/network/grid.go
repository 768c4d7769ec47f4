package network

// Lanes are stored in groups: all lanes of a group go through a step together, so that
// each weight that is read serves all of them. The number of lanes in a group is a multiple
// of groupUnit, at most groupLimit: beyond that, the activations of a step push the weights
// out of the cache. It does not depend on the number of threads, so buffers and the order
// of all sums do not either.
const (
	groupUnit  = 8 // rows of the widest float32 tile
	groupLimit = 64
)

// quad is the smallest number of lanes given to a thread: half a tile.
const quad = 4

// grid maps (step, lane) to rows of activation buffers. The lane in its group
// varies fastest, then the step, then the group. So all steps of a group are one
// contiguous block, and so is each single step.
type grid struct {
	lanes, steps int
	group        int // lanes in a group
	groupRows    int // rows from one group to the next
}

// newGrid returns a grid whose groups begin at multiples of align rows.
func newGrid(lanes, steps, align int) grid {
	group := min((lanes+groupUnit-1)/groupUnit*groupUnit, groupLimit)
	return grid{lanes, steps, group, (steps*group + align - 1) / align * align}
}

func (g grid) groups() int { return (g.lanes + g.group - 1) / g.group }

// rows is the number of rows of a buffer with one row for each step of each lane.
func (g grid) rows() int { return g.groups() * g.groupRows }

// row is the row of a step of a lane in such a buffer.
func (g grid) row(step, lane int) int {
	return lane/g.group*g.groupRows + step*g.group + lane%g.group
}

// counter is a number for each step of each lane, from which dropout masks follow. It
// depends on nothing but the number of steps.
func (g grid) counter(step, lane int) int {
	return (lane/groupUnit*g.steps+step)*groupUnit + lane%groupUnit
}

// stateRows is the number of rows of a state buffer. It has one step more: the
// states before step 0, between steps, and after the last step.
func (g grid) stateRows() int { return g.groups() * (g.groupRows + g.group) }

// stateRow is the row of the state of a lane before a step in such a buffer.
func (g grid) stateRow(step, lane int) int {
	return lane/g.group*(g.groupRows+g.group) + step*g.group + lane%g.group
}

// span is the lanes [from, to), all of one group.
type span struct{ from, to int }

func (s span) lanes() int { return s.to - s.from }

// spans calls f with the lanes of one worker, group by group.
func (g grid) spans(t *team, worker int, f func(span)) {
	first, last := t.share((g.lanes+quad-1)/quad, worker)
	for from := first * quad; from < min(last*quad, g.lanes); {
		to := min(last*quad, g.lanes, (from/g.group+1)*g.group)
		f(span{from, to})
		from = to
	}
}

// eachGroup calls f with the lanes of each group.
func (g grid) eachGroup(f func(span)) {
	for from := 0; from < g.lanes; from += g.group {
		f(span{from, min(from+g.group, g.lanes)})
	}
}

// share returns the lanes of s that belong to a worker.
func (g grid) share(t *team, worker int, s span) span {
	first, last := t.share((s.lanes()+quad-1)/quad, worker)
	return span{min(s.from+first*quad, s.to), min(s.from+last*quad, s.to)}
}

// blocks returns the layout of the rows of a span: count blocks of rows rows each.
// The first block begins at row(0, s.from), each next one group rows later.
// A span of a whole group is a single block.
func (g grid) blocks(s span) (count, rows int) {
	switch s.lanes() {
	case 0:
		return 0, 0
	case g.group:
		return 1, g.steps * g.group
	}
	return g.steps, s.lanes()
}
