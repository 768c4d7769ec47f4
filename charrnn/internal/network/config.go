package network

// A Config is the architecture of a network.
type Config struct {
	Vocabulary int     `json:"vocabulary"` // number of symbols, V
	Embedding  int     `json:"embedding"`  // embedding size, E
	Units      int     `json:"units"`      // cells in each LSTM layer, H
	Layers     int     `json:"layers"`     // LSTM layers
	Dropout    float64 `json:"dropout"`    // share of the outputs of each LSTM layer dropped during training
}

// Count returns the number of parameters.
func (c Config) Count() int64 {
	v, e, h := int64(c.Vocabulary), int64(c.Embedding), int64(c.Units)
	n := v*e + (h+1)*v
	inputs := e
	for range c.Layers {
		n += (inputs + h + 1) * gates * h
		inputs = h
	}
	return n
}

// Tensors returns the names and shapes of the tensors of a network, without memory for
// its parameters.
func (c Config) Tensors() []Tensor {
	p := &Parameters{Config: c}
	p.divide(func(int) []float32 { return nil })
	return p.Tensors()
}
