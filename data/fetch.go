package data

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// ErrChecksum is wrapped by the error of a file that is not the one expected.
var ErrChecksum = errors.New("its SHA-256 is not the pinned one")

// FetchOptions are the choices of [Fetch].
type FetchOptions struct {
	Output   string                             // file to write
	Progress func(name string, done, files int) // called before each file; may be nil
	Wait     time.Duration                      // before the first retry, doubled for each next; 0: a second
	Stall    time.Duration                      // how long a body may bring nothing before it is asked for again; 0: a minute
}

const (
	retries      = 4       // of a request that fails
	resumptions  = 5       // of a file whose connection breaks
	maxFile      = 1 << 24 // bytes
	partsSuffix  = ".parts"
	unfinished   = ".part"
	networkLimit = time.Minute // to wait for the head of an answer, or for more of its body
)

// Fetch downloads the files of a collection and writes them, one after another,
// to o.Output. Files that arrive are kept in the folder o.Output.parts until all
// are there, so a fetch that was stopped goes on where it stopped, in mid-file
// if the server can. The files of a folder are read as they are. The output appears
// only when every file is the pinned one.
func Fetch(ctx context.Context, c Collection, o FetchOptions) error {
	f := &fetcher{from: c, parts: o.Output + partsSuffix, client: newClient(o.Wait), stall: o.Stall}
	if f.stall <= 0 {
		f.stall = networkLimit
	}
	if err := os.MkdirAll(f.parts, 0o755); err != nil {
		return writeError(o.Output, err)
	}
	var all bytes.Buffer
	for i, file := range c.Files {
		if o.Progress != nil {
			o.Progress(file.Name, i, len(c.Files))
		}
		content, err := f.file(ctx, file)
		if err != nil {
			os.Remove(f.parts) // if nothing has arrived
			return err
		}
		all.Write(content)
	}
	if err := WriteFile(o.Output, all.Bytes()); err != nil {
		return fmt.Errorf("%w: what has arrived is kept in %s", err, f.parts)
	}
	return os.RemoveAll(f.parts)
}

type fetcher struct {
	from   Collection
	parts  string
	client *retryablehttp.Client
	stall  time.Duration
}

func newClient(wait time.Duration) *retryablehttp.Client {
	c := retryablehttp.NewClient()
	c.Logger = nil
	c.RetryMax = retries
	if wait > 0 {
		c.RetryWaitMin, c.RetryWaitMax = wait, wait<<retries
	}
	c.Backoff = func(low, high time.Duration, attempt int, answer *http.Response) time.Duration {
		return min(retryablehttp.DefaultBackoff(low, high, attempt, answer), high) // whatever Retry-After asks for
	}
	c.ErrorHandler = retryablehttp.PassthroughErrorHandler
	if t, ok := c.HTTPClient.Transport.(*http.Transport); ok {
		t.ResponseHeaderTimeout = networkLimit
	}
	return c
}

// file is the content of one file, from the parts or from the network.
func (f *fetcher) file(ctx context.Context, file Pinned) ([]byte, error) {
	name := filepath.Join(f.parts, file.Name)
	if content, err := readPinned(name, file); err == nil {
		return content, nil
	}
	if local, ok := f.from.local(file); ok {
		content, err := readPinned(local, file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w: nothing was written; try another --from", local, Cause(err))
		}
		return content, nil
	}
	var err error
	for range resumptions {
		if err = f.download(ctx, file, name+unfinished); err == nil || ctx.Err() != nil || !errors.Is(err, errBroken) {
			break
		}
	}
	if err != nil {
		return nil, f.explain(ctx, err)
	}
	content, err := readPinned(name+unfinished, file)
	if errors.Is(err, ErrChecksum) {
		os.Remove(name + unfinished)
		return nil, fmt.Errorf("%s from %s: %w: nothing was written; try again, or another --from", file.Name, f.from.Base, err)
	}
	if err != nil {
		return nil, err
	}
	return content, os.Rename(name+unfinished, name)
}

// errBroken is wrapped by errors in the middle of a file, from where it can go on.
var errBroken = errors.New("the connection broke")

// download adds what is missing of a file to what part holds of it.
func (f *fetcher) download(ctx context.Context, file Pinned, part string) error {
	address, err := url.JoinPath(f.from.Base, file.Name)
	if err != nil {
		return fmt.Errorf("%s: %w", f.from.Base, err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	request, err := retryablehttp.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Accept-Encoding", "identity") // a range of the file, not of its packing
	out, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer out.Close()
	have, err := out.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if have > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
	}
	answer, err := f.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK: // the whole file, whatever was asked for
		if err := errors.Join(out.Truncate(0), rewind(out)); err != nil {
			return err
		}
	case http.StatusPartialContent:
	case http.StatusRequestedRangeNotSatisfiable: // it is all there, or wrong: the checksum tells
		return nil
	default:
		return fmt.Errorf("%s: the server answers %s", address, answer.Status)
	}
	body := &watched{r: answer.Body, timer: time.AfterFunc(f.stall, cancel), limit: f.stall}
	defer body.timer.Stop()
	if _, err := io.Copy(out, io.LimitReader(body, maxFile)); err != nil {
		return fmt.Errorf("%s: %w: %w", address, errBroken, err)
	}
	return out.Sync()
}

// watched is a body whose reading is cancelled by a timer if nothing arrives for long.
type watched struct {
	r     io.Reader
	timer *time.Timer
	limit time.Duration
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	w.timer.Reset(w.limit)
	return n, err
}

func rewind(f *os.File) error {
	_, err := f.Seek(0, io.SeekStart)
	return err
}

// explain says what to do about an error of the network.
func (f *fetcher) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("stopped: run it again to go on: %w", ctx.Err())
	}
	var network *url.Error
	if errors.As(err, &network) {
		host := f.from.Base
		if u, parse := url.Parse(f.from.Base); parse == nil {
			host = u.Host
		}
		return fmt.Errorf("%s cannot be reached: %w: go online and run it again, what has arrived is kept", host, network.Err)
	}
	if errors.Is(err, errBroken) {
		return fmt.Errorf("%w: run it again, what has arrived is kept", err)
	}
	return fmt.Errorf("%w: try again later, or another --from", err)
}
