package charrnn

import (
	"bufio"
	"io"
	"strings"
	"sync"
)

// sequencer writes the text of jobs that run at the same time in their order. The text
// of the current job goes to the output at once; that of the others waits in memory.
type sequencer struct {
	mu      sync.Mutex
	out     *bufio.Writer
	each    func(tune string) error
	turn    int // the current job
	waiting map[int]*parts
	err     error
}

// parts is what a job has written before it became the current job.
type parts struct {
	text  strings.Builder
	tunes []string
	ended bool
}

// newSequencer returns a sequencer of which one job is the first.
func newSequencer(out io.Writer, each func(string) error, first int) *sequencer {
	return &sequencer{out: bufio.NewWriter(out), each: each, turn: first, waiting: map[int]*parts{}}
}

func (s *sequencer) part(job int) *parts {
	p := s.waiting[job]
	if p == nil {
		p = &parts{}
		s.waiting[job] = p
	}
	return p
}

// write adds text to a job. The output is flushed after each line.
func (s *sequencer) write(job int, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if job != s.turn {
		s.part(job).text.WriteString(text)
		return
	}
	s.put(text)
}

func (s *sequencer) put(text string) {
	if s.err == nil {
		_, s.err = s.out.WriteString(text)
	}
	if s.err == nil && strings.HasSuffix(text, "\n") {
		s.err = s.out.Flush()
	}
}

// tune adds a complete tune to a job.
func (s *sequencer) tune(job int, tune string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if job != s.turn {
		s.part(job).tunes = append(s.part(job).tunes, tune)
		return
	}
	s.hand(tune)
}

func (s *sequencer) hand(tune string) {
	if s.err == nil && s.each != nil {
		s.err = s.each(tune)
	}
}

// end ends a job. The next one becomes the current job.
func (s *sequencer) end(job int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if job != s.turn {
		s.part(job).ended = true
		return
	}
	for next := true; next; {
		s.turn++
		p := s.part(s.turn)
		s.put(p.text.String())
		for _, tune := range p.tunes {
			s.hand(tune)
		}
		next = p.ended
		delete(s.waiting, s.turn)
	}
}

// fail stops all writing with an error, unless there was one before.
func (s *sequencer) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
}

// failed reports whether there was an error.
func (s *sequencer) failed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err != nil
}

// close flushes the output.
func (s *sequencer) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = s.out.Flush()
	}
	return s.err
}
