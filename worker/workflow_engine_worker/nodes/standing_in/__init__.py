"""What takes a node's place in a test run."""
