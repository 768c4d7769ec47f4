// Package copyterm adds to the logits of a network what experts propose who remember the
// text so far. Logits and proposals come in; adjusted logits go out.
//
// An expert proposes a symbol c together with a few features of its proposal, such as how
// long the text before has matched. With a learned weight w for each feature, the
// probability of a symbol s is
//
//	p(s) ~ exp(a*z(s) + sum over proposals with c = s of sum over its features f of w(f))
//
// z are the logits, and a is the inverse of a temperature. That is a log-linear model
// (Della Pietra, Della Pietra and Lafferty, Inducing features of random fields, 1997):
// its likelihood is concave in a and w, so [Fit] finds the maximum. The weights must be
// fitted on text that the network was not trained on. It is too sure of text that it was.
//
//	term.go     Term: the weights, and what they add
//	fit.go      Fit, and cross-validation
//	suffix.go   Suffix: an expert for any text
package copyterm
