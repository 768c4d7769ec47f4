package web

import (
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"time"
)

// openers are the programs that open an address or a file as the user would.
var openers = map[string][]string{
	"darwin":  {"open"},
	"windows": {"rundll32", "url.dll,FileProtocolHandler"},
}

// openTime is how long to wait for the program that opens a browser to end.
const openTime = 3 * time.Second

// openBrowser opens an address or a file in the user's browser.
func openBrowser(address string) error {
	command, ok := openers[runtime.GOOS]
	if !ok {
		command = []string{"xdg-open"}
	}
	program, err := exec.LookPath(command[0])
	if err != nil {
		return errors.New("no program is found that opens a browser")
	}
	c := exec.Command(program, append(command[1:], address)...)
	if err := c.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			return fmt.Errorf("%s: %w", command[0], err)
		}
	case <-time.After(openTime): // it is the browser itself
	}
	return nil
}
