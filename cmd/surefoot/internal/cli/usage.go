package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageError is a mistake on the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// takes checks the number of arguments, and that none is empty, as one from an
// unset variable of a script would be.
func takes(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		what := ""
		switch {
		case len(args) < least:
			what = "too few arguments"
		case len(args) > most:
			what = fmt.Sprintf("unexpected argument %q", args[most])
		default:
			for _, arg := range args {
				if arg == "" {
					what = "an argument is empty"
				}
			}
		}
		if what == "" {
			return nil
		}
		return usage("%s; usage: %s", what, cmd.UseLine())
	}
}

// knownCommand says that an argument where a command should be is none.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	meant := ""
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		meant = "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return usage("there is no command %q%s; see %s --help", args[0], meant, cmd.CommandPath())
}

// noEmptyFlags refuses --flag "", which an unset variable of a script makes.
func noEmptyFlags(cmd *cobra.Command, _ []string) error {
	var err error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Value.Type() == "string" && f.Value.String() == "" {
			err = usage("--%s is empty; give it a value, or leave it out", f.Name)
		}
	})
	return err
}

// flagError says what is wrong with a flag.
func flagError(cmd *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return usage("%w; see %s --help", err, cmd.CommandPath())
	}
	name, value := invalid.GetFlag().Name, invalid.GetValue()
	if errors.Is(err, strconv.ErrRange) {
		return usage("--%s %s is out of range", name, value)
	}
	kind := map[string]string{"int": "a whole number", "int64": "a whole number", "float64": "a number", "bool": "true or false"}
	return usage("--%s must be %s, and is %q", name, kind[invalid.GetFlag().Value.Type()], value)
}

// helpCommand is `surefoot help COMMAND`.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Print the help of a command",
		Example: "  surefoot help train", DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil {
				return usageError{err}
			}
			if len(rest) > 0 {
				return knownCommand(cmd.Root(), rest)
			}
			return about.Help()
		},
	}
}

// addCompletion adds cobra's completion command, made to refuse a shell that it
// does not know.
func addCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd("completion")
	for _, cmd := range root.Commands() {
		if cmd.Name() != "completion" {
			continue
		}
		cmd.Use, cmd.Short = "completion SHELL", "Print a script that lets a shell complete surefoot's commands"
		cmd.Long = `Prints a script that lets a shell complete surefoot's commands and flags. The help
of each shell says how to use it.`
		cmd.Example = "  source <(surefoot completion bash)"
		var shells []string
		for _, shell := range cmd.Commands() {
			shells = append(shells, shell.Name())
			shell.Args = takes(0, 0)
		}
		known := strings.Join(shells, ", ")
		cmd.Args = cobra.ArbitraryArgs
		cmd.RunE = func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("name a shell: %s", known)
			}
			return usage("there is no completion for %q; the shells are %s", args[0], known)
		}
	}
}

// usageTemplate is cobra's, with lines of flags that fit on a terminal.
func usageTemplate(template string) string {
	return strings.ReplaceAll(template, ".FlagUsages", ".FlagUsagesWrapped 80")
}

// complete tells shells the values of flags.
func complete(cmd *cobra.Command, values map[string][]string) {
	for flag, known := range values {
		if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(known, cobra.ShellCompDirectiveNoFileComp)); err != nil {
			panic(err) // no such flag: a mistake in this package
		}
	}
}
