package cli

import (
	"strconv"
	"time"

	"github.com/schollz/progressbar/v3"
	"surefoot/train"
)

// bar shows the progress of a training run or a self-test on standard error, if that
// is a terminal.
type bar struct{ shown *progressbar.ProgressBar }

func (a *app) newBar(doing string, steps int) bar {
	width := terminal(a.Err)
	if width == 0 || steps == 0 {
		return bar{}
	}
	return bar{progressbar.NewOptions(steps,
		progressbar.OptionSetWriter(a.Err), progressbar.OptionSetDescription(doing),
		progressbar.OptionSetWidth(barWidth(width, doing, steps)), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(), progressbar.OptionShowCount(),
	)}
}

// barWidth is what a line leaves to the bar beside "training 100% |", the count
// "| (123/1000)" and the times " [1h23m45s:1h23m45s]".
func barWidth(width int, doing string, steps int) int {
	count := 2*len(strconv.Itoa(steps)) + len("| (/)")
	return max(5, min(40, width-1-len(doing+" 100% |")-count-len(" [1h23m45s:1h23m45s]")))
}

func (b bar) point(p train.Point) { b.set(p.Iteration) }

func (b bar) set(done int) {
	if b.shown != nil {
		_ = b.shown.Set(done)
	}
}

func (b bar) finish() {
	if b.shown != nil {
		_ = b.shown.Clear()
	}
}
