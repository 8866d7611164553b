package verify

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"surefoot/graph"
)

// subjectSingly is a start check of the program in float32, in blocks of up to 50.
func subjectSingly(model *graph.Model, block graph.Block, theta graph.Parameters) Subject {
	return Subject{
		Model: model, Block: block, Theta: theta, Seed: 1, Single: true,
		Engine: func(g *graph.Graph, source graph.Source) (graph.Engine, error) {
			return graph.NewEngineOn("program", model, g, source, graph.EngineOptions{Single: true, Rows: 50})
		},
	}
}

func TestStartPassesTheProgramInFloat32(t *testing.T) {
	for _, name := range singles {
		for _, size := range [][2]int{{1, 2}, {30, 4}, {300, 20}, {60, 784}} {
			if testing.Short() && size[1] > 20 {
				continue
			}
			for _, spread := range []bool{false, true} {
				model := newModel(t, name, size[1])
				block, theta := weightedFor(model, size[0], 3), scaledStart(model, 3, 1)
				if spread {
					spreadOut(block, theta, true)
				}
				s := subjectSingly(model, block, theta)
				before := theta.Clone()
				started, err := Start(context.Background(), s)
				if err != nil {
					t.Fatal(err)
				}
				requirePass(t, fmt.Sprintf("%s, %v, spread %v", name, size, spread), started.Report.Checks...)
				if !slices.Equal(before[0].Values, s.Theta[0].Values) {
					t.Error("the start check rounds the caller's parameters")
				}
				if countOf(started.Report, "engine") < 12 || countOf(started.Report, "engines") < 12 {
					t.Errorf("%s: the engine is compared in %d and %d quantities", name,
						countOf(started.Report, "engine"), countOf(started.Report, "engines"))
				}
			}
		}
	}
}

// Both the derivation and the interpreter object to what the program computes wrong.
func TestStartFindsErrorsInFloat32(t *testing.T) {
	for _, name := range singles {
		model := newModel(t, name, 3)
		block := weightedFor(model, 40, 3)
		leadBy(block)
		step := singleStep{model: model}
		var quantities []string
		for _, f := range model.Formulas {
			if f.Of == "" && (slices.Contains(model.Inner, f.By) || model.Parameters.Get(f.By) != nil) {
				quantities = append(quantities, f.Quantity)
			}
		}
		for _, quantity := range append(quantities, "S") {
			for what, wrong := range map[string]func(x float64) float64{
				"2e-3 off": func(x float64) float64 { return x * (1 + 2e-3) },
				"NaN":      func(float64) float64 { return math.NaN() },
			} {
				s := subjectSingly(model, block, scaledStart(model, 3, 1))
				build := s.Engine
				s.Engine = func(g *graph.Graph, source graph.Source) (graph.Engine, error) {
					engine, err := build(g, source)
					return bent{engine, func(e *graph.Evaluation) {
						if quantity == "S" {
							e.S = wrong(e.S)
							return
						}
						x := step.numbers(e)[quantity]
						at := largestAt(x)
						x[at] = wrong(x[at])
					}}, err
				}
				started, err := Start(context.Background(), s)
				if err != nil {
					t.Fatal(err)
				}
				for _, check := range []string{"engine", "engines"} {
					if !slices.ContainsFunc(started.Report.Checks, func(f Finding) bool {
						return f.Check == check && f.Quantity == quantity && f.Verdict == Fail
					}) {
						t.Errorf("%s: %s is %s, and the check %q has no objection", name, quantity, what, check)
					}
				}
			}
		}
	}
}

func TestStartInFloat32NeedsNumbersInItsRange(t *testing.T) {
	model, block := graph.Logistic(2), weighted(6, 2, 1)
	block.Table[3] = 1e39
	if _, err := Start(context.Background(), subjectSingly(model, block, model.Parameters)); !errors.Is(err, graph.ErrRange) {
		t.Errorf("%v", err)
	}
}

// On the numbers that float64 has, a program in float32 is not the derivation: without
// Single the start check says so.
func TestStartInFloat64RefusesAProgramInFloat32(t *testing.T) {
	model := graph.Logistic(3)
	s := subjectSingly(model, weighted(40, 3, 1), model.Parameters)
	s.Single = false
	started, err := Start(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	if f, _ := started.Report.Failed(); started.Report.Verdict != Fail || f.Check != "engine" {
		t.Errorf("%v by the check %q", started.Report.Verdict, f.Check)
	}
}
