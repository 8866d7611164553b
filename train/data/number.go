package data

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// parseNumber reads a finite decimal number with spaces around it; a number
// too small for a float64 is 0.
func parseNumber(cell string) (value float64, ok bool) {
	cell = strings.TrimSpace(cell)
	value, err := strconv.ParseFloat(cell, 64)
	finite := value-value == 0
	return value, err == nil && finite && isDecimal(cell)
}

// isDecimal reports whether a number that ParseFloat took is written in
// decimal digits, without a hexadecimal prefix or digits grouped by _.
func isDecimal(cell string) bool {
	return strings.IndexByte(cell, '_') < 0 && strings.IndexByte(cell, 'x') < 0 && strings.IndexByte(cell, 'X') < 0
}

// missing is how tables say, in small letters, that a value is not there.
var missing = []string{"na", "n/a", "?", "-", "null", "none", "missing"}

// notANumber says why parseNumber refused a cell and what to do.
func notANumber(cell string) string {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		return "the cell is empty; fill in a number or delete the row"
	}
	value, err := strconv.ParseFloat(cell, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return quote(cell) + " is out of range; the largest number is about 1.8e308"
	case err == nil && !isDecimal(cell):
		return quote(cell) + " is not a decimal number; write it in plain digits"
	case err == nil && value-value != 0:
		return quote(cell) + " is not a finite number; fill in a number or delete the row"
	}
	if _, ok := parseNumber(strings.Replace(cell, ",", ".", 1)); ok {
		return quote(cell) + " is not a number; write the decimal point as a point, not a comma"
	}
	if slices.Contains(missing, strings.ToLower(cell)) {
		return quote(cell) + " stands for a missing value; fill in a number or delete the row"
	}
	return quote(cell) + " is not a number, as every feature must be; correct the cell, or leave out its row or column"
}
