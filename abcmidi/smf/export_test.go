package smf

// What the tests of package smf_test hold to gomidi's.
var (
	ExactDivision  = exactDivision
	MeterData      = meterData
	ControlMessage = controlMessage
)
