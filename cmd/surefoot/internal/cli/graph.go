package cli

import (
	"bytes"
	"fmt"
	"math"
	"os/exec"

	"github.com/spf13/cobra"
	"surefoot/graph"
	"surefoot/train"
)

func init() { commands = append(commands, graphCommand) }

type graphOptions struct {
	model              string
	features, examples int
	training, gradient bool
	plan               bool
	format, out        string
}

func graphCommand(a *app) *cobra.Command {
	o := graphOptions{}
	cmd := &cobra.Command{
		Use: "graph", Short: "Draw the graph, each node with its letter, shape and formula", Args: takes(0, 0),
		Long: `Writes the derivation's graph, or the one that is trained, as Graphviz text; with
--format svg as a picture, by Graphviz' program dot. With --plan it prints how the
trained graph is evaluated: the blocks, the steps, where their numbers are, and how
many bytes move.`,
		Example: `  surefoot graph --gradient --format svg --out graph.svg
  surefoot graph --training | dot -Tpdf > graph.pdf
  surefoot graph --model mlp:4relu,3softmax --gradient
  surefoot graph --plan --features 20 --examples 1000000`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.plan {
				return a.graphPlan(cmd, o)
			}
			return a.graph(cmd, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.model, "model", logistic, modelHelp)
	flags.IntVar(&o.features, "features", 2, "`NUMBER` of features n")
	flags.IntVar(&o.examples, "examples", 5, "`NUMBER` of examples m")
	flags.BoolVar(&o.training, "training", false, "the graph that is trained, with the loss from logits")
	flags.BoolVar(&o.gradient, "gradient", false, "with the nodes that Gorgonia derives")
	flags.BoolVar(&o.plan, "plan", false, "print the plan of the graph that is trained")
	flags.StringVar(&o.format, "format", "dot", "`FORM` of the drawing: dot or svg; of --plan: table (its default) or json")
	flags.StringVar(&o.out, "out", "", "write to `FILE` (default: standard output)")
	complete(cmd, map[string][]string{"format": {"dot", "svg", "table", "json"}, "model": graph.ModelNames()})
	return cmd
}

func (a *app) graph(cmd *cobra.Command, o graphOptions) error {
	if err := formatFlag(o.format, "dot", "svg"); err != nil {
		return err
	}
	if err := sizes(o.features, o.examples, math.MaxInt32); err != nil {
		return err
	}
	if err := writable(nil, destination{"out", o.out}); err != nil {
		return err
	}
	if err := modelFlag(o.model); err != nil {
		return err
	}
	model, err := a.model(o.model, o.features)
	if err != nil {
		return err
	}
	build := model.Document
	if o.training {
		build = model.Training
	}
	content, err := drawing(build, o.examples, o.gradient)
	if err != nil {
		return err
	}
	if o.format == "svg" {
		if content, err = graphviz(cmd, content); err != nil {
			return err
		}
	}
	if o.out == "" {
		_, err = a.Out.Write(content)
		return err
	}
	var files outputs
	files.add(o.out, content)
	return a.write(files)
}

// graphviz lets the program dot draw the text.
func graphviz(cmd *cobra.Command, text []byte) ([]byte, error) {
	path, err := exec.LookPath("dot")
	if err != nil {
		return nil, fmt.Errorf("--format svg needs Graphviz, whose program dot is not installed; install it, or use --format dot")
	}
	var svg, complaint bytes.Buffer
	draw := exec.CommandContext(cmd.Context(), path, "-Tsvg")
	draw.Stdin, draw.Stdout, draw.Stderr = bytes.NewReader(text), &svg, &complaint
	if err := draw.Run(); cmd.Context().Err() != nil {
		return nil, train.ErrInterrupted
	} else if err != nil {
		return nil, fmt.Errorf("dot: %w: %s", err, complaint.String())
	}
	return svg.Bytes(), nil
}
