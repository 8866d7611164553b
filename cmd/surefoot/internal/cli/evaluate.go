package cli

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"
	"surefoot/train/data"
	"surefoot/train/metrics"
)

func init() { commands = append(commands, evaluateCommand) }

func evaluateCommand(a *app) *cobra.Command {
	delimiter, format := "", "table"
	cmd := &cobra.Command{
		Use: "evaluate MODEL FILE", Short: "Score a model on a labelled table", Args: takes(2, 2),
		Long: `Prints accuracy, log loss and the confusion matrix of a model on a CSV table that
has the model's features and its label column. FILE may be "-" for standard input.`,
		Example: "  surefoot evaluate model.json held-out.csv",
		RunE: func(_ *cobra.Command, args []string) error {
			err := cmp.Or(formatFlag(format, "table", "json"), delimiterFlag(delimiter))
			if err != nil {
				return err
			}
			return a.evaluate(args[0], args[1:], delimiterRune(delimiter), format)
		},
	}
	cmd.Flags().StringVar(&delimiter, "delimiter", "", delimiterHelp)
	cmd.Flags().StringVar(&format, "format", "table", formatHelp)
	complete(cmd, map[string][]string{"format": {"table", "json"}})
	return cmd
}

func (a *app) evaluate(modelPath string, args []string, delimiter rune, format string) error {
	model, err := readModel(modelPath)
	if err != nil {
		return err
	}
	input, name, err := a.input(args)
	if err != nil {
		return err
	}
	defer func() { _ = input.Close() }()
	table, err := data.ReadLabelled(input, name, model.Schema, delimiter)
	if err != nil {
		return err
	}
	logits, err := model.Logits(table.X)
	if err != nil {
		return named(name, err)
	}
	score := metrics.Evaluate(logits, table.Y)
	if format == "json" {
		return writeJSON(a.Out, score)
	}
	return a.printScore(name, model.Schema.Classes, score)
}

func (a *app) printScore(name string, classes [2]string, score metrics.Binary) error {
	fmt.Fprintf(a.Out, "%s: %d of %d right, accuracy %.4f, log loss %.4f\n",
		name, score.Right(), score.M, score.Accuracy, score.LogLoss)
	rows := [][]string{{"", "predicted " + classes[0], "predicted " + classes[1]}}
	for actual, row := range score.Confusion {
		rows = append(rows, []string{"actual " + classes[actual], strconv.Itoa(row[0]), strconv.Itoa(row[1])})
	}
	return columns(a.Out, 2, 3, []int{2, 3}, rows...)
}
