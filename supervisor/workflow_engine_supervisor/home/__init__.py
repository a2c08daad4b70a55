"""The data directory: its safety, its size, what is thrown away."""
