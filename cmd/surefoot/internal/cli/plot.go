package cli

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"surefoot/train"
)

// plotPoints is the largest number of points that a curve is drawn with.
const plotPoints = 2000

// costCurve draws J against the number of updates as SVG, on a logarithmic scale
// where J spans more than a factor of ten.
func costCurve(history []train.Point, title string) ([]byte, error) {
	p := plot.New()
	for _, text := range []*font.Font{
		&p.Title.TextStyle.Font, &p.X.Label.TextStyle.Font, &p.Y.Label.TextStyle.Font,
		&p.X.Tick.Label.Font, &p.Y.Tick.Label.Font,
	} {
		text.Variant = "Sans"
	}
	p.Title.Padding = vg.Points(8)
	p.Title.Text = title
	p.X.Label.Text, p.Y.Label.Text = "updates", "cost J"
	shown := thinned(history)
	points := make(plotter.XYs, len(shown))
	low, high := math.Inf(1), 0.0
	for i, point := range shown {
		points[i] = plotter.XY{X: float64(point.Iteration), Y: point.J}
		low, high = math.Min(low, point.J), math.Max(high, point.J)
	}
	if low > 0 && high > 10*low {
		p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, plot.TickerFunc(logTicks)
	}
	line, err := plotter.NewLine(points)
	if err != nil {
		return nil, fmt.Errorf("draw the cost curve: %w", err)
	}
	line.Width, line.Color = vg.Points(2), color.RGBA{R: 0x1f, G: 0x5f, B: 0xa8, A: 0xff}
	p.Add(plotter.NewGrid(), line)
	canvas, err := p.WriterTo(16*vg.Centimeter, 10*vg.Centimeter, "svg")
	if err != nil {
		return nil, fmt.Errorf("draw the cost curve: %w", err)
	}
	var out bytes.Buffer
	_, err = canvas.WriteTo(&out)
	return out.Bytes(), err
}

// logTicks labels 1, 2 and 5 times each power of ten, and marks the rest.
func logTicks(low, high float64) []plot.Tick {
	var ticks []plot.Tick
	for exponent := math.Floor(math.Log10(low)); exponent <= math.Log10(high); exponent++ {
		for k := 1; k <= 9; k++ {
			tick := plot.Tick{Value: float64(k) * math.Pow(10, exponent)}
			if k == 1 || k == 2 || k == 5 {
				tick.Label = strconv.FormatFloat(tick.Value, 'g', 3, 64)
			}
			if tick.Value >= low && tick.Value <= high {
				ticks = append(ticks, tick)
			}
		}
	}
	return ticks
}

// thinned is the history at equal distances, and its last point.
func thinned(history []train.Point) []train.Point {
	stride := len(history)/plotPoints + 1
	var shown []train.Point
	for i := 0; i < len(history)-1; i += stride {
		shown = append(shown, history[i])
	}
	return append(shown, history[len(history)-1])
}
