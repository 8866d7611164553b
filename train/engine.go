package train

import "surefoot/graph"

// Looped is the name of the engine that is not a graph: the derivation's loop
// over the examples.
const Looped = "looped"

// Program is the name of the engine that is made for training: the graph, compiled.
const Program = "program"

// EngineNames are the engines that [Settings] can name: those that run the graph
// and the loop.
func EngineNames() []string { return append(graph.EngineNames(), Looped) }

// engineFor builds the named engine on the examples of a source.
func engineFor(name string, model *graph.Model, options graph.EngineOptions) func(*graph.Graph, graph.Source) (graph.Engine, error) {
	return func(g *graph.Graph, source graph.Source) (graph.Engine, error) {
		if name == Looped {
			return newLooped(model, source)
		}
		return graph.NewEngineOn(name, model, g, source, options)
	}
}
