"""Copies of a whole data directory: made while it is in use, verified, and put back."""
