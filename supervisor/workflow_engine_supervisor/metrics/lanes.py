"""The lanes that runs at work have on a cluster, and how many were lost since the start."""

import threading
from collections import Counter
from collections.abc import Mapping

from workflow_engine_shared.paths import Home
from workflow_engine_shared.protocol.cluster_file import ClusterState, read_cluster_state
from workflow_engine_supervisor.processes.live_worker import LiveRun


class LaneCounts:
    """What runs show of their lanes, looked at now and then. Any thread may ask."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._seen: dict[str, ClusterState] = {}
        self._lost = 0

    def look(self, at_work: Mapping[str, LiveRun]) -> None:
        """Read what each run at work shows."""
        found = {name: read_cluster_state(self._home.run(name).cluster_state) for name in at_work}
        seen = {
            name: state for name, state in found.items() if state is not None and state.epoch == at_work[name].epoch
        }
        with self._lock:
            for name, state in seen.items():
                before = self._seen.get(name)
                known = before.lost if before is not None and before.epoch == state.epoch else 0
                self._lost += max(0, state.lost - known)
            self._seen = seen

    def by_state(self) -> dict[str, int]:
        """How many lanes there are: starting, working, idle."""
        with self._lock:
            return dict(Counter(lane.state for state in self._seen.values() for lane in state.lanes))

    @property
    def lost(self) -> int:
        """How many were lost since this supervisor's start."""
        return self._lost
