"""One run in a worker, from its claim to its last row."""
