"""What nodes that wait share."""
