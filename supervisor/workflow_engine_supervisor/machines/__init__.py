"""Other machines behind this supervisor: whether they can be reached, what they run, where a run is."""
