"""run.db: one run's checkpoints, visits, journal and code."""
