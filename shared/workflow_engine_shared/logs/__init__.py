"""A run's log files: how lines are written, counted and rotated."""
