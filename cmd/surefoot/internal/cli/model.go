package cli

import "surefoot/graph"

// logistic is the model that is meant where none is named.
const logistic = "logistic"

const modelHelp = "`MODEL`: logistic, or mlp:8,16relu for a network of hidden layers (tanh, relu or sigmoid)"

// modelFlag says early what is wrong with the value of --model.
func modelFlag(name string) error {
	if _, err := graph.NewModel(name, 1); err != nil {
		return usage("--model: %w", err)
	}
	return nil
}

// twoClasses refuses a model for a table whose label has two classes.
func twoClasses(name string) error {
	model, err := graph.NewModel(name, 1)
	if err != nil {
		return usage("--model: %w", err)
	}
	if model.Labels > 1 {
		return usage("--model %s is for %d classes at once; a table with more than two is trained one class "+
			"against the rest (--positive), by a model without softmax", name, model.Labels)
	}
	return nil
}
