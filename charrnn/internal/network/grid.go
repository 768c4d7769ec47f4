package network

// groupLanes is the number of lanes whose rows are stored together. It does not
// depend on the number of threads, so buffers, dropout counters and the order of
// all sums do not either. It is the row count of the widest product tile.
const groupLanes = 8

// quad is the smallest number of lanes given to a thread: half a tile.
const quad = 4

// grid maps (step, lane) to rows of activation buffers. The lane in its group
// varies fastest, then the step, then the group. So all steps of a group are one
// contiguous block, and so is each single step.
type grid struct{ lanes, steps int }

func (g grid) groups() int { return (g.lanes + groupLanes - 1) / groupLanes }

// rows is the number of rows of a buffer with one row for each step of each lane.
func (g grid) rows() int { return g.groups() * g.steps * groupLanes }

// row is the row of a step of a lane in such a buffer.
func (g grid) row(step, lane int) int {
	return (lane/groupLanes*g.steps+step)*groupLanes + lane%groupLanes
}

// stateRows is the number of rows of a state buffer. It has one step more: the
// states before step 0, between steps, and after the last step.
func (g grid) stateRows() int { return g.groups() * (g.steps + 1) * groupLanes }

// stateRow is the row of the state of a lane before a step in such a buffer.
func (g grid) stateRow(step, lane int) int {
	return (lane/groupLanes*(g.steps+1)+step)*groupLanes + lane%groupLanes
}

// span is the lanes [from, to), all of one group.
type span struct{ from, to int }

func (s span) lanes() int { return s.to - s.from }

// spans calls f with the lanes of one worker, group by group.
func (g grid) spans(t *team, worker int, f func(span)) {
	first, last := t.share((g.lanes+quad-1)/quad, worker)
	for from := first * quad; from < min(last*quad, g.lanes); {
		to := min(last*quad, g.lanes, (from/groupLanes+1)*groupLanes)
		f(span{from, to})
		from = to
	}
}

// blocks returns the layout of the rows of a span: count blocks of rows rows each.
// The first block begins at row(0, s.from), each next one groupLanes rows later.
// A span of a whole group is a single block.
func (g grid) blocks(s span) (count, rows int) {
	if s.lanes() == groupLanes {
		return 1, g.steps * groupLanes
	}
	return g.steps, s.lanes()
}
