// Package charrnn implements a character-level recurrent network. Text comes in; a
// network that predicts the next symbol, and new text, go out. [Train] and [Resume] make a
// [Checkpoint], [Load] reads one; [Sample], [Checkpoint.Next], [Checkpoint.Expect] and
// [Checkpoint.Evaluate] use it. The package does not know anything about music: a [Critic]
// and a [Guide] do.
//
// # The model
//
// A symbol x is one of V: a character, or a word of note text. It selects a vector of E =
// 512 numbers from the embedding, which passes through three layers of H = 256 LSTM cells,
// each followed by dropout. A dense layer gives the probability of each of the V symbols to
// come next. There is an output at every step (many to many).
//
//	x(t) --embedding--> E --lstm_1--> H --dropout--> ... --lstm_3--> H --dropout--> V --softmax--> p(t)
//	                          ^  |                           ^  |
//	                          h,c carried from step to step  h,c
//
// A layer with input x of size D, last output h and cell state c computes (sigma is the
// logistic function, * of two vectors is the element-wise product)
//
//	[i f g o] = x*W + h*U + b           W: D x 4H, U: H x 4H, b: 4H
//	c = sigma(f)*c + sigma(i)*tanh(g)
//	h = sigma(o)*tanh(c)
//
// There is one bias vector for each layer. The gates are in the order i, f, g (c in Keras),
// o. The forget bias is 1, W is Glorot-uniform, U orthogonal, and the embedding uniform in
// +-0.05. This is the layout of Keras, so weights can be exchanged with it. PyTorch has the
// same gates in the same order, but W and U are transposed, and there are two biases whose
// sum is b. For 86 symbols there are 1,904,214 parameters.
//
// # Training
//
// The text is divided into 16 lanes, which are read at the same time, 64 symbols at a time:
// a batch. The loss is the cross-entropy -ln p(t)[x(t+1)]. The gradient of its mean over the
// batch is propagated back through the 64 steps, and Adam updates the parameters. The state
// h, c is carried from batch to batch, but no gradient is: truncated back-propagation
// through time. The backward pass of a cell, from the gradients dh of its output and dc of
// its cell state, is
//
//	dc += dh*o*(1-tanh(c)^2)
//	di = dc*g*i(1-i)   df = dc*c'*f(1-f)   dg = dc*i*(1-g^2)   do = dh*tanh(c)*o(1-o)
//	dx = dz*WT   dh' = dz*UT   dc' = dc*f   dW = xT*dz   dU = h'T*dz   db = sum dz
//
// where i, f, g, o are the activations of the gates, c' and h' the state before the step,
// and dz = [di df dg do].
//
// Some properties of a tune show in few characters: the last bar completes the pickup, or a
// phrase returns. A network learns them slowly. With Options.Practice, the settled epochs at
// the end of a run train them: before each of these epochs the network generates tunes, the
// critic keeps those that are sound and musical, and those that are new replace tunes of the
// same kind (expert iteration; for language models see Singh et al., 2023). The other tunes
// of the epoch are those of the corpus. In these epochs there is no weight decay, and the
// latest checkpoint counts as the best, as the loss does not show what practice teaches.
//
// A run can start from the parameters of a checkpoint (Options.From) to learn another text.
// The vocabulary is the union of both. Rows of the embedding, and columns of the dense layer,
// keep the values of the symbols that the checkpoint knows; those of new symbols are random.
// The optimizer starts afresh.
//
// # The copy term
//
// People's tunes come back to their bars, and a network of this size does not learn to. So
// experts that remember the tune propose symbols, each with a few features, and a weight
// for each feature is added to the logit of the symbol (internal/copyterm):
//
//	p(s) ~ exp(a*z(s) + sum over proposals of s of the weights of their features)
//
// One expert knows nothing of music: it proposes what followed the longest earlier match.
// The others are in a [Memory], which is not of this package. The weights and the scale a
// of the logits z are fitted on held-out pieces when a checkpoint is written, as the network
// is too sure of the pieces that it was trained on: a convex problem, solved by L-BFGS.
// Losses with a copy term on these pieces are cross-validated: four terms are fitted, each
// without a quarter of the pieces, which it then predicts. A second fit is of the features
// that a Memory has when the form of a tune is known before its music (Memory.Expect), as
// it is when a [Guide] has drawn one.
//
// # What a run writes
//
// Its folder has the checkpoints, their vocabulary (char_to_idx.json), which of them is the
// best (run.json), the resume file and, with Options.SampleEvery, the latest generated tune
// (sample.abc), which a page can watch.
//
// The resume file holds parameters, moments of Adam, carried state, position and the rows of
// the log. It is written each two minutes, at the end of each epoch, and when the run is
// interrupted. From any of these files a run gives the same bits as without a stop. A file of
// another run is never overwritten: a new run moves it to a folder previous-1 first, and a
// log that somebody else has written to is left alone.
//
// # Beyond one machine
//
// With Options.Replicas, each update learns several batches, by replicas of the network that
// have lanes and states of their own: synchronous data parallelism. The gradient is that of
// the mean loss of all, summed in the order of the replicas:
//
//	g = ((g0 + g1) + g2) + ...
//
// The ranks of an MPI job share them (Options.Comm; package data/ranks). Each computes the
// gradients of some replicas; a layer's gradients are exchanged while the layer below is
// computed (internal/exchange). Then every rank makes the same update. So the bits of the
// weights depend on the number of replicas alone. cluster.md says how to run it, and what
// bounds the speed: 8.27 MFLOP a symbol, 7.6 MB of gradients an update.
//
// Package sweep trains a network for each row of a grid of options.
//
// # Speed
//
// Nearly all of the arithmetic is in matrix products (internal/kernel). Three things save
// time and memory: the input product of the first layer is a table of V rows, computed once
// a step; weights are stored in the layout that products read; dropout masks are computed,
// not stored. Up to 64 lanes go through a step together, so that each weight that is read
// serves all of them. Threads share the lanes in the forward and backward passes, or the
// units of a layer if there are few lanes or the weights outgrow the cache, and the columns
// of weight gradients. No sum runs across threads, so their number does not change any bit of
// the result.
//
// With Options.Precision, the operands of products are rounded to bf16: 8 significant bits,
// with the range of float32. Processors with AMX multiply tiles of them, ten times as many
// numbers in the same time as in float32. The sums are float32, and so is everything else:
// the weights that Adam updates, which are rounded again in each step, the cells, softmax and
// the loss. Held-out tunes are predicted in float32. Without tiles the same arithmetic is
// done in plain Go, to the same bits, so that a run can be checked anywhere.
//
// Sampling and evaluation read up to 128 texts a step in each thread. Tunes are drawn with
// weights of 8 bits where the processor is fast at them. With weights of 32 bits, the shipped
// model predicts the Nottingham tunes at 0.8903438 bits a symbol; with 16 bits at 0.8903437,
// with 8 at 0.8903571, and with operands rounded to bf16 at 0.8903541. So evaluation uses 16
// bits where there are tiles, and prints it. It reads a text once, for the network alone and
// with the copy term.
//
// # Files
//
//	options.go schedule.go          options of training, as a table; learning rate; limits of memory
//	precision.go                    arithmetic of training, sampling and evaluation
//	train.go epoch.go practice.go   a run; its epochs; learning from generated tunes
//	from.go stop.go                 going on from a checkpoint; early stops, exploding losses
//	replicas.go                     several batches in an update, shared by the ranks of a job
//	warn.go                         notes about options without effect
//	save.go folder.go               checkpoints of a run; the folder of a run, and those before it
//	resume.go runlog.go             exact continuation; whose a training log is
//	checkpoint.go tensors.go        model files, in memory and on disk
//	evaluate.go reading.go          loss on a text; decoders that read many pieces at once
//	evaluator.go                    loss on the held-out pieces of a run
//	predict.go expect.go            probabilities of the next symbol, and of each of a text
//	ngram.go                        the n-gram baseline
//	sampleoptions.go sample.go      options of sampling; jobs and threads
//	copy.go memory.go               the copy term; what remembers a text
//	passage.go                      beginnings of pieces to go on from
//	text.go draw.go sequencer.go    one text; one draw; the output in order
//	guide.go                        going back in a text that a guide rejects
//
//	corpus                          pieces, held-out pieces, vocabulary, batches
//	trainlog                        the training log, and plots of it
//	sweep                           runs of a grid of options, and what they have come to
//	command                         the commands train, sweep, sample, serve, eval, report and plot
//	internal/option                 tables of options
//	internal/copyterm               weights of proposals, and how they are fitted
//	internal/network                parameters, layers, a training step, the decoder
//	internal/exchange               sums of the gradients of replicas, among ranks
//	internal/kernel                 float32, bf16 and int8 arithmetic, in assembly and in Go
//	internal/reference              the network in float64 and plain loops, for tests
//	internal/safetensors            the file format
//
// command imports charrnn and sweep, sweep imports trainlog, charrnn imports corpus, trainlog
// and internal, and internal/network imports corpus and internal/kernel. Tests compare
// internal/network with internal/reference, and that with finite differences.
//
// # Papers
//
// Hochreiter and Schmidhuber, Long short-term memory, 1997. Gers, Schmidhuber and Cummins,
// Learning to forget, 2000. Werbos, Backpropagation through time, 1990. Graves, Generating
// sequences with recurrent neural networks, 2013. Karpathy, The unreasonable effectiveness
// of recurrent neural networks, 2015. Srivastava et al., Dropout, 2014. Gal and Ghahramani,
// A theoretically grounded application of dropout in recurrent neural networks, 2016
// (locked dropout). Merity et al., Regularizing and optimizing LSTM language models, 2018
// (weight drop). Loshchilov and Hutter, Decoupled weight decay regularization, 2019. Kingma
// and Ba, Adam, 2015. Liu and Nocedal, On the limited memory BFGS method for large scale
// optimization, 1989. Merity et al., Pointer sentinel mixture models, 2017 (copying).
// Singh et al., Beyond human data: scaling self-training for problem-solving with language
// models, 2023 (practice).
package charrnn
