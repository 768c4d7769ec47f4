package rewrite

import (
	"slices"
	"strconv"

	"charabanc/abcmidi/abc"
)

// Number returns t with n in its X: field, which it gets if it has none. t itself is not
// changed.
func Number(t *abc.Tune, n int) *abc.Tune {
	out := *t
	field := &abc.Field{Key: 'X', Text: strconv.Itoa(n)}
	at := slices.IndexFunc(t.Header, func(node abc.Node) bool {
		f, ok := node.(*abc.Field)
		return ok && f.Key == 'X'
	})
	if at < 0 {
		out.Header = slices.Insert(slices.Clone(t.Header), 0, abc.Node(field))
		return &out
	}
	out.Header = slices.Clone(t.Header)
	field.Span = t.Header[at].(*abc.Field).Span
	out.Header[at] = field
	return &out
}
