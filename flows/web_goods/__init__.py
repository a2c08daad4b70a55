"""An http node, and edges for its failures."""
