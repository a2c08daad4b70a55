"""Lanes in other environments than the run's own: for nodes that name one."""
