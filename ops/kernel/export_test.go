package kernel

// Powers shows the table to the tests.
var Powers = powers
