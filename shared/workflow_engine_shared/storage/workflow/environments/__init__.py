"""Which versions and runs have an environment of their own."""
