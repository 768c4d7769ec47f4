package smf

// What the tests of package smf_test hold to gomidi's.
var (
	ExactDivision  = exactDivision
	MeterMessage   = meterMessage
	ControlMessage = controlMessage
)
