package critic_test

import (
	"fmt"
	"log"
	"strings"

	"charabanc/abcmidi/critic"
)

func ExampleCritic() {
	tune := "X:1\nT:A Jig\nM:6/8\nK:D\ndfa afd|efg gfe|\n\n"
	var c critic.Critic
	fmt.Println(c.Sound(tune), c.Kind(tune))
	for _, v := range c.Variants(tune) {
		fmt.Printf("%q %v\n", v[strings.Index(v, "K:"):], c.Signature(v) == c.Signature(tune))
	}
	// Output:
	// true 6/8 D 11
	// "K:D\ndfa afd|efg gfe|\n\n" true
	// "K:A\nAce ecA|Bcd dcB|\n\n" true
	// "K:Bb\nBdf fdB|cde edc|\n\n" true
	// "K:C\nceg gec|def fed|\n\n" true
	// "K:F\nfac' c'af|gab bag|\n\n" true
}

// A writer of tunes does as its Guide says.
func ExampleGuide() {
	fields, err := critic.HeaderFields("G", "", "polka")
	if err != nil {
		log.Fatal(err)
	}
	guide := critic.NewGuide(critic.GuideOptions{Fields: fields, Strict: true})
	tune := ""
	for _, drawn := range []string{"X:1\n", "T:A\n", "K:", "G2A2B2c2|", "d2e2f2g2|", "dedededed|"} {
		tune += drawn
		for {
			keep, next := guide.Next(tune)
			if keep == len(tune) && next == "" {
				break
			}
			fmt.Printf("%q: keep %q, next %q\n", tune, tune[:keep], next)
			tune = tune[:keep] + next
		}
	}
	// Output:
	// "X:1\nT:A\nK:": keep "X:1\nT:A\n", next "R:Polka\nM:2/4\nK:G\n"
	// "X:1\nT:A\nR:Polka\nM:2/4\nK:G\nG2A2B2c2|d2e2f2g2|dedededed|": keep "X:1\nT:A\nR:Polka\nM:2/4\nK:G\nG2A2B2c2|d2e2f2g2|", next ""
}

func ExampleNewComparison() {
	corpus := []string{"X:1\nT:A\nM:4/4\nK:C\nCDEF GABc|cBAG FEDC|\n\n"}
	samples, people := critic.NewSurveys(corpus)
	samples.Add("X:1\nT:B\nM:4/4\nK:D\nDEFG ABcd|DEFG ABcd|\n\n", -1)
	people.Add(corpus[0], 0)
	table := critic.NewComparison([2]string{"samples", "corpus"}, [2]*critic.Survey{samples, people}).String()
	fmt.Print(table)
	// Output:
	// samples                   corpus
	// tunes                                      1                         1
	// fully valid                                100.0 %                   100.0 %
	// bars with a finding                        0.00 %                    0.00 %
	// characters a tune, mean (median)           40 (40)                   40 (40)
	// bars a tune, mean (median)                 2.0 (2)                   2.0 (2)
	// bars that were in the tune before          50.0 %                    0.0 %
	//   or moved by steps                        50.0 %                    0.0 %
	//   right before                             50.0 %                    0.0 %
	// different rhythms for each bar             50.0 %                    50.0 %
	// sections of 8 bars                         0.0 %                     0.0 %
	//   in which bar 5 is bar 1                  0.0 %                     0.0 %
	//   and bar 6 is bar 2                       0.0 %                     0.0 %
	// first two sections share a bar             0.0 %                     0.0 %
	// ends on the tonic                          100.0 %                   100.0 %
	// sections, in bars                          2 100 %                   2 100 %
	// forms                                      A 100 %                   A 100 %
	// longest run in a learnt tune               0.389 (95 %: 0.389)       0.000 (95 %: 0.000)
	// half or more in a learnt tune              0.0 %                     0.0 %
	// copies                                     0                         0
	// longest run in a learnt tune, in one key   0.556 (95 %: 0.556)       0.000 (95 %: 0.000)
	// half or more in a learnt tune, in one key  100.0 %                   0.0 %
	// copies, in one key                         0                         0
	// keys                                       D 100 %                   C 100 %
	// meters                                     4/4 100 %                 4/4 100 %
	// rhythms                                    none 100 %                none 100 %
	// distance (0 alike, 1 nothing in common)    keys 1.000, meters 0.000  rhythms 0.000
	//                                            pitch classes 0.375       intervals 0.533
	//                                            sections 0.000            forms 0.000
}
