package charrnn

// groupLanes is the number of lanes whose rows lie together. It is fixed, not a
// share of the threads, so that buffers, dropout counters and the order of all
// sums are the same for any number of threads; and it is the row count of the
// widest product tile.
const groupLanes = 8

// quad is the least number of lanes worth a thread: half a tile.
const quad = 4

// grid maps (step, lane) to rows of activation buffers. Rows run over the lanes
// of a group, then its steps, then the groups. All the steps of a group are one
// dense block, and so is one step of it.
type grid struct{ lanes, steps int }

func (g grid) groups() int { return (g.lanes + groupLanes - 1) / groupLanes }

// rows is the length of a buffer with one row for each step of each lane.
func (g grid) rows() int { return g.groups() * g.steps * groupLanes }

// row is where a step of a lane stands in such a buffer.
func (g grid) row(step, lane int) int {
	return (lane/groupLanes*g.steps+step)*groupLanes + lane%groupLanes
}

// stateRows is the length of a buffer that has one step more: the state before
// step 0, between steps, and after the last.
func (g grid) stateRows() int { return g.groups() * (g.steps + 1) * groupLanes }

// stateRow is where the state of a lane before a step stands in such a buffer.
func (g grid) stateRow(step, lane int) int {
	return (lane/groupLanes*(g.steps+1)+step)*groupLanes + lane%groupLanes
}

// span is a run of lanes [from, to) inside one group.
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

// blocks tells how the rows of a span lie: as count blocks of rows rows each,
// the first one beginning at row(0, s.from) and each next one groupLanes later.
// A span that is a whole group is a single block.
func (g grid) blocks(s span) (count, rows int) {
	if s.lanes() == groupLanes {
		return 1, g.steps * groupLanes
	}
	return g.steps, s.lanes()
}
