"""Visits that wait for something outside: a time, a message, a person, another run."""
