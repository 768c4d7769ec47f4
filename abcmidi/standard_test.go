package abcmidi_test

import (
	"strconv"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/data"
)

// standardCases are snippets by sections of ABC 2.1. What must sound was worked
// out by hand from the standard's text; where it is silent, doc.go says what is
// done. A want with colons is onset:key/duration, any other the keys alone.
// What does not begin with fields of its own is in 4/4 and counts quarters.
var standardCases = []standardSection{
	{"3: fields, meter, unit length", []standardCase{
		{"L:1/4\n\nX:1\nM:6/8\nK:C\nC", "0:60/1"},
		{"M:2/4\n\nX:1\nK:C\nC", "0:60/1/4"},
		{"X:1\nM:2/4\nK:C\nC\nM:4/4\nC", "0:60/1/4 1/4:60/1/4"},
		{"X:1\nL:1/4\nM:2/4\nK:C\nC", "0:60/1"},
		{"X:1\nL:1\nK:C\nC/", "0:60/2"},
		{"K:C\nC[L:1/8]C[L:1/16]C", "0:60/1 1:60/1/2 3/2:60/1/4"},
		{"K:C\n^F[L:1/8]F", "66 66"},
		{"K:C\n^F[Q:1/4=90]F", "66 66"},
		{"K:C\n^F [M:3/4] F", "66 66"},
		{"K:C\n^F[K:G]=F[K:C]F", "66 65 65"},
		{"K:C\nF[K:G]F[K:F]B", "65 66 70"},
		{"X:1\nM:C|\nK:C\nC", "0:60/1/2"},
		{"X:1\nM:7/8\nK:C\n(5CDEFG", "0:60/1/5 1/5:62/1/5 2/5:64/1/5 3/5:65/1/5 4/5:67/1/5"},
		{"X:1\nM:9/16\nK:C\n(5CDEFG", "0:60/3/20 3/20:62/3/20 3/10:64/3/20 9/20:65/3/20 3/5:67/3/20"},
		{"X:1\nM:3/8\nK:C\nC", "0:60/1/4"},
		{"X:1\nM: 6 / 8 \nK:C\nC", "0:60/1/2"},
		{"X:1\nM:4/4, 3/4\nL:1/4\nK:C\nZC", "4:60/1"},
		{"X:1\nL:1/4th\nK:C\nC", "0:60/1"},
		{"X:1\nL:4\nK:C\nC", "0:60/1/2"},
		{"X:1\nM:2/4 % polka\nL:1/8 %x\nK:G % key\nF", "0:66/1/2"},
	}},
	{"3.1.14, 4.6: keys and clefs", []standardCase{
		{"K:Ebminor=e^c\nEcG", "64 73 66"},
		{"K:D=c\nFc", "66 72"},
		{"K:D maj =c\nFc", "66 72"},
		{"K:D Phr ^f\nDEFGABc", "62 63 66 67 69 70 72"},
		{"K:D exp _b _e ^f\nDEFGABc", "62 63 66 67 69 70 72"},
		{"K:C exp\nFB", "65 71"},
		{"K:F#MIX\nEFGABcd", "64 66 68 70 71 73 75"},
		{"K:B#Loc\nCDEFGAB", "61 63 65 66 68 70 72"},
		{"K:Abm\nCDEFGAB", "59 61 63 64 66 68 70"},
		{"K:G aeolian\nBEF", "70 63 65"},
		{"K:A m\nFCG", "65 60 67"},
		{"K:Aminor\nFG", "65 67"},
		{"K:A Minor\nFG", "65 67"},
		{"K:\nFB", "65 71"},
		{"K:none ^f\nFB", "66 71"},
		{"K:HP\nFCG", "66 61 67"},
		{"K:Hp\n{gf}F", "0:79/1/4 1/4:78/1/4 1/2:66/1/2"},
		{"K:C ^^f __b\nFB", "67 69"},
		{"K:g\nF", "65"},
		{"K:Emi\nFC", "66 60"},
		{"K:Dhex\nFC", "66 61"},
		{"K:Bass\nFC", "65 60"},
		{"K:Gb\nCF", "59 65"},
		{"K:Em clef=bass\nF", "66"},
		{"K:G bass\nF", "66"},
		{"K:G treble-8\nF", "54"},
		{"K:G bass+8 octave=-1\nF", "66"},
		{"K:C octave=1\nC", "72"},
		{"K:C transpose=-2\nCF", "58 63"},
		{"K:C t=4\nC", "64"},
		{"K:C octave=-1 transpose=2\nC", "50"},
		{"K:C octave=-1\nC\nK:G\nF", "48 54"},
		{"K:C octave=-1\nC\nK:G clef=bass\nF", "48 54"},
		{"K:C treble-8\nC\nK:C treble\nC", "48 60"},
		{"X:1\nL:1/4\nV:1 clef=bass\nK:C octave=-1\nV:1\nC", "48"},
		{"X:1\nL:1/4\nV:1 treble+8\nK:C\n[V:1][K:D]F", "78"},
		{"K:C alto\nC", "60"},
		{"K:C middle=d bass\nd", "74"},
		{"K:C clef=perc mozart:noteC=snare-drum\nC", "60"},
		{"K:C baritone\nC", "60"},
		{"K:G-major\nF", "66"},
		{"K: D  mixolydian\nFc", "66 72"},
	}},
	{"4.1 to 4.3: pitches and lengths", []standardCase{
		{"K:C\nC/ C// C/4 C3/2 C3/ C3/4 C0 C15 C7/8", "0:60/1/2 1/2:60/1/4 3/4:60/1/4 1:60/3/2 5/2:60/3/2 4:60/3/4 19/4:60/1 23/4:60/15 83/4:60/7/8"},
		{"K:C\nC/3 C2/3 C/// ", "0:60/1/3 1/3:60/2/3 1:60/1/8"},
		{"K:C\nC,',', c,, C''c'", "48 48 84 84"},
		{"K:C\n^^C__B=C_c", "62 69 60 71"},
		{"K:C\n^c'2 _B,/", "85 58"},
	}},
	{"4.4: broken rhythm", []standardCase{
		{"K:C\nA|>B", "0:69/1 1:71/1"},
		{"K:C\nA|\n<B", "0:69/1 1:71/1"},
		{"K:C\nA>B C<D E>>F G<<A", "0:69/3/2 3/2:71/1/2 2:60/1/2 5/2:62/3/2 4:64/7/4 23/4:65/1/4 6:67/1/4 25/4:69/7/4"},
		{"K:C\nA > B", "0:69/3/2 3/2:71/1/2"},
		{"K:C\nz>B A>z C", "3/2:71/1/2 2:69/3/2 4:60/1"},
		{"K:C\n[CE]>[DF]", "0:60/3/2 0:64/3/2 3/2:62/1/2 3/2:65/1/2"},
		{"K:C\nA{g}<A", "0:69/1/2 1/2:79/1/4 3/4:69/5/4"},
		{"K:C\nA<{g}A", "0:69/1/2 1/2:79/1/4 3/4:69/5/4"},
		{"K:C\nA->A B", "0:69/2 2:71/1"},
		{"K:C\nA>-A", "0:69/2"},
		{"K:C\nA/>B/", "0:69/3/4 3/4:71/1/4"},
		{"K:C\nA>\"G\"B", "0:69/3/2 3/2:71/1/2"},
		{"K:C\nA>!accent!B", "0:69/3/2 3/2:71/1/2"},
		{"K:C\n(A>B)(c<d)", "0:69/3/2 3/2:71/1/2 2:72/1/2 5/2:74/3/2"},
		{"K:C\nA>(B c)", "0:69/3/2 3/2:71/1/2 2:72/1"},
		{"K:C\n(3A>Bc", "0:69/1 1:71/1/3 4/3:72/2/3"},
		{"K:C\nA>B>c", "0:69/3/2 3/2:71/3/4 9/4:72/1/2"},
		{"K:C\nA>y B", "0:69/3/2 3/2:71/1/2"},
		{"K:C\nA>|B", "0:69/3/2 3/2:71/1/2"},
		{"K:C\nA2>B2 c3<d", "0:69/3 3:71/1 4:72/3/2 11/2:74/3/2"},
		{"K:C\nA>[L:1/8]B2", "0:69/3/2 3/2:71/1/2"},
		{"K:C\nA>`B", "0:69/3/2 3/2:71/1/2"},
		{"K:C\n(3A>B c d", "0:69/1 1:71/1/3 4/3:72/2/3 2:74/1"},
		{"K:C\nA2<B2", "0:69/1 1:71/3"},
		{"K:C\nA/<B/", "0:69/1/4 1/4:71/3/4"},
		{"K:C\n[A2c2]>[B2d2]", "0:69/3 0:72/3 3:71/1 3:74/1"},
		{"K:C\nA>>>B", "0:69/15/8 15/8:71/1/8"},
		{"K:C\nA<<<B", "0:69/1/8 1/8:71/15/8"},
		{"K:C\nA>.B", "0:69/3/2 3/2:71/1/4"},
		{"K:C\nA) > (B", "0:69/3/2 3/2:71/1/2"},
		{"K:C\nA >\nB", "0:69/3/2 3/2:71/1/2"},
		{"K:C\nA>[K:G]F", "0:69/3/2 3/2:66/1/2"},
		{"K:C\nA>-A B", "0:69/2 2:71/1"},
		{"K:C\nz>z A", "2:69/1"},
		{"K:C\nx<A B", "1/2:69/3/2 2:71/1"},
		{"K:C\n(3:2:4A>BA>B c", "0:69/1 1:71/1/3 4/3:69/1 7/3:71/1/3 8/3:72/1"},
		{"K:C\n(6ABcdef g", "0:69/1/3 1/3:71/1/3 2/3:72/1/3 1:74/1/3 4/3:76/1/3 5/3:77/1/3 2:79/1"},
		{"K:C\n(4ABcd e", "0:69/3/4 3/4:71/3/4 3/2:72/3/4 9/4:74/3/4 3:76/1"},
		{"K:C\n(2AB c", "0:69/3/2 3/2:71/3/2 3:72/1"},
		{"K:C\n(3A2B c", "0:69/4/3 4/3:71/2/3 2:72/2/3"},
		{"K:C\n(3:2:2A2B c", "0:69/4/3 4/3:71/2/3 2:72/1"},
		{"K:C\n(5:4:5ABcde f", "0:69/4/5 4/5:71/4/5 8/5:72/4/5 12/5:74/4/5 16/5:76/4/5 4:77/1"},
		{"K:C\n(3A B\nc d", "0:69/2/3 2/3:71/2/3 4/3:72/2/3 2:74/1"},
		{"K:C\n(3ABc(3def", "0:69/2/3 2/3:71/2/3 4/3:72/2/3 2:74/2/3 8/3:76/2/3 10/3:77/2/3"},
		{"X:1\nM:6/8\nL:1/8\nK:C\n(2AB (4ABcd", "0:69/3/4 3/4:71/3/4 3/2:69/3/8 15/8:71/3/8 9/4:72/3/8 21/8:74/3/8"},
		{"K:C\n(3 [AC][Bd]c d", "0:69/2/3 0:60/2/3 2/3:71/2/3 2/3:74/2/3 4/3:72/2/3 2:74/1"},
		{"K:C\n(3A-Ac d", "0:69/4/3 4/3:72/2/3 2:74/1"},
		{"K:C\n(3::ABc d", "0:69/2/3 2/3:71/2/3 4/3:72/2/3 2:74/1"},
		{"K:C\n(3:ABc d", "0:69/2/3 2/3:71/2/3 4/3:72/2/3 2:74/1"},
		{"K:C\n(7:8:7ABcdefg", "0:69/8/7 8/7:71/8/7 16/7:72/8/7 24/7:74/8/7 32/7:76/8/7 40/7:77/8/7 48/7:79/8/7"},
		{"X:1\nL:1/4\nK:C\nV:1\nC|SD|E!dacoda!|F!D.S.alcoda!|!coda!G|\nV:2\nc|d|e|f|g|", "60 62 64 65 62 64 67 | 72 74 76 77 74 76 79"},
		{"X:1\nL:1/4\nP:ABA\nK:C\nV:1\nP:A\nC|\nP:B\nD|\nV:2\nE|\nF|", "60 62 60 | 64 65 64"},
		{"X:1\nL:1/4\nK:C\nV:1\n|:C|1D:|2E|]F|\nV:2\nG|A|B|c|", "60 62 60 64 65 | 67 69 67 71 72"},
	}},
	{"4.13: tuplets", []standardCase{
		{"K:C\n(1:2:2CC D", "0:60/2 2:60/2 4:62/1"},
		{"K:C\n(3 C D E F", "0:60/2/3 2/3:62/2/3 4/3:64/2/3 2:65/1"},
		{"K:C\n(3:2CDE F", "0:60/2/3 2/3:62/2/3 4/3:64/2/3 2:65/1"},
		{"K:C\n(3::CDE F", "0:60/2/3 2/3:62/2/3 4/3:64/2/3 2:65/1"},
		{"K:C\n(3:2:CDE F", "0:60/2/3 2/3:62/2/3 4/3:64/2/3 2:65/1"},
		{"K:C\n(3::2C2E F", "0:60/4/3 4/3:64/2/3 2:65/1"},
		{"K:C\n(3:2:4 G2A2Bc d", "0:67/4/3 4/3:69/4/3 8/3:71/2/3 10/3:72/2/3 4:74/1"},
		{"K:C\n(3 D3EF2", "0:62/2 2:64/2/3 8/3:65/4/3"},
		{"K:C\n(2CD (4CDEF (6CDEFGA (8CDEFGABc", "0:60/3/2 3/2:62/3/2 3:60/3/4 15/4:62/3/4 9/2:64/3/4 21/4:65/3/4 6:60/1/3 19/3:62/1/3 20/3:64/1/3 7:65/1/3 22/3:67/1/3 23/3:69/1/3 8:60/3/8 67/8:62/3/8 35/4:64/3/8 73/8:65/3/8 19/2:67/3/8 79/8:69/3/8 41/4:71/3/8 85/8:72/3/8"},
		{"K:C\n(9CDEFGABcd", "0:60/2/9 2/9:62/2/9 4/9:64/2/9 2/3:65/2/9 8/9:67/2/9 10/9:69/2/9 4/3:71/2/9 14/9:72/2/9 16/9:74/2/9"},
		{"X:1\nM:12/8\nL:1/8\nK:C\n(7CDEFGAB", "0:60/3/14 3/14:62/3/14 3/7:64/3/14 9/14:65/3/14 6/7:67/3/14 15/14:69/3/14 9/7:71/3/14"},
		{"X:1\nM:6/4\nL:1/4\nK:C\n(5CDEFG", "0:60/3/5 3/5:62/3/5 6/5:64/3/5 9/5:65/3/5 12/5:67/3/5"},
		{"X:1\nM:3/4\nL:1/4\nK:C\n(5CDEFG", "0:60/2/5 2/5:62/2/5 4/5:64/2/5 6/5:65/2/5 8/5:67/2/5"},
		{"K:C\n(3zCz D", "2/3:60/2/3 2:62/1"},
		{"K:C\n(3[CE]DE F", "0:60/2/3 0:64/2/3 2/3:62/2/3 4/3:64/2/3 2:65/1"},
		{"K:C\n((3CDE) F", "0:60/2/3 2/3:62/2/3 4/3:64/2/3 2:65/1"},
		{"K:C\n(3C{g}DE F", "0:60/2/3 2/3:79/1/4 11/12:62/5/12 4/3:64/2/3 2:65/1"},
		{"K:C\n(3C|DE F", "0:60/2/3 2/3:62/2/3 4/3:64/2/3 2:65/1"},
		{"K:C\n(3C-C-C D", "0:60/2 2:62/1"},
		{"K:C\n(3.C.D.E", "0:60/1/3 2/3:62/1/3 4/3:64/1/3"},
		{"K:C\n(\"Am\"(3CDE) F", "0:60/2/3 2/3:62/2/3 4/3:64/2/3 2:65/1"},
		{"K:C\n(3\"Am\"C D E F", "0:60/2/3 2/3:62/2/3 4/3:64/2/3 2:65/1"},
		{"K:C\n(3C/D/E/ F", "0:60/1/3 1/3:62/1/3 2/3:64/1/3 1:65/1"},
		{"K:C\n(11CDEFGABcdef", "0:60/2/11 2/11:62/2/11 4/11:64/2/11 6/11:65/2/11 8/11:67/2/11 10/11:69/2/11 12/11:71/2/11 14/11:72/2/11 16/11:74/2/11 18/11:76/2/11 20/11:77/2/11"},
		{"K:C\n(3(CDE) F", "0:60/2/3 2/3:62/2/3 4/3:64/2/3 2:65/1"},
		{"K:C\n(3:2:2 G4c2 d", "0:67/8/3 8/3:72/4/3 4:74/1"},
		{"K:C\n(3CyDE F", "0:60/2/3 2/3:62/2/3 4/3:64/2/3 2:65/1"},
		{"K:C\n(3C[K:G]DF G", "0:60/2/3 2/3:62/2/3 4/3:66/2/3 2:67/1"},
		{"K:C\n(3:4:6CDEFGA B", "0:60/4/3 4/3:62/4/3 8/3:64/4/3 4:65/4/3 16/3:67/4/3 20/3:69/4/3 8:71/1"},
	}},
	{"4.2, 4.11, 11.3: accidentals and ties", []standardCase{
		{"K:C\n^F-|F F|F", "0:66/2 2:65/1 3:65/1"},
		{"K:C\n^F-|F-|F F", "0:66/3 3:65/1"},
		{"K:C\n^F f|f", "66 78 77"},
		{"K:G\n=F f|f F", "65 77 78 66"},
		{"K:C\n[^FA]-|[FA] F", "0:66/2 0:69/2 2:65/1"},
		{"K:C\n{^f}e f", "0:78/1/4 1/4:76/3/4 1:78/1"},
		{"K:C\n^F||F", "66 65"},
		{"K:C\n^F.|F", "66 65"},
		{"K:C\n^F[|]F", "66 65"},
		{"K:C\n^F\\\nF", "66 66"},
		{"K:C\n^F\nF", "66 66"},
		{"K:C\n^^F ^F =F F _F", "67 66 65 65 64"},
		{"K:C\n^F [1 F :| F", "66 66 66 65"},
		{"K:C\nV:1\n^F\nV:2\nF\nV:1\nF|", "66 66 | 65"},
		{"K:C\n^F & F | F", "66 65 | 65"},
		{"K:C\n__B B|B", "69 69 71"},
		{"K:D\n_F F =c c|F c", "64 64 72 72 66 73"},
		{"K:C\n%%propagate-accidentals not\n^F-|F F", "0:66/2 2:65/1"},
		{"K:C\n%%propagate-accidentals octave\n^F f F|F", "66 77 66 65"},
		{"K:C\nI:propagate-accidentals octave\n^F f F", "66 77 66"},
		{"K:C\n[I:propagate-accidentals not]^F F", "66 65"},
		{"I:propagate-accidentals not\nK:C\n^F F", "66 65"},
		{"%%propagate-accidentals octave\n\nX:1\nL:1/4\nK:C\n^F f", "66 77"},
		{"K:C\nA-A-A", "0:69/3"},
		{"K:C\n[CE]-[CEG]", "0:60/2 0:64/2 1:67/1"},
		{"K:C\n[C-EG][CEG]", "0:60/2 0:64/1 0:67/1 1:64/1 1:67/1"},
		{"K:C\n[CEG]-C", "0:60/2 0:64/1 0:67/1"},
		{"K:C\nC-[CE]", "0:60/2 1:64/1"},
		{"K:C\nA-|\nA", "0:69/2"},
		{"K:C\nA-\\\nA", "0:69/2"},
		{"K:C\nA.-A", "0:69/2"},
		{"K:C\nA-[M:3/4]A", "0:69/2"},
		{"K:C\nA-\"C\"A", "0:69/2"},
		{"K:C\n(A-A)", "0:69/2"},
		{"K:C\nV:1\nA-|\nV:2\nE|\nV:1\nA|\nV:2\nE|", "0:69/2 | 0:64/1 1:64/1"},
		{"K:C\n|:A-|1A:|2A-|A|", "0:69/2 2:69/3"},
		{"K:C\n|:A:|A-::A:|", "0:69/1 1:69/1 2:69/3 5:69/1"},
		{"K:C\nA-x A", "0:69/1 2:69/1"},
		{"K:C\nA-yA", "0:69/2"},
		{"K:C\nA-A/ A/", "0:69/3/2 3/2:69/1/2"},
		{"K:C\nA- B A", "0:69/1 1:71/1 2:69/1"},
		{"K:C\nA2- | A2- | A4 | A", "0:69/8 8:69/1"},
		{"K:C\n^F-[K:G]F", "0:66/2"},
		{"K:C\n_B-^A", "0:70/2"},
		{"K:C\n[A-c]A", "0:69/2 0:72/1"},
		{"K:C\n[Ac-]c", "0:69/1 0:72/2"},
		{"K:C\n[A2c2]-[Ac]", "0:69/3 0:72/3"},
		{"K:C\nA-{g}A", "0:69/2"},
		{"K:C\nA-|:A:|", "0:69/2 2:69/1"},
		{"K:C\nc4 -c4", "0:72/8"},
		{"K:C\nabc|-cba", "81 83 72 83 81"},
	}},
	{"3.2: fields in the body", []standardCase{
		{"K:C\n[M:3/4][L:1/8][K:D]F C", "0:66/1/2 1/2:61/1/2"},
		{"K:C\nC[L:1/8]C2[L:1/4]C", "0:60/1 1:60/1 2:60/1"},
		{"K:C\nL:1/8\nC\nL:1/16\nC", "0:60/1/2 1/2:60/1/4"},
		{"K:C\n[P:A]C[P:B]D", "60 62"},
		{"K:C\nC[N:a b c]D[R:reel]E", "60 62 64"},
		{"K:C\nC [K:Dm bass] B [K:C treble] B", "60 70 71"},
		{"K:C\n[K: G] F [K:  D dor ]F B", "66 65 71"},
		{"K:C\n[K:none]F[K:G]F", "65 66"},
		{"K:G\nF\nK:\nF", "66 65"},
		{"K:G\nF [K:clef=bass] F", "66 66"},
		{"K:C\n[V:1]C[K:G]F[V:2]F[K:D]F", "60 66 | 65 66"},
		{"K:C\n[CE][K:G]F", "60 64 66"},
		{"K:C\nC[Q:1/4=90]D[Q:\"fast\"]E", "60 62 64"},
		{"K:C\n[M:none]C[M:C|]D[M:C]E", "60 62 64"},
		{"K:C\n[I:setbarnb 5]C[U:T=!trill!]TD", "60 62"},
		{"K:C\n[L: 1/8 ]C", "0:60/1/2"},
		{"X:1\nT:t\nM:4/4\nK:C\nL:1/4\nC", "0:60/1"},
		{"X:1\nT:t\nK:G\nT:second\nL:1/4\nM:6/8\nF", "0:66/1"},
		{"X:1\nL:1/4\nQ:1/4=60\nV:1\nV:2\nK:G\nV:2\nF\nV:1\nC", "60 | 66"},
		{"X: 1\nT: t\nL: 1/4\nK: G\nF", "66"},
		{"X:1\nL:1/4\nK:G % comment\nF", "66"},
		{"X:1\nL:1/4\nK:G clef=treble name=\"x y\"\nF", "66"},
		{"X:1\nL:1/4\nK: Bb Lydian\nE", "64"},
		{"X:1\nL:1/4\nK:Amixolydian ^g\nFCG", "66 61 68"},
		{"X:1\nL:1/4\nK:D ^f ^c\nFC", "66 61"},
		{"X:1\nL:1/4\nK:C _b_e\nBE", "70 63"},
		{"X:1\nL:1/4\nK:Eb\nEAB", "63 68 70"},
		{"X:1\nL:1/4\nK:A# minor\nCDEFGAB", "61 63 65 66 68 70 72"},
		{"X:1\nL:1/4\nK:HP clef=treble\nFCG", "66 61 67"},
	}},
	{"4.17: chords", []standardCase{
		{"K:C\n[C3/2E3/2]D/", "0:60/3/2 0:64/3/2 3/2:62/1/2"},
		{"K:C\n[CEG]/2D", "0:60/1/2 0:64/1/2 0:67/1/2 1/2:62/1"},
		{"K:C\n[C/E/G/]4D", "0:60/2 0:64/2 0:67/2 2:62/1"},
		{"K:C\n[^C=E_G] C E G", "61 64 66 61 64 66"},
		{"K:C\n[C,,c'']D", "36 96 62"},
		{"K:C\n[CE]-[C2E2] D", "0:60/3 0:64/3 3:62/1"},
		{"K:C\n[C-E-]2[CE] D", "0:60/3 0:64/3 3:62/1"},
		{"K:C\n[CE-][EG-]G", "0:60/1 0:64/2 1:67/2"},
		{"K:C\n(3[CE][DF][EG] A", "0:60/2/3 0:64/2/3 2/3:62/2/3 2/3:65/2/3 4/3:64/2/3 4/3:67/2/3 2:69/1"},
		{"K:C\n[CE]<[DF] A", "0:60/1/2 0:64/1/2 1/2:62/3/2 1/2:65/3/2 2:69/1"},
		{"K:C\n\"C\"[CEG]\"G7\"[GBdf]", "60 64 67 67 71 74 77"},
		{"K:C\n.[CE] D", "0:60/1/2 0:64/1/2 1:62/1"},
		{"K:C\n{g}[CE] D", "0:79/1/4 1/4:60/3/4 1/4:64/3/4 1:62/1"},
		{"K:C\n[C\"x\"E] D", "60 64 62"},
		{"K:C\n([CE][DF]) G", "60 64 62 65 67"},
		{"K:C\n[CE]2/3 D", "0:60/2/3 0:64/2/3 2/3:62/1"},
		{"K:C\n[CE]'D", "60 64 62"},
		{"K:C\n[DD]E", "62 62 64"},
		{"K:C\n[CE]z[CE]", "60 64 60 64"},
		{"K:C\n[C] [D2] [E]2", "0:60/1 1:62/2 3:64/2"},
		{"K:C\n[CE]//D", "0:60/1/4 0:64/1/4 1/4:62/1"},
		{"K:C\n[CE]>D", "0:60/3/2 0:64/3/2 3/2:62/1/2"},
		{"K:C\n+CEG+ +C2E2+ D", "0:60/1 0:64/1 0:67/1 1:60/2 1:64/2 3:62/1"},
		{"K:C\n[C2-E2-][CE] D", "0:60/3 0:64/3 3:62/1"},
	}},
}

type standardSection struct {
	section string
	cases   []standardCase
}

type standardCase struct{ abc, want string }

func TestStandard(t *testing.T) {
	for _, section := range append(standardCases, standardPlayCases...) {
		t.Run(section.section, func(t *testing.T) {
			for _, c := range section.cases {
				if got := heard(t, c.abc, strings.Contains(c.want, ":")); got != c.want {
					t.Errorf("%q plays %s, want %s", c.abc, got, c.want)
				}
			}
		})
	}
}

// heard plays every tune of a text: voices are parted by a bar, tunes by ##.
func heard(t *testing.T, text string, times bool) string {
	t.Helper()
	if !strings.Contains(text, "X:") {
		text = "X:1\nT:t\nM:4/4\nL:1/4\n" + text
	}
	var tunes []string
	err := abctest.EachTune(text, "", func(src data.Source) error {
		tune, _ := abc.ParseSource(src)
		s, _ := play.Play(tune, score.Options{})
		var voices []string
		for _, v := range s.Voices {
			if v.Role == score.Melody {
				voices = append(voices, heardEvents(v.Events, times))
			}
		}
		tunes = append(tunes, strings.Join(voices, " | "))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(tunes, " ## ")
}

func heardEvents(events []score.Event, times bool) string {
	if times {
		return abctest.Events(events)
	}
	var words []string
	for _, e := range events {
		words = append(words, strconv.Itoa(int(e.Key)))
	}
	return strings.Join(words, " ")
}
