"""The functions that flows may name: what the source says at once, what importing it says once that is known."""

import contextlib
import shutil
import threading
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.dsl.calls import call_problems, check_calls
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.functions.description import DescribeRequest, FunctionDescription
from workflow_engine_shared.functions.discovery import FoundFunction, Scan, scan
from workflow_engine_shared.functions.near_misses import NearMisses
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.functions.describe_process import CannotDescribe, DescribeLimits, describe_module

Health: TypeAlias = Literal["unknown", "describing", "ok", "installs", "broken"]
#: What broke for a reason outside its file - a package that was missing - is looked at again after so many seconds.
AGAIN_S = 30.0
_MAX_REASON = 4096


@dataclass(frozen=True)
class ImportResult:
    """The result of importing a module: its functions, or why there are none."""

    functions: Mapping[str, FunctionDescription]
    reason: str = ""  #: why it brought nothing
    missing: str = ""  #: the module that was not found
    distribution: str = ""  #: where that comes from, if it is known
    at: float = 0.0  #: monotonic


@dataclass(frozen=True)
class FunctionStatus:
    """The status of one function, besides its source."""

    health: Health
    reason: str | None = None
    description: FunctionDescription | None = None


@dataclass
class _Queue:
    """Modules to describe, in order of asking; one is under way at a time."""

    waiting: "deque[tuple[FoundFunction, tuple[Path, ...]]]" = field(default_factory=deque)  #: with its flows folders
    under_way: set[str] = field(default_factory=set)


class Catalogue:
    """Reads the flows folders; has modules described in the background, one at a time."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._scratch = settings.home_paths.root / "describe"
        self._results: dict[str, ImportResult] = {}  #: by file and hash
        self._queue = _Queue()
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def scan(self) -> Scan:
        """What the flows folders register, and what is wrong there."""
        return scan(self._settings.flows_paths)

    def is_disabled(self, name: str) -> bool:
        return name in self._settings.disabled_functions

    def problems(
        self, flow: Flow, *, missing_too: bool = True, folders: tuple[Path, ...] | None = None
    ) -> list[Problem]:
        """What is wrong with a flow's calls. Types count as far as the modules have been described.

        `folders` hold the code that is kept with its version, where that is so.
        """
        folders = self._settings.flows_paths if folders is None else folders
        found = scan(folders)
        functions = found.functions
        called = {name: functions[name] for name in flow.code_refs() if name in functions}
        self.request(called.values(), folders)
        known = {name: self.known(each).description for name, each in called.items()}
        schemas = {name: each.parameters for name, each in known.items() if each is not None}
        disabled = self._settings.disabled_functions
        if not missing_too:
            return call_problems(flow, functions, disabled=disabled, schemas=schemas)
        near = NearMisses(folders, found).hint
        return check_calls(flow, functions, disabled=disabled, schemas=schemas, near=near)

    def known(self, function: FoundFunction) -> FunctionStatus:
        """What importing the function's module brought, if it was."""
        with self._changed:
            told = self._results.get(_key(function))
            if told is None:
                return FunctionStatus("describing" if _key(function) in self._queue.under_way else "unknown")
        if told.reason:
            return FunctionStatus("installs" if self._will_be_installed(function, told) else "broken", told.reason)
        description = told.functions.get(function.name)
        if description is None:
            return FunctionStatus("broken", "Importing its module did not register it.")
        return FunctionStatus("ok", None, description)

    def _will_be_installed(self, function: FoundFunction, result: ImportResult) -> bool:
        """Whether the module only lacks a package that its first run installs."""
        mode = self._settings.dependencies
        if not result.missing or mode == "off":
            return False
        return bool(function.requires) or (mode == "auto" and bool(result.distribution))

    def request(self, functions: Iterable[FoundFunction], folders: tuple[Path, ...] | None = None) -> None:
        """Have the modules of these functions described, unless that is done or under way. Returns at once."""
        folders = self._settings.flows_paths if folders is None else folders
        with self._changed:
            due = [each for each in functions if self._is_due(each)]
            if not due:
                return
            for each in due:
                if _key(each) not in self._queue.under_way:  # several functions of one module
                    self._queue.under_way.add(_key(each))
                    self._queue.waiting.append((each, folders))
            if self._thread is None and not self._stopping.is_set():
                self._thread = threading.Thread(target=self._run, name="describe", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def stop(self) -> None:
        """End what is under way. Bears being called twice."""
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _is_due(self, function: FoundFunction) -> bool:
        if _key(function) in self._queue.under_way:
            return False
        told = self._results.get(_key(function))
        return told is None or bool(told.reason and self._clock.monotonic() - told.at >= AGAIN_S)

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            if self._scratch.is_symlink():  # not what it leads to: only what a supervisor before us left goes
                self._scratch.unlink()
        shutil.rmtree(self._scratch, ignore_errors=True)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue.waiting or self._stopping.is_set())
                if self._stopping.is_set():
                    return
                function, folders = self._queue.waiting.popleft()
            told = self._describe(function, folders)
            with self._changed:
                for stale in [key for key in self._results if key.startswith(f"{function.file}\0")]:
                    del self._results[stale]
                self._results[_key(function)] = told
                self._queue.under_way.discard(_key(function))

    def _describe(self, function: FoundFunction, folders: tuple[Path, ...]) -> ImportResult:
        settings = self._settings
        request = DescribeRequest(
            tuple(map(str, folders)),
            function.module,
            "",
            settings.describe_timeout,
            settings.file_guard == "on",
            settings.allow_paths,
        )
        try:
            told = describe_module(request, self._scratch, DescribeLimits(settings.describe_timeout), self._stopping)
        except CannotDescribe as error:
            event_log.event("describe.failed", module=function.module, reason=str(error).partition("\n")[0])
            return ImportResult({}, str(error)[:_MAX_REASON], at=self._clock.monotonic())
        except Exception as error:  # noqa: BLE001 - a full disk, say; without this thread nothing is described any more
            return ImportResult({}, f"It could not be described: {error!r}"[:_MAX_REASON], at=self._clock.monotonic())
        reason = "" if told.error is None else _reason(told.error.message, told.error.traceback, function.file)
        return ImportResult(told.functions, reason, told.missing, told.distribution, self._clock.monotonic())


def _key(function: FoundFunction) -> str:
    return f"{function.file}\0{function.source_hash}"


def _reason(message: str, traceback: str | None, file: str) -> str:
    """An import's error in one line, with the place in the module where it came from."""
    lines = [line.strip() for line in (traceback or "").splitlines() if f'"{file}"' in line]
    where = lines[-1].partition(", in ")[0].replace('File "', "").replace('", line ', ":") if lines else ""
    return (f"{where}: {message}" if where else message)[:_MAX_REASON]
