package cli

import (
	"github.com/schollz/progressbar/v3"
	"surefoot/train"
)

// bar shows the progress of a training run on standard error, if that is a
// terminal.
type bar struct{ shown *progressbar.ProgressBar }

func (a *app) newBar(iterations int) bar {
	width := terminal(a.Err)
	if width == 0 || iterations == 0 {
		return bar{}
	}
	return bar{progressbar.NewOptions(iterations,
		progressbar.OptionSetWriter(a.Err), progressbar.OptionSetDescription("training"),
		progressbar.OptionSetWidth(max(5, min(40, width-50))), progressbar.OptionThrottle(100_000_000),
		progressbar.OptionClearOnFinish(), progressbar.OptionShowCount(),
	)}
}

func (b bar) point(p train.Point) {
	if b.shown != nil {
		_ = b.shown.Set(p.Iteration)
	}
}

func (b bar) finish() {
	if b.shown != nil {
		_ = b.shown.Clear()
	}
}
