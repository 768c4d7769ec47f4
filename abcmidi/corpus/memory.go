package corpus

import (
	"sync"

	"charabanc/abcmidi/abc"
)

// parsers keeps the memory of trees that are no longer needed. The converter
// alone knows when that is.
var parsers = sync.Pool{New: func() any { return new(abc.Parser) }}
