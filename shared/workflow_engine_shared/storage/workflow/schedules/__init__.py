"""Schedules and what became of their times, as rows of `workflow.db`."""
