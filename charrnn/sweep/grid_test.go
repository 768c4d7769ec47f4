package sweep

import (
	"strings"
	"testing"
)

func TestParseGrid(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string // columns; names and cells of the rows; or the error
	}{
		{"commas", "units,layers\n8,1\n,2\n", "units,layers|1:8,1|2:,2"},
		{"names", "name,units\nsmall,8\n,9\n", "name,units|small:small,8|2:,9"},
		{"a spreadsheet", "\ufeffunits;input\r\n8;a,b.abc\r\n", "units,input|1:8,a,b.abc"},
		{"tabs, an empty cell", "units\tclip\tlayers\n8\t\t2\n", "units,clip,layers|1:8,,2"},
		{"blanks and empty lines", "\n units , layers\n\n 8 ,\t1\n", "units,layers|1:8,1"},
		{"quotes", "input,units\n\"a, b.abc\",8\n", "input,units|1:a, b.abc,8"},
		{"one column, no line end", "units\n8\n16", "units|1:8|2:16"},
		{"nothing", "", "g.csv: no rows: a row is a run, and the header has names of flags of train, such as units,epochs"},
		{"a header alone", "units,layers\n", "g.csv: no rows: a row is a run, and the header has names of flags of train, such as units,epochs"},
		{"a column without a name", "units,\n8,\n", "g.csv:1: column 2 has no name: name a flag of train, or remove it"},
		{"two columns", "units,units\n8,9\n", "g.csv:1: two columns units: remove one"},
		{"a short row", "units,layers\n8,1\n\n8\n", "g.csv:4: 1 cell, and the header has 2: leave a cell empty for the usual value"},
		{"a long row", "units\n8,1\n", "g.csv:2: 2 cells, and the header has 1: leave a cell empty for the usual value"},
		{"an empty row", "units,layers\n8,1\n,\n", "g.csv:3: the row is empty: remove it, or give it a name in a column name"},
		{"a quote", "units,input\n8,a\"b\n", "g.csv:2: bare \" in non-quoted-field: put a cell with quotes or commas into double quotes, and double the quotes in it"},
		{"two names", "name,units\na,1\nA,2\n", `g.csv:3: name "A": line 2 has it, too: names of runs, and numbers of rows without a name, must differ`},
		{"a name that is a number", "name,units\n2,1\n,2\n", `g.csv:3: name "2": line 2 has it, too: names of runs, and numbers of rows without a name, must differ`},
		{"a path", "name,units\n../x,1\n", `g.csv:2: name "../x": it is to be the name of a folder: use letters, digits and the signs - _ + = and dots inside`},
		{"a device", "name,units\na:b,1\n", `g.csv:2: name "a:b": it is to be the name of a folder: use letters, digits and the signs - _ + = and dots inside`},
	} {
		g, err := ParseGrid("g.csv", []byte(c.text))
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			list := []string{strings.Join(g.Columns, ",")}
			for _, r := range g.Rows {
				list = append(list, r.Name+":"+strings.Join(r.Cells, ","))
			}
			got = strings.Join(list, "|")
		}
		if got != c.want {
			t.Errorf("%s: got  %s\nwant %s", c.name, got, c.want)
		}
	}
}
