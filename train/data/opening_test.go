package data

import "testing"

func TestSniff(t *testing.T) {
	for head, want := range map[string]rune{
		"":                        ',',
		"a\n1;2;3\n":              ',',
		"a,b\n":                   ',',
		"a;b;c,d\n1,1,1,1":        ';',
		"a\tb":                    '\t',
		"a|b|y\n":                 '|',
		"\r\n\na;b\n":             ';',
		"\"a,b,c\";\"d\"\n":       ';',
		"\"a,b\nc,d\";e;y\n1,2,3": ';',
		"€|€€€€":                  '|', // the bytes of € end in 0xAC, a comma but for its top bit
		"a,b;c":                   ',',
	} {
		if got := sniff([]byte(head)); got != want {
			t.Errorf("sniff(%q) = %q, want %q", head, got, want)
		}
	}
}
