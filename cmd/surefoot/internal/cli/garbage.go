package cli

import "runtime/debug"

// mostGarbage is about how much memory may wait to be collected beside a large table.
const mostGarbage = 16 << 20

// limitGarbage lets the collector run earlier where a table of so many bytes is held: by
// default it waits until there is as much garbage as there is data. Beside a table, which
// has no pointers to follow, it costs little.
func limitGarbage(table int) {
	if table > mostGarbage {
		debug.SetGCPercent(max(100*mostGarbage/table, 2))
	}
}
