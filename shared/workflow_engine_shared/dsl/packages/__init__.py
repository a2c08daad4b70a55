"""The packages that a flow runs with."""
