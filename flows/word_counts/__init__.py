"""A map node: one function, called for each of many texts."""
