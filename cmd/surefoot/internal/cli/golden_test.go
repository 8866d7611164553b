package cli

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// flowers is a small table with three classes.
const flowers = `length,width,kind
1.4,0.2,poppy
4.7,1.4,tulip
1.3,0.2,poppy
6.0,2.5,rose
4.5,1.5,tulip
5.9,2.1,rose
1.5,0.4,poppy
5.6,1.8,rose
4.9,1.5,tulip
5.8,2.2,rose
`

// The golden files keep what a person sees. What depends on how a CPU rounds (it
// may fuse a product and a sum) is replaced first:
//
//   - counts of ulp, the time that checks take, and what projections detect, by N;
//   - in the rows of verify-gradients, whose worst entry may be another, every
//     digit by # and signs by nothing;
//   - the graph's fingerprint and the bounds of checks, which the packages that
//     make them watch over, by words;
//   - the versions of programs, and digests, by words;
//   - to how many bits differences agree, by N;
//   - long numbers, by their first six digits.
var (
	ulpCell     = regexp.MustCompile(`(?m)(PASS +)\d+$`)
	ulpCount    = regexp.MustCompile(`\d+ ulp`)
	share       = regexp.MustCompile(`[\d.]+ %`)
	startTime   = regexp.MustCompile(`after \d+ ms`)
	threshold   = regexp.MustCompile(`above \d\.\de−\d+ in`)
	checkedRow  = regexp.MustCompile(`(?m)PASS .*e−.*$`)
	digit       = regexp.MustCompile(`\d`)
	fingerprint = regexp.MustCompile(`(Graph |")[0-9a-f]{16}\b`)
	bound       = regexp.MustCompile(`("bound": )[^0][^,]*`)
	digested    = regexp.MustCompile(`("sha256": ")[0-9a-f]{64}`)
	programs    = regexp.MustCompile(`("(surefoot|go|platform|gorgonia|tensor)": ")[^"]*`)
	agreement   = regexp.MustCompile(`agrees to 2⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+`)
	longNumber  = regexp.MustCompile(`-?\d+\.\d{7,}(e[+-]?\d+)?|\d\.\d+e-\d+|\d{12,}`)
)

func steady(text string) string {
	text = ulpCell.ReplaceAllString(text, "${1}N")
	text = ulpCount.ReplaceAllString(text, "N ulp")
	text = share.ReplaceAllString(text, "N %")
	text = startTime.ReplaceAllString(text, "after N ms")
	text = threshold.ReplaceAllString(text, "above N in")
	text = checkedRow.ReplaceAllStringFunc(text, func(row string) string {
		return strings.ReplaceAll(digit.ReplaceAllString(row, "#"), " −#", "  #")
	})
	text = fingerprint.ReplaceAllString(text, "${1}FINGERPRINT")
	text = bound.ReplaceAllString(text, "${1}BOUND")
	text = digested.ReplaceAllString(text, "${1}DIGEST")
	text = programs.ReplaceAllString(text, "${1}VERSION")
	text = agreement.ReplaceAllString(text, "agrees to 2⁻ᴺ")
	return longNumber.ReplaceAllStringFunc(text, func(number string) string {
		x, _ := strconv.ParseFloat(number, 64)
		return strconv.FormatFloat(x, 'g', 6, 64)
	})
}

func TestFirstScreen(t *testing.T) {
	inFolder(t, nil)
	if err := os.Mkdir("out", 0o700); err != nil {
		t.Fatal(err)
	}
	screen := surefoot(t, "train", "--out", "out/model.json", "--plot", "out/cost.svg", "--dot", "out/graph.dot").done(t).out
	golden(t, "first_screen.txt", steady(screen))
	for line := range strings.Lines(screen) {
		if utf8.RuneCountInString(line) > 81 {
			t.Errorf("wider than 80 columns: %s", line)
		}
	}
}

func TestGoldenOutput(t *testing.T) {
	inFolder(t, map[string]string{"flowers.csv": flowers})
	surefoot(t, "train", "flowers.csv", "--positive", "rose", "--test", "0", "--out", "model.json").done(t)
	for name, args := range map[string][]string{
		"train_file.txt":        {"train", "flowers.csv", "--positive", "rose", "--out", "again.json"},
		"train_unchecked.txt":   {"train", "flowers.csv", "--positive", "rose", "--test", "0", "--iterations", "20", "--verify", "off"},
		"train_start.txt":       {"train", "flowers.csv", "--positive", "rose", "--test", "0", "--iterations", "20", "--verify", "start"},
		"train_full.txt":        {"train", "flowers.csv", "--positive", "rose", "--test", "0", "--iterations", "20", "--verify", "full"},
		"train.json":            {"train", "flowers.csv", "--positive", "rose", "--format", "json"},
		"train_network.txt":     {"train", "flowers.csv", "--positive", "rose", "--test", "0", "--model", "mlp:3,2relu", "--explain"},
		"verify_network.txt":    {"verify-gradients", "--model", "mlp:4tanh,3relu,3softmax"},
		"evaluate.txt":          {"evaluate", "model.json", "flowers.csv"},
		"evaluate.json":         {"evaluate", "model.json", "flowers.csv", "--format", "json"},
		"predict.csv":           {"predict", "model.json", "flowers.csv"},
		"verify_gradients.txt":  {"verify-gradients"},
		"verify_flowers.txt":    {"verify-gradients", "--data", "flowers.csv", "--positive", "rose"},
		"verify_identity.txt":   {"verify-gradients", "--model", "mlp:2relu,2softmax", "--check", "identity"},
		"verify_numeric.txt":    {"verify-gradients", "--data", "flowers.csv", "--positive", "rose", "--check", "graphs,numeric"},
		"help.txt":              {},
		"help_train.txt":        {"train", "--help"},
		"help_predict.txt":      {"help", "predict"},
		"help_evaluate.txt":     {"evaluate", "-h"},
		"help_verify.txt":       {"help", "verify-gradients"},
		"help_graph.txt":        {"help", "graph"},
		"help_version.txt":      {"help", "version"},
		"help_help.txt":         {"help", "help"},
		"help_completion.txt":   {"help", "completion"},
		"help_completion_b.txt": {"help", "completion", "bash"},
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, steady(surefoot(t, args...).done(t).out)) })
	}
}

func TestGoldenModelFile(t *testing.T) {
	inFolder(t, map[string]string{"flowers.csv": flowers})
	surefoot(t, "train", "flowers.csv", "--positive", "rose", "--test", "0", "--out", "model.json").done(t)
	text, err := os.ReadFile("model.json")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "model.json", steady(string(text)))
}

func TestGoldenSlips(t *testing.T) {
	for name, args := range map[string][]string{
		"as_printed.txt":  {"verify-gradients", "--as-printed"},
		"as_printed.json": {"verify-gradients", "--as-printed", "--format", "json"},
	} {
		o := surefoot(t, args...).oneLineOn(t, exitWrong)
		golden(t, name, steady(o.out))
	}
}

// The help of every command has an example, and fits on a terminal.
func TestEveryCommandHasAnExample(t *testing.T) {
	a := &app{}
	for _, cmd := range a.root().Commands() {
		if cmd.Example == "" {
			t.Errorf("the help of %s has no example", cmd.Name())
		}
		for line := range strings.Lines(surefoot(t, "help", cmd.Name()).done(t).out) {
			if utf8.RuneCountInString(line) > 86 {
				t.Errorf("%s: wide: %s", cmd.Name(), line)
			}
		}
	}
}
