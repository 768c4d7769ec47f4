package critic

import (
	"crypto/sha256"
	"encoding/base64"
)

// Signature identifies the tune by its bare skeleton. Tunes that differ in
// key, octave, layout or chord symbols alone have the same signature, of 12
// characters without blanks.
func (Critic) Signature(tune string) string {
	sum := sha256.Sum256([]byte(bareSkeleton(tune)))
	return base64.RawStdEncoding.EncodeToString(sum[:9])
}
