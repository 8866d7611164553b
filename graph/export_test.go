package graph

// Crew is how many workers evaluate the program.
func (p *Program[T]) Crew() int { return len(p.workers) }
