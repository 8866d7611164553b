package cli

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"surefoot/graph"
)

func (a *app) graphPlan(cmd *cobra.Command, o graphOptions) error {
	given := cmd.Flags().Changed
	if !given("format") {
		o.format = "table"
	}
	err := cmp.Or(formatFlag(o.format, "table", "json"), o.planFlags(given),
		sizes(o.features, o.examples, math.MaxInt32), modelFlag(o.model))
	if err != nil {
		return err
	}
	model, err := a.model(o.model, o.features)
	if err != nil {
		return err
	}
	plan, err := a.plan(model, o.examples)
	switch {
	case err != nil:
		return err
	case o.format == "json":
		return writeJSON(a.Out, plan)
	}
	return a.printPlan(plan)
}

// plan describes how the trained graph is evaluated.
func (a *app) plan(model *graph.Model, examples int) (graph.PlanDescription, error) {
	g, err := model.Training(examples)
	if err != nil {
		return graph.PlanDescription{}, err
	}
	if err := g.Derive(); err != nil {
		return graph.PlanDescription{}, err
	}
	plan, err := graph.NewPlan(model, g, examples, graph.PlanOptions{})
	if err != nil {
		return graph.PlanDescription{}, err
	}
	return plan.Describe(examples), nil
}

func (a *app) printPlan(d graph.PlanDescription) error {
	fmt.Fprintf(a.Out, "%s   %s × %s   float64   graph %s\n", d.Model, count(d.Examples, "example"), count(d.Features, "feature"), d.Fingerprint)
	if d.Whole != "" {
		fmt.Fprintf(a.Out, "  in one block, because %s\n", d.Whole)
	} else {
		fmt.Fprintf(a.Out, "  in %s of up to %s; their sums in %s, in fixed order\n",
			count(d.Blocks, "block"), count(d.Rows, "example"), count(d.Sums, "part"))
	}
	fmt.Fprintf(a.Out, "  a block with its numbers: %s; memory beside the data: %s\n", size(d.Block), size(d.Memory))
	fmt.Fprintf(a.Out, "  an evaluation reads %s and moves %s in the cache\n\n", size(d.Read), size(d.Moved))
	rows := [][]string{{"when", "computes", "shape", "into", "how", "fused", "bytes"}}
	for _, s := range d.Steps {
		rows = append(rows, []string{
			s.When, s.Formulas[0], shapeText(s.Shape), s.Into[0], s.How, strings.TrimLeft(strconv.Itoa(s.Chain), "0"), size(s.Bytes),
		})
		for k, formula := range s.Formulas[1:] { // computed with the first
			rows = append(rows, []string{"", formula, shapeText(s.Shape), s.Into[k+1]})
		}
	}
	return columns(a.Out, 2, 2, []int{6, 7}, rows...)
}

// shapeText is (184,20).
func shapeText(shape []int) string {
	return "(" + strings.ReplaceAll(strings.Trim(fmt.Sprint(shape), "[]"), " ", ",") + ")"
}

// size is a number of bytes, with three digits.
func size(bytes int) string {
	for _, unit := range []struct {
		name string
		of   int
	}{{"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}} {
		if bytes >= unit.of {
			return fmt.Sprintf("%.3g %s", float64(bytes)/float64(unit.of), unit.name)
		}
	}
	return fmt.Sprintf("%d B", bytes)
}

// planFlags refuses flags that have nothing to do with a plan.
func (o graphOptions) planFlags(given func(flag string) bool) error {
	var err error
	for _, flag := range []string{"gradient", "training", "out"} {
		if given(flag) {
			err = cmp.Or(err, usage("--%s is about the drawing; --plan prints how the trained graph is evaluated", flag))
		}
	}
	return err
}
