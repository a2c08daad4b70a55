"""These tests go through real supervisors and workers."""

from support.fixtures import server, servers

__all__ = ["server", "servers"]
