"""The lanes of a run in other environments: for each a process by that environment's interpreter, as long as wanted."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.environments.folder import folder_of, python_in
from workflow_engine_shared.functions.discovery import FoundFunction
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_shared.paths import Home, RunPaths
from workflow_engine_shared.protocol.messages import Start
from workflow_engine_worker.functions.loader import Functions, find_functions
from workflow_engine_worker.lanes.elsewhere.function import FunctionElsewhere
from workflow_engine_worker.lanes.environments.process import Place, begin
from workflow_engine_worker.lanes.lane_process import LaneProcess, Listener, Relay
from workflow_engine_worker.lanes.run_lanes import RunLanes


class LanesOfEnvironment(RunLanes):
    """Processes of one environment. They are started, never forked: the run's own process is of another one."""

    def __init__(self, relay: Relay, stderr: Path, python: Path, place: Place) -> None:
        super().__init__(relay, stderr, forks=False)
        self._python = python
        self._place = place

    def spawn(self, listener: Listener) -> LaneProcess:
        ours, origin = begin(self._python, self._place)
        return LaneProcess(ours, origin, self._relay, listener)


class EnvironmentLanes:
    """The lanes of a run in all environments that its nodes name."""

    def __init__(
        self,
        lanes: Mapping[str, LanesOfEnvironment] | None = None,
        found: Mapping[str, Mapping[str, FoundFunction]] | None = None,
        functions: Mapping[tuple[str, str], FunctionElsewhere] | None = None,
    ) -> None:
        self._lanes = lanes or {}
        self._found = found or {}
        self._functions = functions or {}

    def beside(self, functions: Functions) -> dict[str, RegisteredFunction | FoundFunction]:
        """All functions of a flow: those of the run's own process, and where those are that nodes call elsewhere."""
        return {**functions, **{name: each for found in self._found.values() for name, each in found.items()}}

    def of(self, environment: str) -> LanesOfEnvironment:
        return self._lanes[environment]

    def function(self, environment: str, name: str) -> FunctionElsewhere:
        """A function that a node has in an environment."""
        return self._functions[environment, name]

    def close(self) -> None:
        """End all that are idle."""
        for each in self._lanes.values():
            each.close()


def environment_lanes(
    start: Start, paths: RunPaths, relay: Relay, flow: Flow, folders: Sequence[Path], locks: Mapping[str, str]
) -> EnvironmentLanes:
    """A run's lanes in the environments that its nodes name; nothing is begun.

    Args:
        start: how the run was started.
        paths: its folders.
        relay: takes what is printed and logged there.
        flow: what it executes.
        folders: with the flow's code.
        locks: the name of each environment -> the hash of its lock.

    Raises:
        NodeFailed: a function is disabled, or registered nowhere.
    """
    home, disabled = Home(Path(start.home)), tuple(start.disabled_functions)
    place = Place(str(home.root), start.thread_id, tuple(map(str, folders)), start.file_guard, tuple(start.allow_paths))
    lanes = {
        name: LanesOfEnvironment(relay, paths.stderr, python_in(folder_of(home, known_by)), place)
        for name, known_by in locks.items()
    }
    found = {name: find_functions(folders, flow.code_refs_in(name), disabled) for name in locks}
    functions = {
        (environment, name): FunctionElsewhere(name, environment, place.folders, disabled, each.timeout, each.retry)
        for environment, names in found.items()
        for name, each in names.items()
    }
    return EnvironmentLanes(lanes, found, functions)
