"""Events on their way to watchers."""
