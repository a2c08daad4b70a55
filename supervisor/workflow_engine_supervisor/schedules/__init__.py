"""Schedules: what may be asked of them, and the scheduler that starts their runs when the time comes."""
