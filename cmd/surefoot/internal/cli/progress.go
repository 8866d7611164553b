package cli

import (
	"strconv"
	"time"

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
		progressbar.OptionSetWidth(barWidth(width, iterations)), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(), progressbar.OptionShowCount(),
	)}
}

// barWidth is what a line leaves to the bar beside "training 100% |", the count
// "| (123/1000)" and the times " [1h23m45s:1h23m45s]".
func barWidth(width, iterations int) int {
	count := 2*len(strconv.Itoa(iterations)) + len("| (/)")
	return max(5, min(40, width-1-len("training 100% |")-count-len(" [1h23m45s:1h23m45s]")))
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
