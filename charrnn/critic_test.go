package charrnn

import (
	"strings"
)

// testCritic is a Critic that finds every tune sound. Its funcs replace its methods.
type testCritic struct {
	signature, kind, form func(tune string) string
	sound, musical        func(tune string) bool
	variants              func(tune string) []string
}

func (c testCritic) Variants(tune string) []string {
	if c.variants != nil {
		return c.variants(tune)
	}
	return []string{tune, strings.ToUpper(tune)}
}

func (c testCritic) Signature(tune string) string {
	if c.signature != nil {
		return c.signature(tune)
	}
	return strings.Join(strings.Fields(tune), "")
}

func (c testCritic) Sound(tune string) bool { return c.sound == nil || c.sound(tune) }

func (c testCritic) Musical(tune string) bool { return c.musical == nil || c.musical(tune) }

func (c testCritic) Form(tune string) string {
	if c.form != nil {
		return c.form(tune)
	}
	return ""
}

func (c testCritic) Kind(tune string) string {
	if c.kind != nil {
		return c.kind(tune)
	}
	return ""
}
