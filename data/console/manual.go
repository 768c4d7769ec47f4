package console

import (
	"fmt"
	"io"

	"github.com/urfave/cli/v2"
)

// Commands returns the commands about the program itself.
func Commands() []*cli.Command { return []*cli.Command{completionCommand(), manualCommand()} }

// manualCommand returns the command that prints the manual page of the program.
func manualCommand() *cli.Command {
	return &cli.Command{
		Name:        "man",
		Usage:       "print the manual page",
		Description: "Prints a page for man: charabanc man > charabanc.1 && man ./charabanc.1",
		Action: func(c *cli.Context) error {
			page, err := c.App.ToManWithSection(1)
			if err == nil {
				_, err = io.WriteString(c.App.Writer, page)
			}
			if err != nil {
				return fmt.Errorf("man: %w", err)
			}
			return nil
		},
	}
}
