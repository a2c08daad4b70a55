"""Runs and flows as files that are taken elsewhere."""
