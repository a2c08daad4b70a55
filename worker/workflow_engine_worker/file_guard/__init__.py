"""Keeps user code from files that are not its own."""
