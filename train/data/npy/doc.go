// Package npy reads the header of NumPy's .npy format, versions 1.0 to 3.0, and
// the numbers after it, of types that a float64 holds.
//
// The format is NumPy's own description, numpy.lib.format. The header is a
// dictionary in Python's notation, of which a reader must not expect an order, a
// trailing comma or any spacing. The libraries at hand do: one reads the shape
// (3,4) without a comma after it as (3), panics when the keys have another order,
// and takes a file that ends early for one that goes on with zeros. A table of
// which the wrong part is trained on looks like any other, so this is read here,
// where a header is taken as it is meant or refused.
//
// Nothing is read that could run code: an array of Python objects is a pickle, and
// is refused.
package npy
