"""What every request must pass before a route sees it."""
