// Package charrnn is a character-level recurrent network: it learns a text
// symbol by symbol and writes more of it.
//
// # The model
//
// A symbol x (a character, or a word of note text) is one of V. It becomes a
// vector of E = 512 numbers, goes through three layers of H = 256 LSTM cells,
// each followed by dropout, and one dense layer gives a probability for each of
// the V symbols that may come next. This happens at every step: many to many.
//
//	x(t) --embedding--> E --lstm_1--> H --dropout--> ... --lstm_3--> H --dropout--> V --softmax--> p(t)
//	                          ^  |                           ^  |
//	                          h,c carried from step to step  h,c
//
// A layer with input x, last output h and cell c computes (sigma is the logistic
// function, * between vectors is element by element)
//
//	[i f g o] = x*W + h*U + b           W: D x 4H, U: H x 4H, b: 4H
//	c = sigma(f)*c + sigma(i)*tanh(g)
//	h = sigma(o)*tanh(c)
//
// One bias for each layer, gates in the order i, f, g (Keras' c), o, forget bias
// 1, Glorot-uniform W, orthogonal U, embedding uniform in +-0.05: the layout of
// Keras, so that weights can be exchanged. PyTorch keeps the same four gates in
// the same order, but W and U transposed, and two biases whose sum is b. With
// 86 symbols there are 1,904,214 parameters.
//
// # Learning
//
// The text is cut into 16 lanes that are read side by side, 64 symbols at a time
// (a batch). The loss is the cross-entropy -ln p(t)[x(t+1)], its mean over the
// batch is taken back through the 64 steps, and Adam moves the parameters. The
// state h, c is carried from one batch to the next, though no gradient is:
// truncated back-propagation through time. The way back of a cell, from the
// gradients dh of its output and dc of its cell:
//
//	dc += dh*o*(1-tanh(c)^2)
//	di = dc*g*i(1-i)   df = dc*c'*f(1-f)   dg = dc*i*(1-g^2)   do = dh*tanh(c)*o(1-o)
//	dx = dz*WT   dh' = dz*UT   dc' = dc*f   dW = xT*dz   dU = h'T*dz   db = sum dz
//
// with c', h' the state before the step and dz = [di df dg do].
//
// What people wrote is all there is to learn from, and a network learns slowly from
// it what shows rarely in a single character: that the last bar makes up for the
// pickup, or that a phrase returns. Under Options.Practice the run's settled end is
// for that, too. Before each epoch the network writes tunes, the corpus's judge
// looks at them, and the good and new ones stand in the places of tunes of the same
// kind (expert iteration; for language see Singh et al., 2023). The rest of the
// epoch is the corpus, which holds the network to what people write. Held-out loss
// rises a little by it, so that in these epochs the latest counts as the best.
//
// # Speed
//
// Nearly all arithmetic is in products of matrices, which package kernel does.
// Three things are saved beside: the first layer's input half is a table of V
// rows, computed once a step (embedding.go); weights live in the layout the
// products read; dropout masks are computed, not stored. Threads share the lanes
// on the way forward and back, and the columns of the weight gradients; no sum
// runs across threads, so their number leaves no trace in the result.
//
// # The way through the files
//
//	config.go                       sizes and options
//	corpus.go vocabulary.go         files -> text -> tunes -> symbols
//	batches.go                      tunes -> batches: lanes, windows, held-out pieces
//	model.go                        parameters: names, shapes, initial values
//	grid.go team.go                 rows of buffers, workers
//	embedding.go lstm.go dropout.go dense.go    layers, forward and backward side by side
//	network.go                      the layers put together, a step in phases
//	adam.go                         optimiser and learning rate
//	trainer.go resume.go            epochs, saving, going on
//	practice.go                     learning from tunes of its own
//	evaluate.go ngram.go            measuring, and what counting alone can do
//	log.go plot.go report.go        telling about it
//	checkpoint.go                   model files
//	decoder.go draw.go sampler.go sequencer.go  writing new text
//	guide.go                        going back where a guide is not content
//
// internal/reference is the same network in float64 and plain loops. Tests hold
// this one to it, and it to finite differences.
//
// # Papers
//
// Hochreiter and Schmidhuber, Long short-term memory, 1997. Gers, Schmidhuber
// and Cummins, Learning to forget, 2000. Werbos, Backpropagation through time,
// 1990. Graves, Generating sequences with recurrent neural networks, 2013.
// Karpathy, The unreasonable effectiveness of recurrent neural networks, 2015.
// Srivastava et al., Dropout, 2014. Gal and Ghahramani, 2016 (locked dropout).
// Merity et al., 2018 (weight drop). Loshchilov and Hutter, 2019 (weight decay).
// Kingma and Ba, Adam, 2015. Singh et al., Beyond human data: scaling self-training
// for problem-solving with language models, 2023 (practice).
package charrnn
