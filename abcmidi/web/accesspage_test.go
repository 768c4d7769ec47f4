package web

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// nameless returns the roles of what can be used in the page and has no name for a screen
// reader.
func (b *tab) nameless() (roles []string) {
	b.t.Helper()
	tree, err := chromedp.Call(b.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	b.must(err)
	text := func(v *accessibility.Value) (s string) {
		if v != nil {
			json.Unmarshal([]byte(v.Value), &s)
		}
		return s
	}
	named := []string{"button", "link", "slider", "combobox", "textbox", "searchbox", "spinbutton", "checkbox", "radio", "progressbar", "region", "article", "image", "img"}
	for _, n := range tree.Nodes {
		if role := text(n.Role); !n.Ignored && slices.Contains(named, role) && strings.TrimSpace(text(n.Name)) == "" {
			roles = append(roles, role)
		}
	}
	return roles
}

// checkAccess holds a page to have names for all that can be used, text that can be read in
// light and dark, no movement for who does not want it, and no more width than a phone has.
func checkAccess(b *tab, texts []string) {
	b.t.Helper()
	if roles := b.nameless(); len(roles) > 0 {
		b.t.Errorf("without a name: %v", roles)
	}
	for _, scheme := range []string{"light", "dark"} {
		b.media("", [2]string{"prefers-color-scheme", scheme}, [2]string{"prefers-reduced-motion", "reduce"})
		b.await("document.getAnimations().length === 0")
		for _, selector := range texts {
			b.await("document.querySelector(%q)", selector)
			if c := eval[float64](b, "probe.contrast(%q)", selector); c < 4.5 {
				b.t.Errorf("%s: the contrast of %s is %.2f", scheme, selector, c)
			}
		}
	}
	if moving := eval[string](b, "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration.split(',').some(d => parseFloat(d) > 0) || getComputedStyle(e).animationName !== 'none').map(e => e.className).join()"); moving != "" {
		b.t.Errorf("with reduced motion these move: %s", moving)
	}
	b.media("")
	for _, width := range []int{360, 768, 1100} {
		b.size(width, 900)
		b.await("innerWidth === %d", width)
		if wide := eval[string](b, "document.documentElement.scrollWidth <= innerWidth ? '' : [...document.querySelectorAll('body *')].filter(e => !e.closest('svg, pre') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + '.' + e.className).slice(0, 5).join()"); wide != "" {
			b.t.Errorf("at %d pixels these are wider: %s", width, wide)
		}
	}
}

// size gives the page a size, in pixels.
func (b *tab) size(width, height int) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: int64(width), Height: int64(height), DeviceScaleFactor: 1})
	b.must(err)
}

// tabTo presses the tab key until a selector finds what has the focus.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for range 200 {
		b.press("\t")
		if eval[bool](b, "document.activeElement.matches(%q)", selector) {
			return
		}
	}
	b.t.Fatalf("the keyboard does not reach %s", selector)
}

// TestAccess holds the page of show to be of use to everybody.
func TestAccess(t *testing.T) {
	b := newTab(t)
	b.show(ShowOptions{}, showTune, hostileTune("A very long text without any end that goes on "+strings.Repeat("andon", 40)))
	eval[any](b, "dispatchEvent(new Event('beforeprint'))")
	b.set(".player [name=tempo]", "25")
	b.click(".tune .play")
	b.await("document.querySelector('.abc .sounding')")
	checkAccess(b, []string{"h1", ".top p", "h2", ".facts", ".abc", ".abc .sounding", ".findings li", ".findings a", "summary", "footer span", "footer button", ".tune .play", ".player label", ".clock", ".percent", ".now"})
	// The keyboard alone plays and stops, sees where it is, and works the player.
	eval[any](b, "document.activeElement.blur()")
	for _, selector := range []string{"#tune-1 .play", "#tune-1 [data-download=wav]", ".findings a", ".player [name=play]", ".player [name=tempo]", ".player [name=loop]"} {
		b.tabTo(selector)
		if eval[bool](b, "getComputedStyle(document.activeElement).outlineStyle === 'none'") {
			t.Errorf("%s does not show that it has the focus", selector)
		}
		if hidden := eval[string](b, covered); hidden != "" {
			t.Errorf("%s has the focus but is behind %s", selector, hidden)
		}
	}
	b.tabTo("#tune-1 .play")
	playing := fmt.Sprintf("document.activeElement.textContent === %q", "■ Stop")
	was := eval[bool](b, "%s", playing)
	b.press(" ")
	b.await("(%s) === %v", playing, !was)
	b.press("\r")
	b.await("(%s) === %v", playing, was)
}

// covered is what hides the middle of what has the focus; "" if nothing does.
const covered = `(() => {
	const box = document.activeElement.getBoundingClientRect()
	const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
	return !top || document.activeElement.contains(top) || top.contains(document.activeElement) ? '' : top.className
})()`
