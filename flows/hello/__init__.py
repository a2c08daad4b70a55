"""The smallest flow: one function."""
