"""Readers for the fields of requests, and what of them may be sent."""
