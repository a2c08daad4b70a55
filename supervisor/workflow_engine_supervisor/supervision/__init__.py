"""Who decides what about runs: the queue, the restarts, the records."""
