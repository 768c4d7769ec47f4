package network

// A Config is the architecture of a network.
type Config struct {
	Vocabulary int     `json:"vocabulary"` // number of symbols, V
	Embedding  int     `json:"embedding"`  // embedding size, E
	Units      int     `json:"units"`      // cells in each LSTM layer, H
	Layers     int     `json:"layers"`     // LSTM layers
	Dropout    float64 `json:"dropout"`    // share of the outputs of each LSTM layer dropped during training
}
