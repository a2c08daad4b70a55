"""Runs of BPMN files: what their elements wait for, and what comes of it."""
