package cli

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"surefoot/ops"
	"surefoot/train"
	"surefoot/verify"
)

// opSamples is how many random inputs of each op are tried in each type.
const opSamples = 400

// An opCheck is a question that verify-gradients --ops asks of every op, with the
// columns of its answers. Another check is another element of opChecks.
type opCheck struct {
	titles []string
	right  []bool // which columns are aligned to the right
	ask    func(op *ops.Op, seed int64) opAnswer
}

// An opAnswer is what a check says of one op.
type opAnswer struct {
	cells    []string // one for each title
	findings []verify.Finding
	record   []any                          // for JSON, one for each finding
	detail   func(a *app, op *ops.Op) error // what --op prints
}

var opChecks = []opCheck{opIdentity, opPrecision}

// opReport is what --ops and --op find.
type opReport struct {
	Verdict verify.Verdict `json:"verdict"`
	Seed    int64          `json:"seed"`
	Ops     []opEntry      `json:"ops"`
}

type opEntry struct {
	Name    string         `json:"name"`
	Args    []string       `json:"args"`
	Formula string         `json:"formula"`
	Source  string         `json:"source"`
	Verdict verify.Verdict `json:"verdict"`
	Checks  []any          `json:"checks"`

	op      *ops.Op
	answers []opAnswer
}

// verifyOps checks the given ops and prints what it finds: as a table, or of a single
// op in detail.
func (a *app) verifyOps(ctx context.Context, list []*ops.Op, o verifyOptions) error {
	report, err := askOps(ctx, list, o.seed)
	if err != nil {
		return err
	}
	switch {
	case o.format == "json":
		err = writeJSON(a.Out, report)
	case o.op != "":
		err = a.printOp(report.Ops[0])
	default:
		err = a.printOps(report)
	}
	if err != nil {
		return err
	}
	switch report.Verdict {
	case verify.Fail:
		return verdictFailure("not what the dossier says: " + strings.Join(report.failed(), ", "))
	case verify.Inconclusive:
		return errInconclusive
	}
	return nil
}

// failed are the names of the ops that fail.
func (r *opReport) failed() (names []string) {
	for _, e := range r.Ops {
		if e.Verdict == verify.Fail {
			names = append(names, e.Name)
		}
	}
	return names
}

// askOps asks every check of every op, on all cores; what it finds depends on the seed
// alone.
func askOps(ctx context.Context, list []*ops.Op, seed int64) (*opReport, error) {
	entries := make([]opEntry, len(list))
	var group sync.WaitGroup
	next := make(chan int)
	for range min(len(list), runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := range next {
				entries[i] = askOp(list[i], seed)
			}
		})
	}
	for i := range list {
		if ctx.Err() == nil {
			next <- i
		}
	}
	close(next)
	group.Wait()
	if ctx.Err() != nil {
		return nil, train.ErrInterrupted
	}
	report := &opReport{Seed: seed, Ops: entries}
	for _, e := range entries {
		report.Verdict = max(report.Verdict, e.Verdict)
	}
	return report, nil
}

func askOp(op *ops.Op, seed int64) opEntry {
	e := opEntry{Name: op.Name, Args: op.Args, Formula: op.Formula, Source: op.Source, op: op}
	for _, check := range opChecks {
		answer := check.ask(op, seed)
		e.answers = append(e.answers, answer)
		e.Checks = append(e.Checks, answer.record...)
		for _, f := range answer.findings {
			e.Verdict = max(e.Verdict, f.Verdict)
		}
	}
	return e
}

func (a *app) printOps(report *opReport) error {
	fmt.Fprintf(a.Out, "%s   seed %d   verdict: %s\n", count(len(report.Ops), "op"), report.Seed, verdictWord(report.Verdict))
	titles, right := []string{"", "formula"}, []int{}
	for _, check := range opChecks {
		for k, title := range check.titles {
			titles = append(titles, title)
			if check.right[k] {
				right = append(right, len(titles))
			}
		}
	}
	rows := [][]string{append(titles, "verdict")}
	for _, e := range report.Ops {
		row := []string{e.Name, e.Formula}
		for _, answer := range e.answers {
			row = append(row, answer.cells...)
		}
		rows = append(rows, append(row, verdictWord(e.Verdict)))
	}
	if err := columns(a.Out, 2, 2, right, rows...); err != nil {
		return err
	}
	for _, e := range report.Ops {
		a.printWitnesses(e)
	}
	return nil
}

// printWitnesses says of an op that does not pass why.
func (a *app) printWitnesses(e opEntry) {
	for _, answer := range e.answers {
		for _, f := range answer.findings {
			if f.Verdict != verify.Pass {
				fmt.Fprintf(a.Out, "  %s %s\n", verdictWord(f.Verdict), f.Witness())
			}
		}
	}
}

// printOp shows one op's dossier and what every check says of it.
func (a *app) printOp(e opEntry) error {
	fmt.Fprintf(a.Out, "%s(%s) = %s   verdict: %s\n", e.Name, strings.Join(e.Args, ", "), e.Formula, verdictWord(e.Verdict))
	rows := [][]string{{"source", e.Source}}
	for k, letter := range e.Args {
		rows = append(rows, []string{letter, domainWords(e.op, k)})
	}
	if err := columns(a.Out, 2, 2, nil, rows...); err != nil {
		return err
	}
	for _, answer := range e.answers {
		fmt.Fprintln(a.Out)
		if err := answer.detail(a, e.op); err != nil {
			return err
		}
	}
	a.printWitnesses(e)
	return nil
}

// domainWords say where operand k of an op may lie.
func domainWords(op *ops.Op, k int) string {
	if op.Ranks != nil {
		return [...]string{"a number", "a vector", "a matrix"}[min(op.Ranks[k], 2)]
	}
	in := ops.Interval{Low: -largestNumber, High: largestNumber}
	if op.Domain != nil {
		in = op.Domain[k]
	}
	switch {
	case in.Low == -largestNumber && in.High == largestNumber:
		return "any finite number"
	case in.High == largestNumber:
		return minus(fmt.Sprintf("from %.6g on", in.Low))
	case in.Low == -largestNumber:
		return minus(fmt.Sprintf("up to %.6g", in.High))
	}
	return minus(fmt.Sprintf("from %.6g to %.6g", in.Low, in.High))
}

// opFlags checks what is given with --ops and --op, and gives the ops that they name;
// none where neither is given.
func opFlags(o verifyOptions, given func(flag string) bool) ([]*ops.Op, error) {
	name := map[bool]string{true: "--ops", false: "--op"}[o.ops]
	switch {
	case !o.ops && o.op == "":
		return nil, nil
	case o.ops && o.op != "":
		return nil, usage("give --ops for all or --op for one")
	}
	for _, other := range []string{"model", "features", "examples", "data", "target", "positive", "check", "self-test", "per-class", "as-printed"} {
		if given(other) {
			return nil, usage("%s is about the table of operations; leave --%s out", name, other)
		}
	}
	if o.ops {
		return ops.All(), nil
	}
	for _, op := range ops.All() {
		if op.Name == o.op {
			return []*ops.Op{op}, nil
		}
	}
	if near := nearOps(o.op); len(near) > 0 {
		return nil, usage("there is no op %q; did you mean %s?", o.op, strings.Join(near, " or "))
	}
	return nil, usage("there is no op %q; see surefoot verify-gradients --ops", o.op)
}

// nearOps are the names of ops that contain the given one or are a few letters from
// it, the nearest first.
func nearOps(name string) []string {
	var near []string
	far := map[string]int{}
	for _, op := range ops.All() {
		far[op.Name] = letters(strings.ToLower(name), op.Name)
		if far[op.Name] <= max(1, len(name)/3) || strings.Contains(op.Name, strings.ToLower(name)) {
			near = append(near, op.Name)
		}
	}
	slices.SortStableFunc(near, func(a, b string) int { return far[a] - far[b] })
	return near[:min(len(near), 3)]
}

// letters is how many letters are added, removed or changed from a to b (V. I.
// Levenshtein, 1966).
func letters(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range to {
			change := diagonal
			if x != y {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}

// opNames are the names of all ops, for completion.
func opNames() (names []string) {
	for _, op := range ops.All() {
		names = append(names, op.Name)
	}
	return names
}
