package data

import (
	"strings"
	"unicode/utf8"
)

// checkHeader refuses headers whose names cannot tell the columns apart.
func (s *sheet) checkHeader() error {
	line, _ := s.csv.FieldPos(0)
	seen := make(map[string]int, len(s.header))
	for j, name := range s.header {
		first, twice := seen[name]
		switch {
		case !utf8.ValidString(name):
			return faultAt(s.name, line, ErrBinary, "the header %s is not UTF-8; save the file as UTF-8", quote(name))
		case name == "":
			return faultAt(s.name, line, ErrHeader, "column %d of %d has no name in the header; give every column a name or delete it", j+1, len(s.header))
		case strings.ContainsRune(name, '\r'):
			return faultAt(s.name, line, ErrHeader, "the header has a carriage return inside; save the file with lines that end in LF or CRLF")
		case twice:
			return faultAt(s.name, line, ErrHeader, "columns %d and %d of the header are both named %s; every column needs a name of its own", first+1, j+1, quote(name))
		}
		seen[name] = j
	}
	if allNumbers(s.header) {
		return faultAt(s.name, line, ErrHeader, "the first line holds numbers, not names; add a header row")
	}
	return nil
}

// allNumbers reports whether a header is rather a row of numbers: whole
// numbers alone are names too, as tools number columns.
func allNumbers(names []string) bool {
	fraction := false
	for _, name := range names {
		if _, ok := parseNumber(name); !ok {
			return false
		}
		fraction = fraction || strings.ContainsRune(name, '.')
	}
	return fraction
}
