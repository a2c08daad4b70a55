"""One visit of a node: what user code is given, what is recorded."""
