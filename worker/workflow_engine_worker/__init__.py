"""One process per run: compiles the flow into a LangGraph graph and executes it, checkpoint by checkpoint."""
