"""The packages that a run's functions need: its environment's own, or installed beside those that are there."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.errors import Fenced
from workflow_engine_shared.paths import Home
from workflow_engine_shared.protocol.messages import Start
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_worker.dependencies.environment_of_run import EnvironmentOfRun
from workflow_engine_worker.dependencies.packages import Installed, Packages
from workflow_engine_worker.runs.beginning import demand_of


def provide_packages(
    start: Start,
    store: Store,
    row: RunRow,
    flow: Flow,
    folders: Sequence[Path],
    safe_point: Callable[[], None],
    tell: Callable[[str, str], None],
) -> Installed | None:
    """See to it that the functions of a run find their packages; returns what was installed for that.

    Raises:
        EnvironmentDue: the run's environment is there; a process of that one goes on.
        NodeFailed, PackagesAwaited, LeaveRun, Fenced
    """
    packages = Packages(start.dependencies, start.index_url, safe_point, partial(tell, "installing packages"))
    if flow.environment is None or flow.packages is None:
        return packages.provide(flow.code_refs(), folders)

    def keep(known_by: str) -> None:
        with store.write() as tx:
            ours = tx.set_environment(start.thread_id, start.epoch, known_by)
        if not ours:
            raise Fenced

    entering = EnvironmentOfRun(
        Home(Path(start.home)), start.index_url, safe_point, partial(tell, "building the environment"), keep
    )
    entering.enter(flow.environment, flow.packages, row.environment, demand_of(start, flow.policy))
    packages.refuse_missing(flow.code_refs(), folders, flow.environment)
    return None
