package data

import (
	"context"
	"io"
	"os"
	"testing"

	"surefoot/graph"
)

// BenchmarkSource passes over 128 MiB of numbers, in the page cache, and adds them:
// by each source, and by a loop that reads the file and does the same.
func BenchmarkSource(b *testing.B) {
	const m, n = 1 << 19, 32
	folder, x, y := drawnFiles(b, m, n)
	table := &Table{X: x, Y: y, M: m, N: n, Features: numberedFeatures(n)}
	scaling, _ := Standardize(table)
	mapped := opened(b, folder+"x.npy", folder+"y8.npy", StreamOptions{})
	copied := opened(b, folder+"x.npy", folder+"y8.npy", StreamOptions{Copy: true})
	for _, c := range []struct {
		name   string
		source graph.Source
	}{
		{"memory", table.Source()},
		{"mapped", mapped},
		{"copied", copied},
		{"single", opened(b, folder+"single.npy", folder+"y.npy", StreamOptions{})},
		{"big", opened(b, folder+"big.npy", folder+"y8.npy", StreamOptions{})},
		{"scaled/mapped", scaling.Source(mapped)},
		{"scaled/copied", scaling.Source(copied)},
		{"scaled/memory", scaling.Source(table.Source())},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(m * n * 8)
			for b.Loop() {
				sum := 0.0
				err := EachBlock(context.Background(), c.source, func(_ int, rows graph.Block) error {
					sum += sumOf(rows.Table)
					return nil
				})
				if err != nil || sum == 0 {
					b.Fatal(sum, err)
				}
			}
		})
	}
	b.Run("plain loop", func(b *testing.B) {
		b.SetBytes(m * n * 8)
		space := make([]float64, passNumbers)
		for b.Loop() {
			if sum := plainSum(b, folder+"x.npy", space); sum == 0 {
				b.Fatal(sum)
			}
		}
	})
}

func plainSum(b *testing.B, path string, space []float64) float64 {
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if _, err := file.Seek(128, io.SeekStart); err != nil {
		b.Fatal(err)
	}
	sum := 0.0
	for {
		got, err := io.ReadFull(file, bytesOf(space))
		sum += sumOf(space[:got/8])
		if err != nil {
			return sum
		}
	}
}

// sumOf adds as fast as memory gives, four at a time.
func sumOf(x []float64) float64 {
	var a, b, c, d float64
	for ; len(x) >= 4; x = x[4:] {
		a, b, c, d = a+x[0], b+x[1], c+x[2], d+x[3]
	}
	return a + b + c + d
}

func BenchmarkStandardize(b *testing.B) {
	const m, n = 1 << 17, 32
	folder, x, y := drawnFiles(b, m, n)
	table := &Table{X: x, Y: y, M: m, N: n, Features: numberedFeatures(n)}
	mapped := opened(b, folder+"x.npy", folder+"y8.npy", StreamOptions{})
	b.Run("memory", func(b *testing.B) {
		b.SetBytes(m * n * 8)
		for b.Loop() {
			Standardize(table)
		}
	})
	b.Run("mapped", func(b *testing.B) {
		b.SetBytes(m * n * 8)
		for b.Loop() {
			if _, _, err := StandardizeSource(context.Background(), mapped); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("check", func(b *testing.B) {
		b.SetBytes(m * n * 8)
		for b.Loop() {
			if err := Check(context.Background(), mapped, "x"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
