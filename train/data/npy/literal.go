package npy

import (
	"strconv"
	"strings"
)

// structured stands for a descr that is a list: fields with names.
type structured struct{}

// literal reads the few of Python's literals that a header is made of.
type literal struct{ rest string }

// parseDictionary reads {'key': value, …}, of which the values are texts, True or
// False, tuples of whole numbers ([]int), or lists (structured).
func parseDictionary(text string) (map[string]any, error) {
	p := &literal{text}
	entries := map[string]any{}
	if !p.take("{") {
		return nil, p.damaged()
	}
	for !p.take("}") {
		key, ok := p.text()
		if _, twice := entries[key]; !ok || twice || !p.take(":") {
			return nil, p.damaged()
		}
		value, ok := p.value()
		if !ok {
			return nil, p.damaged()
		}
		entries[key] = value
		if _, list := value.(structured); list {
			// Which fields it has does not matter: it is refused.
			return map[string]any{"descr": value, "fortran_order": false, "shape": []int{}}, nil
		}
		if !p.take(",") && !strings.HasPrefix(p.trimmed(), "}") {
			return nil, p.damaged()
		}
	}
	if p.trimmed() != "" {
		return nil, p.damaged()
	}
	return entries, nil
}

func (p *literal) damaged() error {
	place := "its end"
	if rest := strings.TrimSpace(p.rest); rest != "" {
		place = excerpt(rest)
	}
	return faultOf(ErrFormat, "has a damaged header, at %s", place)
}

// excerpt shows text from the file in a message, quoted and cut when long.
func excerpt(text string) string {
	if len(text) > 24 {
		return strconv.QuoteToASCII(text[:24]) + "…"
	}
	return strconv.QuoteToASCII(text)
}

// trimmed is what is left, from its next sign on.
func (p *literal) trimmed() string {
	p.rest = strings.TrimLeft(p.rest, " \t\r\n")
	return p.rest
}

// take takes a word or sign, if it is next.
func (p *literal) take(word string) (ok bool) {
	p.rest, ok = strings.CutPrefix(p.trimmed(), word)
	return ok
}

// text takes a text in quotation marks. None in a header has escapes.
func (p *literal) text() (string, bool) {
	for _, mark := range []string{"'", `"`} {
		if p.take(mark) {
			text, rest, closed := strings.Cut(p.rest, mark)
			p.rest = rest
			return text, closed && !strings.ContainsAny(text, "\\\n")
		}
	}
	return "", false
}

func (p *literal) value() (any, bool) {
	switch {
	case p.take("True"):
		return true, true
	case p.take("False"):
		return false, true
	case p.take("["):
		return structured{}, true
	case p.take("("):
		return p.tuple()
	}
	return p.text()
}

// tuple takes whole numbers up to the closing parenthesis; (3) without a comma is
// a number in parentheses to Python, and no shape.
func (p *literal) tuple() ([]int, bool) {
	sizes := []int{}
	for comma := true; ; {
		if p.take(")") {
			return sizes, comma || len(sizes) > 1
		}
		digits := len(p.trimmed()) - len(strings.TrimLeft(p.rest, "0123456789"))
		size, err := strconv.Atoi(p.rest[:digits])
		if err != nil || !comma {
			return nil, false
		}
		p.rest = p.rest[digits:]
		p.take("L") // Python 2 wrote its long numbers so
		sizes = append(sizes, size)
		comma = p.take(",")
	}
}
