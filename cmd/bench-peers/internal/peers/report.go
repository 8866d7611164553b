package peers

import (
	"fmt"
	"math"
)

// A report is all that a run of the command found out.
type report struct {
	Machine   machine     `json:"machine"`
	Peers     []about     `json:"peers"`
	Bandwidth []bandwidth `json:"bandwidth"`
	Rounds    int         `json:"rounds"`
	Seed      uint64      `json:"seed"`
	Rate      float64     `json:"rate"`
	Rows      []*row      `json:"rows"`
	Agreement []agreement `json:"agreement"`
}

// about says what runs as a peer, or why it does not.
type about struct {
	Peer    string `json:"peer"`
	Runs    string `json:"runs,omitempty"`
	LeftOut string `json:"left_out,omitempty"`
}

// A row is a peer with a number of threads at a task, in all rounds.
type row struct {
	Examples int       `json:"examples"`
	Features int       `json:"features"`
	Type     dtype     `json:"dtype"`
	Peer     string    `json:"peer"`
	Threads  int       `json:"threads"`
	LeftOut  string    `json:"left_out,omitempty"`
	Failed   string    `json:"failed,omitempty"`
	Rounds   []float64 `json:"round_seconds,omitempty"` // an iteration
	Seconds  float64   `json:"seconds,omitempty"`       // the median
	Costs    []float64 `json:"costs,omitempty"`         // J after ten iterations
	ToC1     float64   `json:"to_c_1_thread,omitempty"`
	ToC2     float64   `json:"to_c_2_threads,omitempty"`
	Gate     float64   `json:"gate_seconds,omitempty"` // the median

	rounding float64
	gates    []float64
}

func (r *row) size() size { return size{r.Examples, r.Features} }

// who is the peer with its threads.
func (r *row) who() string { return r.Peer + " with " + count(r.Threads, "thread") }

// add is a round.
func (r *row) add(m measured) {
	r.Rounds, r.Costs, r.rounding = append(r.Rounds, m.Seconds), append(r.Costs, m.Cost), m.Rounding
	if m.Gate > 0 {
		r.gates = append(r.gates, m.Gate)
	}
}

// settle computes the medians of rows of one task.
func settle(rows []*row) {
	yardstick := map[int][]float64{}
	for _, r := range rows {
		if r.Peer == yardstickName {
			yardstick[r.Threads] = r.Rounds
		}
	}
	for _, r := range rows {
		r.Seconds, r.Gate = median(r.Rounds), median(r.gates)
		r.ToC1, r.ToC2 = ratio(r.Rounds, yardstick[1]), ratio(r.Rounds, yardstick[2])
	}
}

// ratio is the median of the ratios of the rounds, so that a machine that is slow for a
// while is so for both; 0 where a round lacks one of the two.
func ratio(rounds, yardstick []float64) float64 {
	if len(rounds) == 0 || len(rounds) != len(yardstick) {
		return 0
	}
	var ratios []float64
	for i, seconds := range rounds {
		ratios = append(ratios, seconds/yardstick[i])
	}
	return median(ratios)
}

// The relative distances at which J after ten iterations is still the same.
//
// In float64 ten sums over m examples in any order are within 10 m u of each other,
// which is 1e-9 at m = 1,000,000, and typically √m u. In float32 the same bound says
// nothing at a million examples; sums in blocks, in lanes and by halves, as all peers
// have them, lie within some hundred u, which is 1e-5. What they are to tell apart is
// larger: an iteration changes J by half a percent or more.
const (
	apart64 = 1e-9
	apart32 = 1e-3
)

// An agreement says whether peers computed the same at a task.
type agreement struct {
	Examples int     `json:"examples"`
	Features int     `json:"features"`
	Type     dtype   `json:"dtype"`
	Runs     int     `json:"runs"`
	Apart    float64 `json:"apart"` // the largest relative distance of two costs
	Allowed  float64 `json:"allowed"`
	Agree    bool    `json:"agree"`
	// Between are the two that are farthest apart.
	Between [2]string `json:"between,omitzero"`
}

func (a agreement) String() string {
	where := fmt.Sprintf("%v %s", size{a.Examples, a.Features}, a.Type)
	switch {
	case a.Runs < 2:
		return where + ": there are no two runs to compare"
	case a.Agree:
		return fmt.Sprintf("%s: the same in %d runs, at most %.1g apart (%.0g allowed)", where, a.Runs, a.Apart, a.Allowed)
	}
	return fmt.Sprintf("%s: NOT THE SAME: %s and %s are %.1g apart (%.0g allowed)", where, a.Between[0], a.Between[1], a.Apart, a.Allowed)
}

// agree compares all costs of the rows of a task with each other. What a printed cost
// was rounded by is taken off the distance.
func agree(t task, rows []*row) agreement {
	out := agreement{Examples: t.m, Features: t.n, Type: t.dtype, Allowed: apart64, Agree: true}
	if t.dtype == float32s {
		out.Allowed = apart32
	}
	for i, r := range rows {
		out.Runs += len(r.Costs)
		for _, q := range rows[:i+1] {
			for _, j := range r.Costs {
				for _, k := range q.Costs {
					apart := max(0, math.Abs(j-k)-r.rounding-q.rounding) / max(math.Abs(j), math.Abs(k))
					if math.IsNaN(apart) || math.IsInf(apart, 0) {
						apart = math.MaxFloat64 // which JSON can write
					}
					if apart > out.Apart {
						out.Apart, out.Between = apart, [2]string{q.who(), r.who()}
					}
				}
			}
		}
	}
	out.Agree = out.Apart <= out.Allowed
	return out
}
