"""The only place that imports LangGraph: the graph, its state, its checkpoints."""
