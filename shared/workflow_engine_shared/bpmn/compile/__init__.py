"""A file as a program of the token engine: what each element is there, and what it calls."""
