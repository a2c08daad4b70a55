"""A run's way to a cluster, for those of its loops that ask for one: nothing is imported or begun before."""

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors.cluster import ClusterNotSet, RayNotInstalled
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.protocol.messages import Start
from workflow_engine_shared.sdk import MapOptions, RunInfo
from workflow_engine_worker.lanes.lane_process import Relay

if TYPE_CHECKING:
    from workflow_engine_worker.lanes.cluster.cluster_lanes import ClusterLanes
    from workflow_engine_worker.lanes.cluster.engine import ClusterEngine


def cluster_access(
    start: Start, names: Sequence[str], folders: Sequence[Path], paths: RunPaths, relay: Relay
) -> "ClusterAccess":
    """A run's, as the settings say; `names` are those of its functions."""

    def made() -> "ClusterLanes":
        from workflow_engine_worker.dependencies.elsewhere import pinned
        from workflow_engine_worker.lanes.cluster.cluster_lane import ShownState
        from workflow_engine_worker.lanes.cluster.cluster_lanes import ClusterLanes
        from workflow_engine_worker.lanes.cluster.cluster_settings import ClusterSettings

        settings = ClusterSettings(
            address=start.ray_address,
            start_timeout=start.ray_start_timeout,
            max_result_mb=start.ray_max_result_mb,
            file_guard=start.file_guard,
            allow_paths=start.allow_paths,
            thread_id=start.thread_id,
            folders=tuple(folders),
            output=paths.cluster_log,
            packages=pinned(names, folders) if start.ray_packages == "auto" else (),
            index_url=start.index_url,
        )
        shown = ShownState(paths.cluster_state, start.epoch, start.ray_address, SystemClock())
        return ClusterLanes(settings, relay, shown)

    return ClusterAccess(start.ray_address, made)


@dataclass
class ClusterAccess:
    """Makes the engine of a loop with `pool="ray"`."""

    address: str = ""
    made: "Callable[[], ClusterLanes] | None" = None
    _lanes: "ClusterLanes | None" = field(default=None, init=False, repr=False)

    def lanes(self) -> "ClusterLanes":
        """The run's lanes on its cluster.

        Raises:
            ClusterNotSet, RayNotInstalled
        """
        if self._lanes is None:
            if not self.address or self.made is None:
                raise ClusterNotSet
            if importlib.util.find_spec("ray") is None:
                raise RayNotInstalled
            self._lanes = self.made()
        return self._lanes

    def close(self) -> None:
        """End what was begun."""
        if self._lanes is not None:
            self._lanes.close()

    def engine(self, function: Callable[[Any], Any], options: MapOptions, info: RunInfo) -> "ClusterEngine":
        """What carries a loop's items.

        Raises:
            ClusterNotSet, RayNotInstalled, RegistrationError, CodeNotSendable
        """
        from workflow_engine_worker.lanes.cluster.engine import ClusterEngine

        return ClusterEngine(self.lanes(), function, options, info)
