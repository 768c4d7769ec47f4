// Package network is the character LSTM: parameters and batches of symbol ids come
// in; losses, gradients, updated parameters and logits go out. Package charrnn
// describes the model and its equations.
//
//	config.go parameters.go initialise.go     sizes; tensors in one slice; their first values
//	graft.go                                  parameters of a network with fewer symbols
//	grid.go team.go barrier.go part.go        rows of buffers, worker threads, what each computes
//	matrix.go gradient.go                     operands of products, in float32 and bf16; weight gradients
//	embedding.go lstm.go dropout.go dense.go  layers, forward and backward in one file
//	network.go phases.go                      a training step: what it does, and how threads share it
//	adam.go                                   constants of an update
//	decoder.go                                one symbol at a time, for sampling
package network
