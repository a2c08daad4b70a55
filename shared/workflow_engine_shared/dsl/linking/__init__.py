"""Flows that call others: which versions are meant, and all of their nodes as those of one flow."""
