"""Files of the data directory that people write."""
