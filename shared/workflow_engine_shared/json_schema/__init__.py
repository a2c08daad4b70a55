"""Checking JSON values by JSON Schema, in bounded time."""
