"""Commands about what flows are made of."""
