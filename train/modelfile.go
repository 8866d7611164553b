package train

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"surefoot/graph"
	"surefoot/train/data"
)

// ErrModelFile is returned for a file that is not a model that this program
// wrote, or is damaged.
var ErrModelFile = errors.New("not a model file")

const (
	modelFormat  = "surefoot-model"
	modelVersion = 1
)

// ModelFile is a trained model with all that a prediction needs: what the columns
// are, how they are scaled, and the parameters. It is written as JSON.
type ModelFile struct {
	Format     string           `json:"format"`
	Version    int              `json:"version"`
	Model      string           `json:"model"`
	Schema     data.Schema      `json:"schema"`
	Scaling    *data.Scaling    `json:"scaling"` // nil: the table as it is
	Parameters graph.Parameters `json:"parameters"`
	Training   TrainingRecord   `json:"training"`
}

// TrainingRecord says how a model came to be.
type TrainingRecord struct {
	Solver       string  `json:"solver"`
	Rate         float64 `json:"rate"`
	Iterations   int     `json:"iterations"`
	Engine       string  `json:"engine"`
	Dtype        string  `json:"dtype,omitempty"` // of the numbers; "" is float64
	Seed         int64   `json:"seed"`
	Cost         float64 `json:"cost"`
	Examples     int     `json:"examples"`
	Fingerprint  string  `json:"fingerprint"`
	Verify       Policy  `json:"verify"`
	StepsChecked int     `json:"steps_checked"`
}

// Encode is the file's contents. A number that JSON cannot hold is an error.
func (f *ModelFile) Encode() ([]byte, error) {
	f.Format, f.Version = modelFormat, modelVersion
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode model: %w", err)
	}
	return append(text, '\n'), nil
}

// DecodeModelFile reads what Encode writes.
func DecodeModelFile(text []byte) (*ModelFile, error) {
	var f ModelFile
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrModelFile, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: there is something after its end", ErrModelFile)
	}
	if err := f.validate(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrModelFile, err)
	}
	return &f, nil
}

func (f *ModelFile) validate() error {
	switch {
	case f.Format != modelFormat:
		return fmt.Errorf("its format is %q, not %q", f.Format, modelFormat)
	case f.Version != modelVersion:
		return fmt.Errorf("its version is %d; this program reads version %d", f.Version, modelVersion)
	}
	model, err := graph.NewModel(f.Model, len(f.Schema.Features))
	if err != nil {
		return err
	}
	if model.Labels > 1 {
		return fmt.Errorf("a %s model tells %d classes apart; a model file is for two", f.Model, model.Labels)
	}
	if err := f.Parameters.Fits(model); err != nil {
		return err
	}
	if s := f.Scaling; s != nil && (len(s.Mean) != model.Features || len(s.Deviation) != model.Features) {
		return fmt.Errorf("its scaling is for %d features, not %d", len(s.Mean), model.Features)
	}
	return nil
}

// Logits are the logits of the rows of a table (m,n) in the model's order of
// features, before scaling; the table is not changed. A logit that is not finite
// is an error that names the row, from 1.
func (f *ModelFile) Logits(table []float64) ([]float64, error) {
	model, err := graph.NewModel(f.Model, len(f.Schema.Features))
	if err != nil {
		return nil, err
	}
	if f.Scaling != nil {
		table = slices.Clone(table)
		f.Scaling.Apply(table)
	}
	logits, err := graph.Logits(model, f.Parameters, table)
	if err != nil {
		return nil, err
	}
	for i, z := range logits {
		if math.IsNaN(z) || math.IsInf(z, 0) {
			return nil, fmt.Errorf("row %d: its numbers are too large for the model: the logit is %v", i+1, z)
		}
	}
	return logits, nil
}
