"""Functions that are executed in another environment: what is sent of them, and what they find there."""
