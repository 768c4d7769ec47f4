package data

import (
	"context"
	"io"
	"os"
)

// plainFile is a file on a disk, which never waits long.
type plainFile struct {
	ctx  context.Context
	file *os.File
}

func (f *plainFile) Read(p []byte) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	return f.file.Read(p)
}

// pipe reads what may wait for ever: a pipe, a terminal. Each Read of r is made
// by a goroutine, so that the end of ctx need not wait for it.
type pipe struct {
	ctx  context.Context
	r    io.Reader
	buf  []byte
	rest []byte // read and not yet handed on
	err  error
}

func (p *pipe) Read(to []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	if len(p.rest) == 0 && p.err == nil {
		p.fill()
	}
	n := copy(to, p.rest)
	p.rest = p.rest[n:]
	if len(p.rest) > 0 {
		return n, nil
	}
	return n, p.err
}

// fill reads once. If ctx ends before that, the buffer stays the goroutine's.
func (p *pipe) fill() {
	if p.buf == nil {
		p.buf = make([]byte, 1<<16)
	}
	type result struct {
		n   int
		err error
	}
	read := make(chan result, 1)
	buf := p.buf
	go func() {
		n, err := p.r.Read(buf)
		read <- result{n, err}
	}()
	select {
	case r := <-read:
		p.rest, p.err = buf[:r.n], r.err
	case <-p.ctx.Done():
		p.buf, p.err = nil, p.ctx.Err()
	}
}

// openPipe opens a file that is not a regular one. A named pipe is not open
// until somebody writes to it.
func openPipe(ctx context.Context, name string) (*os.File, error) {
	type result struct {
		file *os.File
		err  error
	}
	opened := make(chan result, 1)
	go func() {
		f, err := os.Open(name)
		opened <- result{f, err}
	}()
	select {
	case r := <-opened:
		return r.file, r.err
	case <-ctx.Done():
		go func() {
			if r := <-opened; r.err == nil {
				r.file.Close()
			}
		}()
		return nil, ctx.Err()
	}
}
