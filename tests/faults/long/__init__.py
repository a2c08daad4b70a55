"""Runs of half an hour: what they measure, and who watches them."""
