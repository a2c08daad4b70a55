"""Two branches at once, and what they bring together."""
