package command

import (
	"errors"
	"fmt"
	"strconv"

	"charabanc/charrnn"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

// ancestor reads the checkpoint that --from names: an epoch, a file, or the shipped model.
// It is nil without --from.
func (p *program) ancestor(c *cli.Context) (*charrnn.Checkpoint, error) {
	name := c.String("from")
	switch {
	case !c.IsSet("from"):
		return nil, nil
	case name == "":
		return nil, console.Usage("train: --from: name an epoch, a file or %s", shippedName)
	case c.Bool("resume"):
		return nil, console.Usage("train: both --resume and --from: the run to resume has its weights: leave --from out")
	}
	return p.sharedCheckpoint(func() (*charrnn.Checkpoint, error) { return p.readAncestor(c, name) })
}

func (p *program) readAncestor(c *cli.Context, name string) (*charrnn.Checkpoint, error) {
	shipped := name == shippedName
	if !shipped {
		file, err := charrnn.FindCheckpoint(c.String("model-dir"), name)
		if err == nil {
			return charrnn.LoadFile(file)
		}
		shipped = errors.Is(err, charrnn.ErrNoCheckpoint) && !c.IsSet("model-dir") && name == strconv.Itoa(p.shipped.Epoch)
		if !shipped {
			return nil, fmt.Errorf("train: --from: %w", err)
		}
	}
	return p.loadShipped()
}
