"""Which products look alike: a flow for other flows."""
