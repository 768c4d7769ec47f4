package corpus

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/data"

	"github.com/xrash/smetrics"
)

// Choice chooses tunes by their X: and T: fields. A nil Choice chooses every tune. It
// counts what it has seen, for Err and Missing, so it serves one reading and one
// goroutine.
type Choice struct {
	numbers []interval
	titles  []string // folded
	asked   string   // as on the command line, for messages

	Counts
}

// Counts is what a Choice has seen.
type Counts struct {
	Tunes, Chosen int
	Found         []bool       // of numbers: a tune has one of them
	Seen          map[int]bool // the numbers of tunes, at most maxSeen
	Near          []NearTitle  // the nearest titles so far, best first
}

// interval is the numbers from one to another, both included.
type interval struct {
	from, to int
	text     string
}

// NearTitle is a title that is not chosen, and how much it is like what is asked for.
type NearTitle struct {
	Title    string
	Likeness float64
}

const (
	maxNumber = 999_999_999
	maxSeen   = 10_000
	maxNear   = 3
)

// NewChoice returns the choice of the tunes that have one of the numbers in X: and one of
// the titles in T:. Numbers are lists such as "3" and "3,5-8"; "5-" has no end. A title is
// any part of a T: line; case, accents, punctuation and blanks do not count. Empty lists
// ask for nothing, and if both are empty, the Choice is nil.
func NewChoice(numbers, titles []string) (*Choice, error) {
	c := &Choice{}
	for _, list := range numbers {
		intervals, err := parseNumbers(list)
		if err != nil {
			return nil, err
		}
		c.numbers = append(c.numbers, intervals...)
		c.asked += " --tune " + list
	}
	for _, title := range titles {
		folded := foldTitle(abc.PlainText(title))
		if folded == "" {
			return nil, fmt.Errorf("title %q: must have a letter or a digit", title)
		}
		c.titles = append(c.titles, folded)
		c.asked += fmt.Sprintf(" --title %q", title)
	}
	if c.asked == "" {
		return nil, nil
	}
	c.asked = c.asked[1:]
	return c.Again(), nil
}

// Again returns the same choice for other tunes: nothing is counted.
func (c *Choice) Again() *Choice {
	if c == nil {
		return nil
	}
	again := *c
	again.Counts = Counts{Found: make([]bool, len(c.numbers)), Seen: map[int]bool{}}
	return &again
}

// Count returns what has been counted.
func (c *Choice) Count() Counts {
	if c == nil {
		return Counts{}
	}
	return c.Counts
}

// Add adds what the same choice has counted of other tunes.
func (c *Choice) Add(other Counts) {
	if c == nil {
		return
	}
	c.Tunes += other.Tunes
	c.Chosen += other.Chosen
	for i, found := range other.Found {
		c.Found[i] = c.Found[i] || found
	}
	for number := range other.Seen {
		if len(c.Seen) < maxSeen {
			c.Seen[number] = true
		}
	}
	for _, near := range other.Near {
		c.keep(near)
	}
}

// parseNumbers reads a list such as "3,5-8".
func parseNumbers(list string) (all []interval, err error) {
	words := strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
	for _, word := range words {
		first, last, ranged := strings.Cut(word, "-")
		i := interval{text: word}
		from, ok1 := parseNumber(first)
		to, ok2 := parseNumber(last)
		switch {
		case !ranged:
			to, ok2 = from, ok1
		case last == "":
			to, ok2 = maxNumber, true
		}
		if i.from, i.to = from, to; !ok1 || !ok2 || from > to {
			return nil, fmt.Errorf("tune %q: must be numbers of X: lines, such as 3 or 3,5-8", list)
		}
		all = append(all, i)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("tune %q: must be numbers of X: lines, such as 3 or 3,5-8", list)
	}
	return all, nil
}

// parseNumber reads a number of digits alone, from 0 to maxNumber.
func parseNumber(s string) (int, bool) {
	n, err := strconv.ParseUint(s, 10, 32)
	return int(n), err == nil && n <= maxNumber
}

// Has reports whether a tune is chosen, and counts it.
func (c *Choice) Has(src data.Source) bool {
	if c == nil {
		return true
	}
	c.Tunes++
	has := c.hasNumber(src) && c.hasTitle(src)
	if has {
		c.Chosen++
	}
	return has
}

// hasNumber reports whether a tune has one of the numbers.
func (c *Choice) hasNumber(src data.Source) (has bool) {
	if len(c.numbers) == 0 {
		return true
	}
	number, ok := numberOf(src.Text)
	if !ok {
		return false
	}
	if len(c.Seen) < maxSeen {
		c.Seen[number] = true
	}
	for i, in := range c.numbers {
		if in.from <= number && number <= in.to {
			c.Found[i], has = true, true
		}
	}
	return has
}

// hasTitle reports whether a tune has one of the titles. Until one is chosen, it keeps
// those that are like what is asked for.
func (c *Choice) hasTitle(src data.Source) bool {
	if len(c.titles) == 0 {
		return true
	}
	titles := titlesOf(src)
	folded := make([]string, len(titles))
	for i, title := range titles {
		folded[i] = foldTitle(title)
		for _, asked := range c.titles {
			if strings.Contains(folded[i], asked) {
				return true
			}
		}
	}
	for i := range titles {
		c.compare(titles[i], folded[i])
	}
	return false
}

// compare keeps a title if it is among those nearest to what is asked for.
func (c *Choice) compare(title, folded string) {
	const like = 0.8 // from 0 to 1: a letter or two are wrong
	if c.Chosen > 0 {
		return
	}
	best := 0.0
	for _, asked := range c.titles {
		best = max(best, likeness(asked, folded))
	}
	if best < like {
		return
	}
	c.keep(NearTitle{title, best})
}

// keep keeps a title if it is one of the nearest.
func (c *Choice) keep(near NearTitle) {
	if slices.ContainsFunc(c.Near, func(n NearTitle) bool { return n.Title == near.Title }) {
		return
	}
	c.Near = append(c.Near, near)
	slices.SortStableFunc(c.Near, func(a, b NearTitle) int { return cmp.Compare(b.Likeness, a.Likeness) })
	c.Near = c.Near[:min(len(c.Near), maxNear)]
}

// likeness compares a text with as many words of a title as it has itself, wherever they
// are in the title.
func likeness(asked, title string) (best float64) {
	words := strings.Fields(title)
	n := min(strings.Count(asked, " ")+1, len(words))
	for i := 0; n > 0 && i+n <= len(words); i++ {
		best = max(best, smetrics.JaroWinkler(asked, strings.Join(words[i:i+n], " "), 0.7, 4))
	}
	return best
}

// Err returns an error if there were tunes and none is chosen. It says what there is
// instead.
func (c *Choice) Err() error {
	switch {
	case c == nil || c.Tunes == 0 || c.Chosen > 0:
		return nil
	case len(c.numbers) > 0 && len(c.titles) > 0:
		return fmt.Errorf("%s: none of the %d tunes has both", c.asked, c.Tunes)
	case len(c.numbers) > 0 && len(c.Seen) > 0:
		return fmt.Errorf("%s: none of the %d tunes has such a number in X: they have %s", c.asked, c.Tunes, c.ranges())
	case len(c.numbers) > 0:
		return fmt.Errorf("%s: none of the %d tunes has a number in X: choose with --title", c.asked, c.Tunes)
	case len(c.Near) > 0:
		var names []string
		for _, n := range c.Near {
			names = append(names, strconv.Quote(n.Title))
		}
		return fmt.Errorf("%s: none of the %d tunes has it in T: perhaps %s", c.asked, c.Tunes, strings.Join(names, ", "))
	}
	return errors.New(c.asked + ": none of the " + strconv.Itoa(c.Tunes) + " tunes has it in T: try a shorter part of the title")
}

// ranges lists the numbers of the tunes: "1-6, 9".
func (c *Choice) ranges() string {
	const most = 8
	numbers := make([]int, 0, len(c.Seen))
	for n := range c.Seen {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	var list []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		text := strconv.Itoa(numbers[i])
		if j > i {
			text += "-" + strconv.Itoa(numbers[j])
		}
		if list = append(list, text); len(list) == most && j+1 < len(numbers) {
			list = append(list, "and others")
			break
		}
		i = j + 1
	}
	return strings.Join(list, ", ")
}

// Missing returns the numbers and ranges that were asked for and that no tune has, if
// other tunes are chosen.
func (c *Choice) Missing() (list []string) {
	if c == nil || c.Chosen == 0 {
		return nil
	}
	for i, found := range c.Found {
		if !found {
			list = append(list, c.numbers[i].text)
		}
	}
	return list
}
