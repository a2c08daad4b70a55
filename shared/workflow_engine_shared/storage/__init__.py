"""The only place that knows SQL: `workflow.db` (metadata, signals) and each run's `run.db` (checkpoints, visits)."""
