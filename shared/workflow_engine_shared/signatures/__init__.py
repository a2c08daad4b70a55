"""Signed versions of flows: the keys, what is signed, and whether a signature holds."""
