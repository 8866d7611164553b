package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func init() { commands = append(commands, versionCommand) }

func versionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the versions of Surefoot, Go and Gorgonia", Args: takes(0, 0),
		DisableFlagsInUseLine: true,
		Example:               "  surefoot version",
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.Out, "surefoot %s\n%s %s/%s\n", moduleVersion("surefoot"), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			for _, path := range []string{"gorgonia.org/gorgonia", "gorgonia.org/tensor"} {
				if err == nil {
					_, err = fmt.Fprintf(a.Out, "%s %s\n", path, moduleVersion(path))
				}
			}
			return err
		},
	}
}

// moduleVersion is the version of a module that the program was built with.
func moduleVersion(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if info.Main.Path == path {
		return info.Main.Version
	}
	for _, m := range info.Deps {
		if m.Path == path {
			return m.Version
		}
	}
	return "unknown"
}
