// Package safetensors reads and writes files in the safetensors format: tensors come
// in, the bytes of a file go out, and back. A file is eight bytes with the length of the
// header, a JSON header with the name, type, shape and position of each tensor, and the
// tensors as little-endian numbers, one after another, without overlaps and gaps. Numbers
// are float32 in memory, and float32 or float16 in the file.
//
//	safetensors.go   what both directions share
//	write.go         tensors -> bytes
//	header.go        bytes -> header
//	read.go          header and bytes -> tensors
//
// A reader first reads the header, and can compare it with what it expects before it
// reads the data. Memory is allocated for what a file has, not for what it claims to have.
//
// The format is described at https://huggingface.co/docs/safetensors.
package safetensors

import (
	"errors"
	"fmt"
	"hash/crc32"
	"iter"
)

// A Tensor is a named row-major array.
type Tensor struct {
	Name   string
	Shape  []int
	Data   []float32           // elements
	Blocks iter.Seq[[]float32] // runs of elements to write instead of Data, if not nil
	Half   bool                // float16 in the file
}

// The supported types of elements.
const (
	float32Type = "F32"
	float16Type = "F16"
)

// widths are the bytes of an element by its type.
var widths = map[string]int{float32Type: 4, float16Type: 2}

// entry describes a tensor in the header.
type entry struct {
	Type    string   `json:"dtype"`
	Shape   []int    `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"`
}

// metadataKey is the key of the metadata in the header.
const metadataKey = "__metadata__"

// The format has no checksum, so a flipped bit would not be noticed without one. These
// are the metadata keys of two: the CRC-32C of the data, which is all that older files
// have, and that of the whole file. In the latter its own digits count as zeros.
const (
	dataSumKey = "crc32c"
	fileSumKey = "crc32c_file"
)

// noSum holds the place of a checksum.
const noSum = "00000000"

// checksum formats the CRC-32C of parts with all its digits, so that the length of the
// header does not depend on it.
func checksum(parts ...[]byte) string {
	sum := uint32(0)
	for _, p := range parts {
		sum = crc32.Update(sum, crc32.MakeTable(crc32.Castagnoli), p) // made once, in the first call
	}
	return fmt.Sprintf("%08x", sum)
}

// ErrFormat is wrapped by every error of reading a file, except those of its io.Reader.
var ErrFormat = errors.New("invalid safetensors data")
