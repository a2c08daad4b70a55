"""Requests that flows send: which addresses they reach, how they are made, what comes back."""
