package train

import "surefoot/graph"

// Looped is the name of the engine that is not a graph: the derivation's loop
// over the examples.
const Looped = "looped"

// EngineNames are the engines that [Settings] can name: those that run the graph
// and the loop.
func EngineNames() []string { return append(graph.EngineNames(), Looped) }

// engineFor builds the named engine on a block.
func engineFor(name string, model *graph.Model) func(*graph.Graph, graph.Block) (graph.Engine, error) {
	return func(g *graph.Graph, block graph.Block) (graph.Engine, error) {
		if name == Looped {
			return newLooped(model, block)
		}
		return graph.NewEngine(name, model, g, block)
	}
}
