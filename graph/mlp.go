package graph

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

func init() { RegisterFamily("mlp", mlp) }

const (
	// plainMLP is what "mlp" alone stands for, and plainActivation an item without one.
	plainMLP        = "8,8"
	plainActivation = "tanh"
	// widestLayer and mostParameters keep a slip of the keyboard from filling the
	// memory.
	widestLayer    = 1 << 16
	mostParameters = 1 << 24
)

// mlp is a multilayer perceptron spelled out: "8,8" has two hidden layers of 8 tanh
// units and a sigmoid head; an item may name its activation, as in "16relu,8tanh",
// and a last item such as "3softmax" makes a head for 3 classes.
func mlp(spec string, features int) (*Model, error) {
	if spec == "" {
		spec = plainMLP
	}
	var layers []Layer
	head, logits := "sigmoid", 1
	items := strings.Split(spec, ",")
	for i, item := range items {
		width, kind, err := parseLayer(item)
		switch {
		case err != nil:
			return nil, err
		case slices.Contains(activations(), kind): // the sigmoid too, which is a head as well
			layers = append(layers, Layer{Kind: "dense", Width: width}, Layer{Kind: kind})
		case i < len(items)-1:
			return nil, fmt.Errorf("%q is a head, and must be the last item", item)
		default:
			head, logits = kind, width
		}
	}
	layers = append(layers, Layer{Kind: "dense", Width: logits})
	if err := fitsMemory(features, layers); err != nil {
		return nil, err
	}
	return Network("mlp:"+spec, features, layers, head)
}

// parseLayer takes an item such as "16relu" apart.
func parseLayer(item string) (width int, kind string, err error) {
	end := strings.IndexFunc(item, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(item)
	}
	kind = item[end:]
	if kind == "" {
		kind = plainActivation
	}
	known := kinds()
	if item == "" || end == 0 || !slices.Contains(known, kind) {
		return 0, "", fmt.Errorf("%q is not a width and one of %s, as in 8,16relu", item, strings.Join(known, ", "))
	}
	width, err = strconv.Atoi(item[:end])
	if err != nil || width < 1 || width > widestLayer {
		return 0, "", fmt.Errorf("the width of %q is not from 1 to %d", item, widestLayer)
	}
	return width, kind, nil
}

// fitsMemory refuses more parameters than a slip of the keyboard may ask for.
func fitsMemory(features int, layers []Layer) error {
	total, in := 0, features
	for _, l := range layers {
		if l.Width == 0 {
			continue
		}
		if in >= mostParameters || l.Width > (mostParameters-total)/(in+1) {
			return fmt.Errorf("it has more than %d parameters", mostParameters)
		}
		total, in = total+l.Width*(in+1), l.Width
	}
	return nil
}

// kinds are what an item may name, in order: the activations and the heads.
func kinds() []string {
	names := activations()
	for name := range headKinds {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
