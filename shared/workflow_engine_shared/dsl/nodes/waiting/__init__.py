"""Readers for the fields of nodes that wait: for a time, for a message, for a person."""
