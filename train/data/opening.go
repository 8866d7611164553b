package data

import (
	"bufio"
	"bytes"
	"io"
)

const bufferBytes = 64 << 10

// Inputs that are not UTF-8 text, by their first bytes.
var signatures = []struct{ prefix, advice string }{
	{"\xFF\xFE", "is UTF-16; save it as UTF-8"},
	{"\xFE\xFF", "is UTF-16; save it as UTF-8"},
	{"\x93NUMPY", "is a NumPy array; name the file .npy, and give its labels as another"},
	{"PK\x03\x04", "is a workbook or a zip archive; export or unpack it as CSV"},
	{"\x1F\x8B", "is compressed with gzip; unpack it first"},
}

// openText returns r's text without a byte order mark, or ErrBinary when the
// first bytes belong to something else than UTF-8 text.
func openText(r io.Reader, name string) (*bufio.Reader, error) {
	text := bufio.NewReaderSize(r, bufferBytes)
	// A failing read shows again, with its error, when the text is read.
	head, _ := text.Peek(6)
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.prefix)) {
			return nil, faultAt(name, 0, ErrBinary, "%s", s.advice)
		}
	}
	if isWide(head) {
		return nil, faultAt(name, 0, ErrBinary, "is UTF-16; save it as UTF-8")
	}
	if bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")) {
		if _, err := text.Discard(3); err != nil {
			return nil, err
		}
	}
	return text, nil
}

// isWide reports whether head looks like UTF-16 without a byte order mark:
// two characters of which only the low bytes are in use.
func isWide(head []byte) bool {
	if len(head) < 4 {
		return false
	}
	low := head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0
	high := head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0
	return low || high
}

// Delimiters that are recognised, the likelier first.
var delimiters = []rune{',', ';', '\t', '|'}

// sniff returns the delimiter that occurs most often outside quotation marks
// in the first line of head, and ',' when there is none.
func sniff(head []byte) rune {
	head = bytes.TrimLeft(head, "\r\n")
	var count [256]int
	quoted := false
	for _, c := range head {
		if c == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		if c == '\n' {
			break
		}
		count[c]++
	}
	best := delimiters[0]
	for _, d := range delimiters {
		if count[d] > count[best] {
			best = d
		}
	}
	return best
}
