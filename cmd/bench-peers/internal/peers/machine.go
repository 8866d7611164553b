package peers

import (
	"bufio"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
)

// A machine is what the times are of.
type machine struct {
	CPU    string `json:"cpu"`
	Cores  int    `json:"cores"`
	System string `json:"system"`
	Target string `json:"platform"`
	Go     string `json:"go"`
}

func thisMachine() machine {
	return machine{
		CPU: entry("/proc/cpuinfo", "model name", ":"), Cores: runtime.NumCPU(),
		System: entry("/etc/os-release", "PRETTY_NAME", "="),
		Target: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version(),
	}
}

func (m machine) String() string {
	var known []string
	for _, word := range []string{m.CPU, strconv.Itoa(m.Cores) + " cores", m.System, m.Target, m.Go} {
		if word != "" {
			known = append(known, word)
		}
	}
	return strings.Join(known, ", ")
}

// entry is the first value of a key in a file of keys and values, "" if there is none.
func entry(path, key, separator string) string {
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), separator)
		if strings.TrimSpace(name) == key {
			return strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return ""
}

// moduleVersion is the version of a module that the program was built with.
func moduleVersion(path string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == path {
				return m.Version
			}
		}
	}
	return "of an unknown version"
}
