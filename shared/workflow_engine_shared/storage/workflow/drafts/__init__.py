"""Drafts of flows: one each, any JSON, changed by whoever has seen what it is."""
