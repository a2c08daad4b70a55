"""The user's functions in a worker: loaded, checked, called."""
