package cli

import (
	"runtime"
	"strings"
	"testing"
)

// endless is an input that never ends: a start, and then one piece for ever.
type endless struct {
	start, piece string
	read         int64
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.start)
	e.start = e.start[n:]
	for n < len(p) {
		n += copy(p[n:], e.piece)
	}
	e.read += int64(n)
	return n, nil
}

// A line without end is refused soon and in little memory, in every command that
// reads a table.
func TestEndlessLine(t *testing.T) {
	const soon, memory = 64 << 20, 512 << 20
	inFolder(t, map[string]string{"table.csv": "a,b,y\n1,2,0\n2,1,1\n"})
	surefoot(t, "train", "table.csv", "--iterations", "2", "--test", "0", "--out", "model.json").done(t)
	for name, lines := range map[string]struct {
		input endless
		want  string
	}{
		"header":  {endless{piece: "abcdefgh"}, "standard input:1: the line is longer than 16 MiB"},
		"row":     {endless{start: "a,b,y\n1,2,0\n", piece: "12345678"}, "standard input:3: the line is longer than 16 MiB"},
		"fields":  {endless{start: "a,b,y\n", piece: "1,"}, "standard input:2: the line has more than 1048576 fields"},
		"names":   {endless{piece: "a,"}, "standard input:1: the line has more than 1048576 fields"},
		"quotes":  {endless{start: "a,b,y\n1,2,\"", piece: "text\n"}, "standard input:2: a quotation mark is never closed, or its record is longer than 16 MiB"},
		"numbers": {endless{start: "a,b,y\n", piece: "\x00"}, "standard input:2: contains NUL bytes: not a text file"},
	} {
		for _, args := range [][]string{
			{"train", "-", "--out", "other.json"}, {"predict", "model.json"}, {"evaluate", "model.json", "-"}, {"verify-gradients", "--data", "-"},
		} {
			t.Run(name+" "+args[0], func(t *testing.T) {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				input := lines.input
				o := surefootOn(t, nil, &input, args...).oneLineOn(t, exitData)
				runtime.ReadMemStats(&after)
				if o.err != "surefoot: "+lines.want+"\n" || o.out != "" {
					t.Errorf("standard output %q, standard error %q", o.out, o.err)
				}
				if input.read > soon {
					t.Errorf("%d bytes were read", input.read)
				}
				if allocated := after.TotalAlloc - before.TotalAlloc; allocated > memory {
					t.Errorf("%d MiB were allocated", allocated>>20)
				}
			})
		}
	}
	if left := strings.Join(entries(t), " "); left != "model.json table.csv" {
		t.Errorf("the folder has %s", left)
	}
}
