"""Durable loops: their items, where these run, the journal of what was decided."""
