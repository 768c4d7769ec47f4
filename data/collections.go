package data

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// Collection is a corpus that can be fetched, or another text that is not shipped.
type Collection struct {
	Name    string
	Base    string // where its files are: an address or a folder; if there is one file, also that file
	Licence string
	Files   []Pinned // in the order in which they make the corpus
	Cache   string   // name in the user's cache folder; none for a corpus
}

const nottinghamBase = "https://raw.githubusercontent.com/jukedeck/nottingham-dataset/0992bb6cd864f6d4b90d6663e08c0ef53ffaa08f/ABC_cleaned"

var nottinghamFiles = []Pinned{
	{"ashover.abc", "6586eea8dca53866b42721050d11fc1408bdb2cf31a902b41c5c13504139b164"},
	{"hpps.abc", "6d035c6972ac0c204ba79d8128e2d71978ece2214a29ffceeb3e053e27f17db5"},
	{"jigs.abc", "5bb6f621e443bde552540810e3ea53e53531fd22258736e338d795e7a5bdcaf5"},
	{"morris.abc", "cbf60b212c87748dea226c76b72a15db5b4f606bb35a580763e9cd8f7294e7da"},
	{"playford.abc", "070877bc37176e0dedbcd038268d6669399201cd7b58d88b4ab36127528f9c76"},
	{"reelsa-c.abc", "f92ed0e66024e0a5bb7d21fe3172cd50c3fb4cb7f642b4ec7cd5aa8ad0396da8"},
	{"reelsd-g.abc", "33f535569116ec8cfb530c112f4cdc3bfb7fc042c271e0317cf6458bad30dfae"},
	{"reelsh-l.abc", "cb701d4ffe6839cb7a5655bc21785ecb71a72ab63d8560f7be3856f6aedaf7e5"},
	{"reelsm-q.abc", "a99f2967cf47460bba70bae40cd355a220b537a87180131c6d9433750bc446a1"},
	{"reelsr-t.abc", "f80a2c0f37a49b9b0c748e922924d59c40d82758abc5b0f7fc9245d7fd563be0"},
	{"reelsu-z.abc", "d104d7d1bb83eb1ca18f6b944dc22cf9f7bfe5f955d07cd573615985f69c2c1f"},
	{"slip.abc", "da686b3a0de20aab38e64f8c8ec57edace980bab6450a6c388d79a2866e5b16a"},
	{"waltzes.abc", "ffa773d012756be17784ab4a84e0e4618f316be5c6f244f9d60c06b23cd812c6"},
	{"xmas.abc", "05ebc4b856c8c5186bb828641e8f88f723c109d47ba7e3f1e5048b536e091249"},
}

// collections are those that have a name.
var collections = map[string]Collection{
	"nottingham": {Name: "nottingham", Base: nottinghamBase, Licence: "GPLv3", Files: nottinghamFiles},
	"jigs":       {Name: "jigs", Base: nottinghamBase, Licence: "GPLv3", Files: nottinghamFiles[2:3]},
	"abcjs":      {Name: "abcjs", Base: abcjsBase, Licence: "MIT", Files: []Pinned{ABCJS.file}, Cache: ABCJS.cache},
}

// Lookup finds a collection by its name.
func Lookup(name string) (Collection, error) {
	if c, ok := collections[name]; ok {
		return c, nil
	}
	return Collection{}, fmt.Errorf("%q is nothing known here: choose %s", name,
		strings.Join(slices.Sorted(maps.Keys(collections)), " or "))
}

// Output returns the file that the collection is written to if no other is asked for:
// data/NAME.txt, or one in the user's cache folder.
func (c Collection) Output() (string, error) {
	if c.Cache != "" {
		return cached(c.Cache)
	}
	return filepath.Join("data", c.Name+".txt"), nil
}

// Describe says in one line where a collection comes from.
func (c Collection) Describe() string {
	return fmt.Sprintf("%s (%s, licence %s)", c.Name, strings.TrimPrefix(c.Base, "https://"), c.Licence)
}
