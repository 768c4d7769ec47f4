package web

import (
	"errors"
	"os/exec"
	"runtime"
)

// openers are the programs that open an address or a file as the user would.
var openers = map[string][]string{
	"darwin":  {"open"},
	"windows": {"rundll32", "url.dll,FileProtocolHandler"},
}

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
	go c.Wait() // so that it does not stay as a zombie
	return nil
}
