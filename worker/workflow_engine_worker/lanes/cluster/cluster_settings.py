"""What the settings say of a cluster, and what a run brings along: what its bridge is started with."""

import importlib.metadata
import platform
from dataclasses import dataclass
from pathlib import Path

from workflow_engine_shared.units import MIB
from workflow_engine_worker.lanes.cluster.code_archive import archive_of
from workflow_engine_worker.lanes.cluster.messages import BridgeSetup, LaneSetup


@dataclass(frozen=True)
class ClusterSettings:
    """Of one run."""

    address: str
    start_timeout: float  #: seconds without a lane after which the run waits without a process
    max_result_mb: int
    file_guard: bool
    allow_paths: tuple[str, ...]
    thread_id: str
    folders: tuple[Path, ...]  #: of the flow's code
    output: Path  #: what Ray prints
    packages: tuple[str, ...] = ()  #: requirements that Ray installs for lanes
    index_url: str = ""  #: where they come from; empty: what the machines have set

    def bridge_setup(self) -> BridgeSetup:
        """What the bridge needs.

        Raises:
            CodeNotSendable
        """
        root, code = archive_of(self.folders)
        lane = LaneSetup(
            renflow=importlib.metadata.version("renflow"),
            python=platform.python_version(),
            thread_id=self.thread_id,
            code_root=root,
            folders=len(self.folders),
            file_guard=self.file_guard,
            allow_paths=self.allow_paths,
            max_result=self.max_result_mb * MIB,
        )
        return BridgeSetup(self.address, str(self.output), lane, code, self.packages, self.index_url)
