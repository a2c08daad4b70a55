"""What a worker tells its supervisor."""
