package npy

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// file is a .npy file of version 1.0 with a header and what follows it.
func file(header string, rest ...byte) []byte {
	out := append([]byte(magic), 1, 0)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(header)))
	return append(append(out, header...), rest...)
}

func TestHeader(t *testing.T) {
	f8 := Type{Kind: 'f', Size: 8}
	for name, c := range map[string]struct {
		text string
		want Header
	}{
		"as NumPy writes it": {"{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }     \n", Header{Type: f8, Shape: []int{3, 4}, Count: 12}},
		"no last comma":      {"{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4)}\n", Header{Type: f8, Shape: []int{3, 4}, Count: 12}},
		"no spaces":          {"{'descr':'<f8','fortran_order':True,'shape':(3,4)}", Header{Type: f8, Fortran: true, Shape: []int{3, 4}, Count: 12}},
		"another order":      {"{'shape': (3, 4), 'fortran_order': False, 'descr': '<f8'}\n", Header{Type: f8, Shape: []int{3, 4}, Count: 12}},
		"double marks":       {`{"descr": "<f8", "fortran_order": False, "shape": (3, 4,)}`, Header{Type: f8, Shape: []int{3, 4}, Count: 12}},
		"Python 2":           {"{'descr': '<f8', 'fortran_order': False, 'shape': (3L, 4L), }\n", Header{Type: f8, Shape: []int{3, 4}, Count: 12}},
		"one index":          {"{'descr': '>i2', 'fortran_order': False, 'shape': (7,), }\n", Header{Type: Type{'i', 2, true}, Shape: []int{7}, Count: 7}},
		"a number":           {"{'descr': '|u1', 'fortran_order': False, 'shape': (), }\n", Header{Type: Type{'u', 1, false}, Shape: []int{}, Count: 1}},
		"none":               {"{'descr': '|b1', 'fortran_order': False, 'shape': (0, 99999999999), }\n", Header{Type: Type{'b', 1, false}, Shape: []int{0, 99999999999}}},
	} {
		got, err := ReadHeader(bytes.NewReader(file(c.text)))
		c.want.Offset = int64(10 + len(c.text))
		if err != nil || got.Type != c.want.Type || got.Fortran != c.want.Fortran || !slices.Equal(got.Shape, c.want.Shape) ||
			got.Count != c.want.Count || got.Offset != c.want.Offset {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, c.want)
		}
	}
}

func TestHeaderIsRefused(t *testing.T) {
	with := func(descr, shape string) []byte {
		return file("{'descr': " + descr + ", 'fortran_order': False, 'shape': " + shape + ", }\n")
	}
	for name, c := range map[string]struct {
		file []byte
		kind error
		text string
	}{
		"nothing":           {nil, ErrFormat, "ends within its header: not a NumPy array, or not all of one"},
		"text":              {[]byte("a,b,y\n1,2,0\n"), ErrFormat, "is not a NumPy array: it does not begin as a .npy file does"},
		"no length":         {[]byte(magic + "\x01\x00\x10"), ErrFormat, "ends within its header: not a NumPy array, or not all of one"},
		"a long length":     {[]byte(magic + "\x01\x00\xff\xff{"), ErrFormat, "ends within its header: not a NumPy array, or not all of one"},
		"4 GiB of header":   {[]byte(magic + "\x02\x00\xff\xff\xff\xff{"), ErrFormat, "has a header of 4294967295 bytes, which no array of numbers has"},
		"version 4":         {[]byte(magic + "\x04\x00\x10\x00"), ErrFormat, "has version 4.0 of NumPy's format; versions 1.0, 2.0 and 3.0 are read"},
		"version 1.1":       {[]byte(magic + "\x01\x01\x10\x00"), ErrFormat, "has version 1.1 of NumPy's format; versions 1.0, 2.0 and 3.0 are read"},
		"empty":             {file(""), ErrFormat, "has a damaged header, at its end"},
		"no dictionary":     {file("[1]"), ErrFormat, `has a damaged header, at "[1]"`},
		"a missing key":     {file("{'descr': '<f8', 'shape': (1,)}"), ErrFormat, "has a header that is not of descr, fortran_order and shape"},
		"another key":       {file("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': 'y'}"), ErrFormat, "has a header that is not of descr, fortran_order and shape"},
		"a key twice":       {file("{'descr': '<f8', 'descr': '<f4'}"), ErrFormat, `has a damaged header, at ": '<f4'}"`},
		"something after":   {file("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} 1"), ErrFormat, `has a damaged header, at "1"`},
		"a negative size":   {with("'<f8'", "(-3, 4)"), ErrFormat, `has a damaged header, at "-3, 4), }"`},
		"a huge size":       {with("'<f8'", "(99999999999999999999,)"), ErrFormat, `has a damaged header, at "99999999999999999999,), "…`},
		"a huge product":    {with("'<f8'", "(4294967296, 4294967296)"), ErrFormat, "has the shape (4294967296, 4294967296), more numbers than a computer can address"},
		"2⁶³ bytes":         {with("'<f8'", "(1152921504606846976,)"), ErrFormat, "has the shape (1152921504606846976,), more numbers than a computer can address"},
		"2⁶³ bytes in use":  {with("'|u1'", "(1152921504606846976,)"), ErrFormat, "has the shape (1152921504606846976,), more numbers than a computer can address"},
		"a number as shape": {with("'<f8'", "(3)"), ErrFormat, `has a damaged header, at ", }"`},
		"no comma":          {with("'<f8'", "(3 4)"), ErrFormat, `has a damaged header, at "4), }"`},
		"a fraction":        {with("'<f8'", "(3.5,)"), ErrFormat, `has a damaged header, at ".5,), }"`},
		"an open text":      {file("{'descr': '<f8"), ErrFormat, "has a damaged header, at its end"},
		"objects":           {with("'|O'", "(1,)"), ErrType, "holds Python objects, a pickle, which could run code when read; save numbers, as .astype(np.float64) makes them"},
		"fields":            {with("[('a', '<f8')]", "(1,)"), ErrType, "is a structured array, of fields with names; save its columns as one array of numbers"},
		"half":              {with("'<f2'", "(1,)"), ErrType, `has elements of the type "<f2", which are not read; save them as .astype(np.float64)`},
		"no order":          {with("'|f8'", "(1,)"), ErrType, `has elements of the type "|f8", which are not read; save them as .astype(np.float64)`},
		"no type":           {with("''", "(1,)"), ErrType, "has elements of the type \"\", which is not known; save them as .astype(np.float64)"},
		"a bell":            {with("'<\a8'", "(1,)"), ErrType, `has elements of the type "<\a8", which are not read; save them as .astype(np.float64)`},
		"a signed size":     {with("'<f+8'", "(1,)"), ErrType, `has elements of the type "<f+8", which are not read; save them as .astype(np.float64)`},
	} {
		_, err := ReadHeader(bytes.NewReader(c.file))
		if !errors.Is(err, c.kind) {
			t.Errorf("%s: error %v is not %v", name, err, c.kind)
		} else if err.Error() != c.text {
			t.Errorf("%s:\n got %s\nwant %s", name, err, c.text)
		}
	}
}

func TestReaderErrorIsReturned(t *testing.T) {
	broken := errors.New("broken")
	whole := file("{'descr': '<f8', 'fortran_order': False, 'shape': (), }\n")
	for _, after := range []int{0, 7, 9, 30} {
		r := io.MultiReader(bytes.NewReader(whole[:after]), iotest.ErrReader(broken))
		if _, err := ReadHeader(r); !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v", after, err)
		}
	}
}

// TestDecode decodes what is written at the end of the numbers' own memory.
func TestDecode(t *testing.T) {
	for text, c := range map[string]struct {
		bytes []byte
		want  []float64
	}{
		"|b1": {[]byte{0, 1, 2}, []float64{0, 1, 1}},
		"|u1": {[]byte{0, 128, 255}, []float64{0, 128, 255}},
		"|i1": {[]byte{127, 128, 255}, []float64{127, -128, -1}},
		"<u2": {[]byte{1, 2, 255, 255}, []float64{513, 65535}},
		">u2": {[]byte{1, 2, 255, 255}, []float64{258, 65535}},
		"<i2": {[]byte{0, 128, 254, 255}, []float64{-32768, -2}},
		">i4": {[]byte{0xff, 0xff, 0xff, 0xfe, 0, 0, 1, 0}, []float64{-2, 256}},
		"<u4": {[]byte{0xff, 0xff, 0xff, 0xff}, []float64{1<<32 - 1}},
		"<i8": {[]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0, 0, 0, 0}, []float64{-1, 1}},
		">u8": {[]byte{0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, []float64{1<<53 - 1}},
		"<f4": {binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, math.Float32bits(0.1)), math.Float32bits(-2)), []float64{float64(float32(0.1)), -2}},
		">f4": {binary.BigEndian.AppendUint32(nil, math.Float32bits(1.5)), []float64{1.5}},
		"<f8": {binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, math.Float64bits(0.1)), math.Float64bits(-0.2)), []float64{0.1, -0.2}},
		">f8": {binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, math.Float64bits(0.1)), math.Float64bits(-0.2)), []float64{0.1, -0.2}},
	} {
		kind, err := parseType(text)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]float64, len(c.want))
		if inexact := kind.Decode(got, c.bytes); inexact != -1 || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v with %d inexact, want %v", text, got, inexact, c.want)
		}
	}
}

func TestWholeNumbersThatAreNotExactAreFound(t *testing.T) {
	for _, order := range []string{"<", ">"} {
		for _, kind := range []string{"i8", "u8"} {
			typ, err := parseType(order + kind)
			if err != nil {
				t.Fatal(err)
			}
			src := make([]byte, 24)
			var number binary.ByteOrder = binary.LittleEndian
			if typ.Big {
				number = binary.BigEndian
			}
			number.PutUint64(src[8:], 1<<53-1)
			number.PutUint64(src[16:], 1<<53+1)
			if inexact := typ.Decode(make([]float64, 3), src); inexact != 2 {
				t.Errorf("%s%s: the first inexact number is at %d, want 2", order, kind, inexact)
			}
		}
	}
}

// TestNumPysOwnFiles reads what testdata/arrays.py wrote.
func TestNumPysOwnFiles(t *testing.T) {
	for name, c := range map[string]struct {
		kind    Type
		fortran bool
		offset  int64
	}{
		"f8.npy":           {Type{'f', 8, false}, false, 128},
		"f4big.npy":        {Type{'f', 4, true}, false, 128},
		"whole_uint16.npy": {Type{'u', 2, false}, false, 128},
		"whole_bool.npy":   {Type{'b', 1, false}, false, 128},
		"fortran.npy":      {Type{'f', 8, false}, true, 128},
		"version2.npy":     {Type{'f', 8, false}, false, 128},
		"version3.npy":     {Type{'f', 8, false}, false, 128},
	} {
		text, err := os.ReadFile("../testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		h, err := ReadHeader(bytes.NewReader(text))
		if err != nil || h.Type != c.kind || h.Fortran != c.fortran || h.Offset != c.offset || int64(len(text)) != h.Offset+h.Bytes() {
			t.Errorf("%s: %+v of %d bytes, %v", name, h, len(text), err)
		}
	}
}

func FuzzReadHeader(f *testing.F) {
	for _, header := range []string{
		"{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }\n", "{'shape':(9223372036854775807,2)", "{'descr': [('a', '<f8')], ",
		"{'descr': '|O', 'fortran_order': True, 'shape': (), }", "{\"a\":\"b", "{'shape': (-1,)}", "{}", "{'descr':'<f88888888888888888888'",
	} {
		f.Add(file(header))
		f.Add([]byte(magic + "\x02\x00\xff\xff\xff\x7f" + header))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		h, err := ReadHeader(bytes.NewReader(text))
		if err != nil {
			if (!errors.Is(err, ErrFormat) && !errors.Is(err, ErrType)) || strings.ContainsAny(err.Error(), "\n\r\a\x00") {
				t.Fatalf("an error of another kind, or of more than a line: %q", err)
			}
			return
		}
		if h.Offset > int64(len(text)) || h.Count < 0 || h.Bytes() < 0 || h.Bytes()/int64(h.Type.Size) != int64(h.Count) {
			t.Fatalf("%+v of %d bytes", h, len(text))
		}
		product := big.NewInt(1)
		for _, n := range h.Shape {
			product.Mul(product, big.NewInt(int64(n)))
		}
		if product.Cmp(big.NewInt(int64(h.Count))) != 0 {
			t.Fatalf("the shape %v has %d numbers", h.Shape, h.Count)
		}
	})
}
