// Package data reads tables of examples with a two-class label, scales their
// features and splits them into a part to train on and a part to test on.
//
// A table is m examples of n features, held row by row: X is m×n, Y is m, and
// Y is 1 for the positive class and 0 for the negative one. Tables come from
// delimited text with a header row (Read, ReadFile) or from the few that are
// embedded (Demo). A model remembers the Schema of the table it was trained
// on, and new files are read by it: ReadFeatures to predict, ReadLabelled to
// evaluate. NumPy's arrays are read too (ReadNumPy and its like), which have no
// names for their columns.
//
// A table larger than memory stays in its file: OpenNumPy makes a [graph.Source] of
// it, that hands over any range of rows. Check passes over a source once and refuses
// what must not be trained on; StandardizeSource finds its scaling, and
// Scaling.Source applies it. Nothing splits a source: a part for testing that is
// drawn row by row would turn every read into many, and one in a piece would not be
// drawn. A source is trained on as a whole, and tested on another file.
//
// Nothing is guessed about a bad cell: the first one ends the reading with an
// error of one line that names the file, the line, the column and what to do.
package data
