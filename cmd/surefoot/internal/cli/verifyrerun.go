package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
)

// rerunAlone refuses flags beside --rerun.
func rerunAlone(given func(flag string) bool) error {
	for _, other := range []string{
		"model", "features", "examples", "data", "target", "positive", "seed", "check", "self-test", "per-class",
		"as-printed", "ops", "op", "format",
	} {
		if given(other) {
			return usage("--rerun takes everything from the record; leave --%s out", other)
		}
	}
	return nil
}

// rerun repeats what a record asked, and says whether the findings are the same or
// what differs first.
func (a *app) rerun(ctx context.Context, path string) error {
	before, text, err := readRecord(path)
	if err != nil {
		return err
	}
	after, err := a.verify(ctx, before.Command)
	if err != nil {
		return err
	}
	again, err := json.Marshal(after)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	a.noteVersions(path, before.Versions, after.Versions)
	was, err := leavesOf(text)
	if err != nil {
		return named(path, err)
	}
	is, err := leavesOf(again)
	if err != nil {
		return named(path, err)
	}
	if difference := firstDifference(was, is); difference != "" {
		return verdictFailure(path + ": not the same: " + difference)
	}
	if _, err := fmt.Fprintf(a.Out, "%s: the same   %s\n", path, after.verdictWords()); err != nil {
		return err
	}
	return after.verdict()
}

// noteVersions says which programs are not those of the record.
func (a *app) noteVersions(path string, before, now versions) {
	var parts []string
	for _, program := range []struct{ name, was, is string }{
		{"surefoot", before.Surefoot, now.Surefoot},
		{"go", before.Go, now.Go},
		{"platform", before.Platform, now.Platform},
		{"gorgonia", before.Gorgonia, now.Gorgonia},
		{"tensor", before.Tensor, now.Tensor},
	} {
		if program.was != program.is {
			parts = append(parts, fmt.Sprintf("%s was %s and is %s", program.name, program.was, program.is))
		}
	}
	if parts != nil {
		fmt.Fprintln(a.Err, oneLine(fmt.Sprintf("note: %s: other versions: %s", path, strings.Join(parts, ", "))))
	}
}

// readRecord reads a record file, and its text.
func readRecord(path string) (*record, []byte, error) {
	text, err := readJSON(path, "record")
	if err != nil {
		return nil, nil, err
	}
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	var r record
	err = json.Unmarshal(text, &head)
	switch {
	case err != nil:
	case head.Format != recordFormat:
		err = fmt.Errorf("its format is %q, not %q", head.Format, recordFormat)
	case head.Version != recordVersion:
		err = fmt.Errorf("its version is %d; this program reads version %d", head.Version, recordVersion)
	default:
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields() // what it asks for must not be passed over
		if err = decoder.Decode(&r); err == nil {
			err = r.Command.repeatable()
		}
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: not a record: %w", path, err)
	}
	return &r, text, nil
}

// repeatable says what in a record's command makes no sense. It is the file that is
// wrong then, and not the command line.
func (v verification) repeatable() error {
	err := v.sensible()
	if err == nil {
		_, err = knownChecks(v.Checks)
	}
	switch {
	case err != nil:
		return fmt.Errorf("its command makes no sense: %s", err.Error())
	case len(v.Checks) == 0 && v.SelfTest == nil && !v.AsPrinted:
		return errNothingAsked
	case v.Data != nil && v.Examples < 1:
		return fmt.Errorf("its command makes no sense: %d examples", v.Examples)
	}
	return nil
}

// A leaf is a value in a JSON document that has no parts, with the way to it:
// "checks[3].worst.got".
type leaf struct{ path, value string }

// leavesOf are the leaves of a record in their order, without the versions.
func leavesOf(text []byte) ([]leaf, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	leaves, err := appendLeaves(nil, decoder, "")
	kept := leaves[:0]
	for _, l := range leaves {
		if !strings.HasPrefix(l.path, "versions.") {
			kept = append(kept, l)
		}
	}
	return kept, err
}

func appendLeaves(leaves []leaf, decoder *json.Decoder, path string) ([]leaf, error) {
	token, err := decoder.Token()
	if err != nil {
		return leaves, err
	}
	open, nested := token.(json.Delim)
	if !nested {
		value, err := json.Marshal(token)
		return append(leaves, leaf{path, string(value)}), err
	}
	before := len(leaves)
	for i := 0; decoder.More(); i++ {
		part := fmt.Sprintf("%s[%d]", path, i)
		if open == '{' {
			key, err := decoder.Token()
			if err != nil {
				return leaves, err
			}
			part = strings.TrimPrefix(fmt.Sprintf("%s.%v", path, key), ".")
		}
		if leaves, err = appendLeaves(leaves, decoder, part); err != nil {
			return leaves, err
		}
	}
	if len(leaves) == before {
		leaves = append(leaves, leaf{path, map[json.Delim]string{'{': "{}", '[': "[]"}[open]})
	}
	_, err = decoder.Token() // the closing one
	return leaves, err
}

// firstDifference says where two documents differ first, empty where they do not.
func firstDifference(was, is []leaf) string {
	for i := range max(len(was), len(is)) {
		switch {
		case i >= len(is):
			return "there is no " + was[i].path + " any more"
		case i >= len(was):
			return "there was no " + is[i].path
		case was[i].path != is[i].path:
			return fmt.Sprintf("where %s was, %s is", was[i].path, is[i].path)
		case was[i].value != is[i].value:
			return fmt.Sprintf("%s was %s and is %s", was[i].path, was[i].value, is[i].value)
		}
	}
	return ""
}
