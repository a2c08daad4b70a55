"""The packages that a run's functions need: its environment's own, or installed beside those that are there."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.environments.folder import folder_of
from workflow_engine_shared.errors import Fenced
from workflow_engine_shared.paths import Home
from workflow_engine_shared.protocol.messages import Start
from workflow_engine_shared.storage.workflow.payloads import DependencyPayload
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_worker.dependencies.environment_of_run import EnvironmentOfRun
from workflow_engine_worker.dependencies.other_environment import OtherEnvironment
from workflow_engine_worker.dependencies.packages import Packages
from workflow_engine_worker.runs.beginning import demand_of


class Hold(NamedTuple):
    """What is asked and told of a run meanwhile."""

    safe_point: Callable[[], None]  #: leaves the run if somebody asked
    tell: Callable[[str, str], None]  #: how far it is
    installed: Callable[[DependencyPayload], None]  #: what was installed beside renflow


def provide_packages(
    start: Start,
    store: Store,
    row: RunRow,
    flow: Flow,
    folders: Sequence[Path],
    hold: Hold,
) -> Mapping[str, str]:
    """See to it that the functions of a run find their packages.

    Returns:
        the name of each environment that nodes are executed in -> its lock.

    Raises:
        EnvironmentDue: the run's environment is there; a process of that one goes on.
        NodeFailed, PackagesAwaited, LeaveRun, Fenced
    """
    packages = Packages(start.dependencies, start.index_url, hold.safe_point, partial(hold.tell, "installing packages"))
    wanted = flow.node_environments()
    locks: Mapping[str, str] = {}
    if flow.packages is not None or wanted:

        def keep(known_by: str) -> None:
            with store.write() as tx:
                ours = tx.set_environment(start.thread_id, start.epoch, known_by)
            if not ours:
                raise Fenced

        home = Home(Path(start.home))
        entering = EnvironmentOfRun(
            home, start.index_url, hold.safe_point, partial(hold.tell, "building the environment"), keep
        )
        locks = entering.enter(flow, row.environment, demand_of(start, flow.policy))
        for name, known_by in locks.items():
            there = OtherEnvironment.of(folder_of(home, known_by), folders)
            packages.refuse_missing(flow.code_refs_in(name), folders, name, there)
    own = flow.code_refs_in(None)
    if flow.environment is not None and flow.packages is not None:
        packages.refuse_missing(own, folders, flow.environment)
    elif (found := packages.provide(own, folders)) is not None:
        hold.installed(DependencyPayload(packages=found.packages, reasons=found.reasons, tool=found.tool))
    return locks
