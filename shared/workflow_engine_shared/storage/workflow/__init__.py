"""workflow.db: flows, versions, runs, signals, workers."""
