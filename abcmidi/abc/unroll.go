package abc

func (e *Ending) Has(n int) bool {
	for _, m := range e.Numbers {
		if m == n {
			return true
		}
	}
	return false
}
