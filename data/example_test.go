package data_test

import (
	"fmt"
	"io"
	"strings"

	"charabanc/data"
)

// A file with the line ends of DOS, a header, and a word between two tunes.
func ExampleReader() {
	text := "\ufeffM:6/8\r\n\r\nX:1\r\nT:Café\r\nK:D\r\nDED|\r\n\r\nby ear\r\n\r\nX:2\r\nK:G\r\nGAG|"
	r := data.NewReader(strings.NewReader(text), "tunes.abc")
	for {
		src, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s:%d: %q, header %q\n", src.File, src.Line, src.Text, src.FileHeader)
	}
	fmt.Println(r.Kind())
	// Output:
	// tunes.abc:3: "X:1\nT:Café\nK:D\nDED|\n", header "M:6/8\n"
	// tunes.abc:10: "X:2\nK:G\nGAG|\n", header "M:6/8\n"
	// ABC
}
