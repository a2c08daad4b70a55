"""Lanes on a cluster: Ray runs them on its machines, a bridge process stands between it and the run's worker."""
