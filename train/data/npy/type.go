package npy

import (
	"encoding/binary"
	"math"
	"math/bits"
	"strconv"
)

// Type is the type of an array's elements.
type Type struct {
	Kind byte // 'f' floating, 'i' signed, 'u' unsigned, 'b' true or false
	Size int  // bytes
	Big  bool // the most significant byte comes first
}

// refused are kinds of elements, by NumPy's letter, and what to do about them.
var refused = map[byte]string{
	'O': "holds Python objects, a pickle, which could run code when read; save numbers, as .astype(np.float64) makes them",
	'c': "holds complex numbers; save their real and imaginary parts as two columns",
	'U': "holds texts; save numbers, for labels 0 and 1: (y == 'ill').astype(np.int8)",
	'S': "holds texts; save numbers, for labels 0 and 1: (y == b'ill').astype(np.int8)",
	'a': "holds texts; save numbers, for labels 0 and 1: (y == b'ill').astype(np.int8)",
	'M': "holds dates; save numbers: the days since a date, as np.float64",
	'm': "holds spans of time; save numbers: seconds, as np.float64",
	'V': "holds raw bytes or fields with names; save one array of numbers",
}

// parseType reads a descr such as "<f8".
func parseType(text string) (Type, error) {
	if len(text) < 2 || text[0] != '<' && text[0] != '>' && text[0] != '|' {
		return Type{}, faultOf(ErrType, "has elements of the type %s, which is not known; save them as .astype(np.float64)", excerpt(text))
	}
	t := Type{Kind: text[1], Big: text[0] == '>'}
	if advice, ok := refused[t.Kind]; ok {
		return t, faultOf(ErrType, "%s", advice)
	}
	t.Size, _ = strconv.Atoi(text[2:])
	switch known := string(t.Kind) + text[2:]; known {
	case "b1", "i1", "u1":
		t.Big = false
		return t, nil
	case "i2", "i4", "i8", "u2", "u4", "u8", "f4", "f8":
		if text[0] != '|' {
			return t, nil
		}
	}
	return t, faultOf(ErrType, "has elements of the type %s, which are not read; save them as .astype(np.float64)", excerpt(text))
}

// Native says that the bytes of an element are those of a float64 in this
// computer's memory.
func (t Type) Native() bool {
	return t.Kind == 'f' && t.Size == 8 && t.Big == bigEndian
}

var bigEndian = binary.NativeEndian.Uint16([]byte{0, 1}) == 1

// firstInexact is the least whole number that stands for its neighbour too: 2⁵³+1
// becomes 2⁵³ as a float64.
const firstInexact = 1 << 53

// Decode makes numbers of len(dst)·Size bytes. They may be the last ones of dst's
// own memory: each number is written after its bytes are read, at or before them.
// It returns the place of the first whole number from ±2⁵³ on, which a float64 may
// not hold exactly, or −1.
func (t Type) Decode(dst []float64, src []byte) int {
	src = src[:len(dst)*t.Size]
	switch {
	case t.Kind == 'b':
		for i, c := range src {
			dst[i] = 0
			if c != 0 {
				dst[i] = 1
			}
		}
	case t.Kind == 'f' && t.Size == 8:
		for i := range dst {
			dst[i] = math.Float64frombits(t.eight(src[8*i:]))
		}
	case t.Kind == 'f':
		for i := range dst {
			dst[i] = float64(math.Float32frombits(t.four(src[4*i:])))
		}
	default:
		return t.decodeWhole(dst, src)
	}
	return -1
}

func (t Type) decodeWhole(dst []float64, src []byte) int {
	signed, beyond := t.Kind == 'i', -1
	for i := range dst {
		var u uint64
		switch t.Size {
		case 1:
			u = uint64(src[i])
		case 2:
			u = uint64(t.two(src[2*i:]))
		case 4:
			u = uint64(t.four(src[4*i:]))
		case 8:
			u = t.eight(src[8*i:])
		}
		if !signed {
			dst[i] = float64(u)
		} else {
			// The sign is the highest bit of however many there are.
			unused := 64 - 8*t.Size
			dst[i] = float64(int64(u<<unused) >> unused)
		}
		if beyond < 0 && math.Abs(dst[i]) >= firstInexact {
			beyond = i
		}
	}
	return beyond
}

func (t Type) two(b []byte) uint16 {
	u := binary.LittleEndian.Uint16(b)
	if t.Big {
		u = bits.ReverseBytes16(u)
	}
	return u
}

func (t Type) four(b []byte) uint32 {
	u := binary.LittleEndian.Uint32(b)
	if t.Big {
		u = bits.ReverseBytes32(u)
	}
	return u
}

func (t Type) eight(b []byte) uint64 {
	u := binary.LittleEndian.Uint64(b)
	if t.Big {
		u = bits.ReverseBytes64(u)
	}
	return u
}
