package cli

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"
	"surefoot/train/metrics"
)

func init() { commands = append(commands, evaluateCommand) }

func evaluateCommand(a *app) *cobra.Command {
	delimiter, labels, format := "", "", "table"
	cmd := &cobra.Command{
		Use: "evaluate MODEL FILE", Short: "Score a model on a labelled table", Args: takes(2, 2),
		Long: `Prints accuracy, log loss and the confusion matrix of a model on a CSV table that
has the model's features and its label column, or on NumPy's arrays X and y, in a
.npz file or in two .npy files. FILE may be "-" for standard input.`,
		Example: "  surefoot evaluate model.json held-out.csv",
		RunE: func(cmd *cobra.Command, args []string) error {
			err := cmp.Or(formatFlag(format, "table", "json"), delimiterFlag(delimiter),
				arrayFlags(args[1], labels, cmd.Flags().Changed))
			if err != nil {
				return err
			}
			return a.evaluate(args[0], args[1], labels, delimiterRune(delimiter), format)
		},
	}
	cmd.Flags().StringVar(&delimiter, "delimiter", "", delimiterHelp)
	cmd.Flags().StringVar(&labels, "labels", "", labelsHelp)
	cmd.Flags().StringVar(&format, "format", "table", formatHelp)
	complete(cmd, map[string][]string{"format": {"table", "json"}})
	return cmd
}

func (a *app) evaluate(modelPath, path, labels string, delimiter rune, format string) error {
	model, err := readModel(modelPath)
	if err != nil {
		return err
	}
	table, err := a.readLabelled(path, labels, model.Schema, delimiter)
	if err != nil {
		return err
	}
	logits, err := model.Logits(table.X)
	if err != nil {
		return named(table.Name, err)
	}
	score := metrics.Evaluate(logits, table.Y)
	if format == "json" {
		return writeJSON(a.Out, score)
	}
	return a.printScore(table.Name, model.Schema.Classes, score)
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
