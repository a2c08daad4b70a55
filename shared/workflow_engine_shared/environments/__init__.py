"""Environments of flows: packages at versions of their own, locked at publishing, built once, used by many runs."""
