"""These tests go through real supervisors and workers."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from server_fixtures import server, servers

__all__ = ["server", "servers"]
