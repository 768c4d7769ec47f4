package console

import (
	"io"
	"slices"

	"charabanc/data"
	"charabanc/data/ranks"

	"github.com/urfave/cli/v2"
)

// ShardFlag returns the flag --shard of commands whose work can be divided.
func ShardFlag() cli.Flag {
	return &cli.StringFlag{Name: "shard", DefaultText: "all of it", Usage: "do only part `I/N` of the work: what 1/N to N/N write, in order, is what one process writes;\n" +
		"\tunder mpirun each process does its part"}
}

// A Job is a command that several processes do together, each its part: those of mpirun,
// or any that have been told by ShardFlag which part is theirs.
type Job struct {
	data.Shard
	told bool // by the flag which part
	C    *cli.Context
	comm ranks.Comm
}

// NewJob returns the job of a command. Without ShardFlag, one process does it.
func NewJob(c *cli.Context) (*Job, error) {
	j := &Job{C: c, comm: ranks.Alone}
	if !slices.ContainsFunc(c.Command.Flags, func(f cli.Flag) bool { return f.Names()[0] == "shard" }) {
		return j, nil
	}
	j.comm = ranks.Of(c.Context)
	if size := j.comm.Size(); size > 1 {
		j.Shard = data.Shard{I: j.comm.Rank() + 1, N: size}
		if c.IsSet("shard") {
			return nil, Usage("%s: --shard is for processes that mpirun has not started: leave it out", c.Command.Name)
		}
	}
	var err error
	if j.told = c.IsSet("shard"); j.told {
		if j.Shard, err = data.ParseShard(c.String("shard")); err != nil {
			return nil, Usage("%s: %w", c.Command.Name, err)
		}
	}
	return j, nil
}

// Join calls work in every process. What it writes to out and messages comes to out and to
// the standard error of the first, in order, and its results to add. See [ranks.Join].
func Join[R any](j *Job, out io.Writer, work func(out, messages io.Writer) (R, error), add func(R) error) error {
	return ranks.Join(j.C.Context, j.comm, out, j.C.App.ErrWriter, work, add)
}

// First reports whether the process writes results. Those that mpirun starts leave it to
// the first of them.
func (j *Job) First() bool { return j.comm.Rank() == 0 }

// KnowsAll reports whether Join has added the results of all processes.
func (j *Job) KnowsAll() bool { return j.First() && !j.told }

// Output begins a file for what Join writes, which must not be one of inputs, as
// [data.Output] does. If the process is not the first, it is a file that is nowhere.
func (j *Job) Output(name string, inputs []string) (*data.File, error) {
	if !j.First() {
		return data.Output("-", io.Discard)
	}
	out, err := (*data.File)(nil), data.NotAnInput(name, inputs)
	if err == nil {
		out, err = data.Output(name, j.C.App.Writer)
	}
	if err != nil {
		ranks.Cancel(j.comm)
	}
	return out, err
}

// Share returns what read returns in the first process.
func Share[R any](j *Job, read func() (R, error)) (R, error) { return ranks.Share(j.comm, read) }
