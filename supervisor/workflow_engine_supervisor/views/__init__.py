"""Answers made from rows: runs, flows, history, items, state, artifacts."""
