package data

// What seeded draws gave when they were first written; they may never change.
const (
	goldenSplit       = "[0 3 6 7 12 13 16 17]"
	goldenTwoFeatures = "9cbe86560489c94c"
)
