"""A loop: a function, a condition, an edge back."""
