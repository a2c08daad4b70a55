"""A supervisor for tests: a data directory of its own, runs that crash or pause where a test wants them to.

Everything is the real thing - server, worker processes, databases; only the data directory is thrown away at the end.
"""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec

from workflow_engine_shared.clock import SystemClock, wait_until
from workflow_engine_shared.errors import ErrorData, FlowNotFound, RenError
from workflow_engine_shared.ids import new_id
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.run_status import FINAL, WAITS, Reason, RunStatus
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.run import checkpoints, db, journal
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_shared.storage.workflow.waits.rows import WaitHow, WaitKind, WaitRow
from workflow_engine_supervisor.client.errors import Refused
from workflow_engine_supervisor.client.http_client import Client
from workflow_engine_supervisor.functions.flow_files import called_ids
from workflow_engine_supervisor.server.embedded import EmbeddedServer
from workflow_engine_supervisor.supervision.circuit_breaker import RUNS

LOOK_S = 0.01
_AT_REST = FINAL | {RunStatus.INTERRUPTED, RunStatus.ERROR}


@dataclass(frozen=True)
class InjectedFault:
    """What happens to a run: behind its `after`-th point, a crash or a pause. Points are journaled steps and nodes."""

    after: int | None = None
    then: Literal["crash", "pause"] = "crash"


@dataclass(frozen=True)
class RunOutcome:
    """How a run ended."""

    status: str
    state: dict[str, Any]
    error: ErrorData | None
    steps: int  #: in the journal
    executed: int  #: steps that were executed to their end, over all attempts
    attempts: int  #: workers that held the run
    fault_came: bool  #: whether the crash or pause that was asked for came
    questions: list[Any]
    log: list[str]
    folder: Path


@dataclass
class Harness:
    """A running supervisor on a throw-away data directory."""

    flows: Path
    allow_paths: tuple[str, ...] = ()
    _flow_ids: dict[str, str] = field(default_factory=dict)

    def start(self) -> "Harness":
        home = Path(tempfile.mkdtemp(prefix="renflow-test-")).resolve()
        self.settings = Settings(
            home=str(home), flows=str(self.flows), port=0, grace=1.0, warm_workers=2, allow_paths=self.allow_paths
        )
        self._serve()
        self._store: Store = SqliteStore.attach(self.settings.home_paths.db)
        return self

    def _serve(self) -> None:
        self._server = EmbeddedServer(self.settings)
        self._client = Client(self._server.start(), "")
        self._crashes = 0

    def _serve_anew(self) -> None:
        """A supervisor that saw many runs crash restarts them slowly; one that saw none does not."""
        self._client.close()
        self._server.stop()
        self._serve()

    def stop(self) -> None:
        """End everything and remove the data directory."""
        self._client.close()
        self._store.close()
        self._server.stop()
        shutil.rmtree(self.settings.home, ignore_errors=True)

    def run(
        self, dsl: Any, given: Mapping[str, Any], fault: InjectedFault, answers: Sequence[Any], timeout: float
    ) -> RunOutcome:
        """Start a run of a flow, answer what it asks, resume it when it was paused, until it is over.

        Times that it waits for come at once.

        Raises:
            RenError: it took longer than `timeout` seconds, or the flow or its input was refused.
        """
        if fault.after is not None and fault.then == "crash":
            if self._crashes == RUNS - 1:
                self._serve_anew()
            self._crashes += 1
        thread_id = new_id("test")
        paths = self.settings.home_paths.run(thread_id)
        paths.make()
        # What the worker looks for: its failpoint.py reads this file.
        order = msgspec.json.encode({"after": fault.after, "then": fault.then})
        (paths.root / "failpoint.json").write_bytes(order)
        body = {"flow_id": self._published(dsl), "thread_id": thread_id, "input": dict(given)}
        self._client.post("/runs/start", body)
        waiting = list(answers)
        questions: list[Any] = []
        while (row := self._at_rest(thread_id, timeout)).status is RunStatus.INTERRUPTED:
            if not self._goes_on(row, waiting, questions):
                break
        return self._outcome(row, paths, fault, questions)

    def _goes_on(self, row: RunRow, answers: list[Any], questions: list[Any]) -> bool:
        """Bring what a run stands still for, with the next of the answers; False: there is nothing to bring."""
        path = f"/runs/{row.thread_id}"
        if row.reason in WAITS:
            return self._wakes(row, answers, questions)
        resume: dict[str, Any] = {}
        if row.reason is Reason.QUESTION:
            questions.append(row.interrupt.value if row.interrupt else None)
            if not answers:
                return False
            resume = {"value": answers.pop(0)}
        self._client.post(f"{path}/resume", resume)
        return True

    def _wakes(self, row: RunRow, answers: list[Any], questions: list[Any]) -> bool:
        """Fill in a form, or let the first time come that is waited for."""
        waits = self._open_waits(row)
        form = next((wait for wait in waits if wait.kind is WaitKind.FORM), None)
        timed = min((wait for wait in waits if wait.due_at), key=lambda wait: wait.due_at or "", default=None)
        if form is not None and (answers or timed is None):
            questions.append(form.body)
        if form is not None and answers:
            self._client.post(f"/runs/{row.thread_id}/form", {"key": form.key, "values": answers.pop(0)})
            return True
        if timed is None:
            return not waits  # something came since the look
        how = WaitHow.TIMER if timed.kind is WaitKind.TIMER else WaitHow.TIMEOUT
        with self._store.write() as tx:
            tx.meet(row.thread_id, timed.key, {"how": how.value, "value": None}, SystemClock().now())
        return True

    def _open_waits(self, row: RunRow) -> list[WaitRow]:
        with self._store.read() as tx:
            return tx.open_waits_of(row.thread_id)

    def _published(self, dsl: Any) -> str:
        text = msgspec.json.encode(dsl).decode()
        if text not in self._flow_ids:
            self._publish_called(dsl)
            flow_id = f"flow-{len(self._flow_ids) + 1}"
            self._client.post("/flows", {"id": flow_id, "name": flow_id, "dsl": dsl, "publish": True})
            self._flow_ids[text] = flow_id
        return self._flow_ids[text]

    def _publish_called(self, dsl: Any) -> None:
        """The flows that a flow calls, as far as the flows folder has files of them; the others are refused by name."""
        for called in called_ids(dsl):
            try:
                self._client.post(f"/flow-files/{called}/publish")
            except Refused as error:
                if error.code != FlowNotFound.code:
                    raise

    def _at_rest(self, thread_id: str, timeout: float) -> RunRow:
        """The run's row once no worker holds it and none is due."""
        row = self._row(thread_id)

        def is_at_rest() -> bool:
            nonlocal row
            row = self._row(thread_id)
            return row.status in _AT_REST and not self._has_children(row)

        if not wait_until(is_at_rest, timeout, LOOK_S):
            where = f"{row.status.value} ({row.reason.value if row.reason else 'no reason'})"
            raise RenError(f"The run did not end within {timeout:g} s: it is {where}.", hint="Raise the timeout.")
        return row

    def _has_children(self, row: RunRow) -> bool:
        """Whether it goes on by itself once another run is over."""
        return row.reason in WAITS and any(wait.kind is WaitKind.CHILD for wait in self._open_waits(row))

    def _row(self, thread_id: str) -> RunRow:
        with self._store.read() as tx:
            return tx.get_run(thread_id)

    def _outcome(self, row: RunRow, paths: RunPaths, fault: InjectedFault, questions: list[Any]) -> RunOutcome:
        facts = self._client.get(f"/runs/{row.thread_id}")
        lines = [line["message"] for line in self._client.pages(f"/runs/{row.thread_id}/logs")]
        state, steps = _stored(paths)
        try:
            executed = (paths.root / "failpoint.count").stat().st_size
        except FileNotFoundError:
            executed = 0
        order = msgspec.json.decode((paths.root / "failpoint.json").read_bytes())
        return RunOutcome(
            status=row.status.value,
            state=state,
            error=row.error,
            steps=steps,
            executed=executed,
            attempts=len(facts["attempts"]),
            fault_came=fault.after is not None and order.get("after") is None,
            questions=questions,
            log=lines,
            folder=paths.root,
        )


def _stored(paths: RunPaths) -> tuple[dict[str, Any], int]:
    """The state as the newest checkpoint keeps it, and the number of steps in the journal."""
    with db.reading(paths.db) as con:
        if con is None:
            return {}, 0
        newest = checkpoints.latest_checkpoint(con)
        values = {} if newest is None else checkpoints.load_values(con, newest.manifest)
        return values, journal.count_done(con)
