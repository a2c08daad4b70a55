"""The packages a run's functions need: found, planned, installed."""
