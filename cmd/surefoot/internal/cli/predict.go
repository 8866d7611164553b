package cli

import (
	"bytes"
	"encoding/csv"
	"strconv"

	"github.com/spf13/cobra"
	"surefoot/train"
	"surefoot/train/data"
	"surefoot/train/metrics"
)

func init() { commands = append(commands, predictCommand) }

func predictCommand(a *app) *cobra.Command {
	delimiter := ""
	cmd := &cobra.Command{
		Use: "predict MODEL [FILE]", Short: "Write the probability and the class of each row", Args: takes(1, 2),
		Long: `Reads a CSV table with the features that the model was trained on, by name and in
any order; the label column may be there and is ignored. Writes CSV: for each row
the probability of the positive class, and the class. Without FILE, or with "-",
it reads standard input. The columns of a NumPy array, in a .npy file or X in a .npz
file, are taken as the features in their order.`,
		Example: "  surefoot predict model.json new.csv > predictions.csv",
		RunE: func(_ *cobra.Command, args []string) error {
			if err := delimiterFlag(delimiter); err != nil {
				return err
			}
			if len(args) > 1 && data.IsNumPy(args[1]) && delimiter != "" {
				return usage("--delimiter is about text, which %s is not", args[1])
			}
			model, err := readModel(args[0])
			if err != nil {
				return err
			}
			rows, name, err := a.readFeatures(args[1:], model.Schema, delimiterRune(delimiter))
			if err != nil {
				return err
			}
			return a.predict(model, name, rows)
		},
	}
	cmd.Flags().StringVar(&delimiter, "delimiter", "", delimiterHelp)
	return cmd
}

func (a *app) predict(model *train.ModelFile, name string, rows *data.Rows) error {
	logits, err := model.Logits(rows.X)
	if err != nil {
		return named(name, err)
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write([]string{"probability", "class"})
	for _, z := range logits {
		class := model.Schema.Classes[0]
		if metrics.Positive(z) {
			class = model.Schema.Classes[1]
		}
		_ = w.Write([]string{strconv.FormatFloat(metrics.Probability(z), 'g', -1, 64), class})
	}
	w.Flush()
	_, err = a.Out.Write(out.Bytes())
	return err
}
