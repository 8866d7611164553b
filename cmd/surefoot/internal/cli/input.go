package cli

import (
	"fmt"
	"unicode/utf8"
)

// delimiterFlag checks the value of --delimiter.
func delimiterFlag(text string) error {
	if text == "" || text == "tab" || utf8.RuneCountInString(text) == 1 {
		return nil
	}
	return usage("--delimiter must be one character or tab, and is %q", text)
}

// delimiterRune is the character of a checked --delimiter, 0 where none is given.
func delimiterRune(text string) rune {
	switch text {
	case "":
		return 0
	case "tab":
		return '\t'
	}
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

// named puts the name of a file before an error.
func named(name string, err error) error { return fmt.Errorf("%s: %w", name, err) }
