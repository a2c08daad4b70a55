"""Files that a browser brings for a run's inputs, until the run has them."""
