package data

import (
	"errors"
	"io"
	"os"
	"testing"

	"surefoot/graph"
)

// BenchmarkTrainingFromAFile is one evaluation of logistic regression on 128 MiB in the
// page cache, streamed in each way, beside what reading the file costs and beside the
// same in memory:
//
//	go test ./train/data -run '^$' -bench TrainingFromAFile
func BenchmarkTrainingFromAFile(b *testing.B) {
	const m, n = 1 << 19, 32
	folder, x, y := drawnFiles(b, m, n)
	table := &Table{X: x, Y: y, M: m, N: n, Features: numberedFeatures(n)}
	b.Run("reading alone", func(b *testing.B) {
		b.SetBytes(m * n * 8)
		space := make([]byte, 1<<20)
		for b.Loop() {
			if err := readOver(folder+"x.npy", space); err != nil {
				b.Fatal(err)
			}
		}
	})
	scaling, _ := Standardize(table)
	copied := opened(b, folder+"x.npy", folder+"y8.npy", StreamOptions{Copy: true})
	for _, c := range []struct {
		name    string
		source  graph.Source
		workers int
	}{
		{"mapped", opened(b, folder+"x.npy", folder+"y8.npy", StreamOptions{}), 1},
		{"mapped, 2 workers", opened(b, folder+"x.npy", folder+"y8.npy", StreamOptions{}), 2},
		{"copied", copied, 1},
		{"copied, 2 workers", copied, 2},
		{"copied and scaled, 2 workers", scaling.Source(copied), 2},
		{"in memory", table.Source(), 1},
		{"in memory, 2 workers", table.Source(), 2},
	} {
		b.Run(c.name, func(b *testing.B) { evaluateFrom(b, c.source, c.workers) })
	}
}

func readOver(path string, space []byte) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	for {
		if _, err := file.Read(space); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func evaluateFrom(b *testing.B, source graph.Source, workers int) {
	m, n, _ := source.Size()
	model := graph.Logistic(n)
	g, err := model.Training(m)
	if err == nil {
		err = g.Derive()
	}
	if err != nil {
		b.Fatal(err)
	}
	engine, err := graph.NewEngineOn("program", model, g, source, graph.EngineOptions{Workers: workers})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(m * n * 8))
	for b.Loop() {
		if _, err := engine.Evaluate(model.Parameters); err != nil {
			b.Fatal(err)
		}
	}
}
