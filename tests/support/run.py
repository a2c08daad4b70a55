"""One run as its user and its disk see it; and the flows that runs are started from."""

import itertools
import json
import os
import signal
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from support.ledger import ledger_of, text_of
from support.processes import alive
from support.wait import until
from workflow_engine_shared.codec import decode
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.storage.run import checkpoints, db, journal

if TYPE_CHECKING:
    from support.server import Server

STOPPED = {"finished", "error", "cancelled", "interrupted"}
SECONDS = 45  # less than the minute for which a function waits or hangs where nothing else is said


def node(node_id: str, mode: str | None = None, *, code_ref: str = "faulty", data: Any = None, **args: Any) -> Any:
    """A python node that calls the faulty function; `data` holds the node's other fields."""
    if mode is not None:
        args["mode"] = mode
    return {"id": node_id, "type": "python", "data": {"codeRef": code_ref, "args": args, **(data or {})}}


def chain(*nodes: Any, **top: Any) -> dict[str, Any]:
    """start → the nodes → end."""
    path = ["start", *(each["id"] for each in nodes), "end"]
    return {
        "nodes": [{"id": "start", "type": "start"}, *nodes, {"id": "end", "type": "end"}],
        "edges": [{"source": a, "target": b} for a, b in itertools.pairwise(path)],
        **top,
    }


#: Counts `n` up to the input's `goal`, a visit each.
COUNTING = {
    "nodes": [
        {"id": "start", "type": "start"},
        node("count", "counts"),
        {"id": "more", "type": "condition", "data": {"expr": {"<": [{"var": "n"}, {"var": "goal"}]}}},
        {"id": "end", "type": "end"},
    ],
    "edges": [
        {"source": "start", "target": "count"},
        {"source": "count", "target": "more"},
        {"source": "more", "target": "count", "data": {"when": True}},
        {"source": "more", "target": "end", "data": {"when": False}},
    ],
}


@dataclass
class Run:
    """One run."""

    server: "Server"
    id: str
    paths: RunPaths = field(init=False)

    def __post_init__(self) -> None:
        self.paths = self.server.home.run(self.id)

    # -- what HTTP says --------------------------------------------------------------------------------------------

    @property
    def facts(self) -> Any:
        return self.server.get(f"/runs/{self.id}")

    @property
    def taken(self) -> dict[int, int]:
        """How often it went by edges of its flow."""
        return {each["edge"]: each["taken"] for each in self.facts["edges"]}

    @property
    def status(self) -> str:
        return str(self.facts["status"])

    @property
    def state(self) -> Any:
        return self.server.get(f"/runs/{self.id}/state")["values"]

    def post(self, command: str, **body: Any) -> httpx.Response:
        return self.server.post(f"/runs/{self.id}/{command}", body or None)

    def pause(self) -> None:
        assert self.post("pause").status_code == 202

    def resume(self, **body: Any) -> None:
        answer = self.post("resume", **body)
        assert answer.status_code == 202, answer.text

    def cancel(self) -> None:
        assert self.post("cancel").status_code == 202

    def logs(self, **params: Any) -> list[Any]:
        return list(self.server.get(f"/runs/{self.id}/logs", limit=1000, **params)["items"])

    def messages(self, **params: Any) -> list[str]:
        return [line["message"] for line in self.logs(**params)]

    # -- waiting ---------------------------------------------------------------------------------------------------

    def until(self, *statuses: str, timeout: float = SECONDS) -> Any:
        """The facts once the run stands in one of these statuses; it fails at once where it can't come there."""

        def there() -> bool:
            # By its row: a poll of the whole answer takes a third of a core from the runs that are waited for.
            stands = self.row_status()
            lost = stands in STOPPED and stands not in statuses and "cancelled" not in statuses
            assert not lost, f"{self.id} is {stands}: {self.facts['error']}"
            return stands in statuses

        until(there, timeout, f"{self.id} in {statuses}")
        return self.facts

    def paused(self, timeout: float = SECONDS) -> Any:
        """Ask for a pause, and see it take effect."""
        self.pause()
        return self.until("interrupted", timeout=timeout)

    def finished(self, timeout: float = SECONDS) -> Any:
        """The state of a run that came to its end."""
        self.until("finished", timeout=timeout)
        return self.state

    def failed(self, timeout: float = SECONDS) -> Any:
        """The error of a run that broke."""
        return self.until("error", timeout=timeout)["error"]

    def hurry(self) -> "Run":
        """Let the rest of its loops go quickly: its test has seen enough (tests/faulty/faulty/pace.py)."""
        self.paths.make(lasting=False)  # its worker may not have come yet
        self.paths.root.joinpath("hurry").touch()
        return self

    def left(self) -> list[Any]:
        """Its attempts, once the last worker is gone; the run has to stand still."""
        return list(until(lambda: (every := self.facts["attempts"])[-1]["ended_at"] and every, SECONDS, "its end"))

    def began(self) -> None:
        """A function that waits or hangs says that it does."""
        until((self.paths.outputs / "began").exists, what=f"{self.id} began")

    def heard(self) -> None:
        """A function that waits, and tells, knows of the pause: without that, a quick node may be done before it."""
        until((self.paths.outputs / "heard").exists, what=f"{self.id} knows of its pause")

    def done(self, count: int, what: str = "item", timeout: float = SECONDS) -> None:
        """So many side effects are on the disk."""
        until(lambda: text_of(self.paths).count(f'"what": "{what}"') >= count, timeout, f"{count} × {what}")

    # -- its process -----------------------------------------------------------------------------------------------

    def pid(self) -> int:
        """The worker that holds the run."""
        return int(until(lambda: (self.facts["process"] or {}).get("pid"), SECONDS, f"a worker of {self.id}"))

    def kill(self, number: int = int(getattr(signal, "SIGKILL", 9))) -> int:
        """kill -9 its worker; returns its pid once it is gone."""
        pid = until(lambda: self._struck(number), SECONDS, f"a living worker of {self.id}")
        until(lambda: not alive(pid), SECONDS, "a dead worker")
        return pid

    def _struck(self, number: int) -> int | None:
        """The worker that got the signal; none while the row still names one that has left."""
        pid = self.pid()
        if not alive(pid):
            return None
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return None
        return pid

    def open_gate(self, name: str = "go") -> None:
        self.paths.make(lasting=False)  # its worker may not have come yet
        self.paths.outputs.joinpath(name).touch()

    # -- its disk --------------------------------------------------------------------------------------------------

    def ledger(self, what: str | None = None) -> list[Any]:
        """The side effects so far, in order; half a line at a kill is none."""
        return [line for line in ledger_of(self.paths) if what in (None, line["what"])]

    def values(self) -> dict[str, Any]:
        """The whole state as the newest checkpoint keeps it; HTTP shows previews of what is long."""
        database = db.open_for_reading(self.paths.db)
        assert database is not None
        with closing(database), database.read() as con:
            newest = checkpoints.latest_checkpoint(con)
            return {} if newest is None else checkpoints.load_values(con, newest.manifest)

    def decided(self) -> int:
        """How many steps are on the disk: what counts as progress between two deaths."""
        database = db.open_for_reading(self.paths.db)
        if database is None:
            return 0
        with closing(database), database.read() as con:
            return journal.count_done(con) if db.is_prepared(con) else 0

    def journal(self) -> dict[Any, Any]:
        """The decided items of all loops: key → (state, attempt)."""
        rows = self.query("SELECT key, state, attempt FROM steps")
        return {_plain(decode(key)): (state, attempt) for key, state, attempt in rows}

    def events(self, *types: str) -> list[tuple[str, Any]]:
        """What happened to it, by workflow.db."""
        rows = self._metadata("SELECT type, payload_json FROM signals WHERE thread_id = ? ORDER BY id")
        found = [(kind, json.loads(payload)) for kind, payload in rows if not kind.endswith("_request")]
        return [(kind, payload) for kind, payload in found if not types or kind in types]

    def query(self, sql: str) -> list[Any]:
        """Rows of run.db."""
        with closing(sqlite3.connect(f"{self.paths.db.as_uri()}?mode=ro", uri=True)) as con:
            return con.execute(sql).fetchall()

    def row_status(self) -> str:
        """Where it stands by its row, without a request."""
        return str(self._metadata("SELECT status FROM runs WHERE thread_id = ?")[0][0])

    def _metadata(self, sql: str) -> list[Any]:
        """Rows of workflow.db about this run."""
        with closing(sqlite3.connect(f"{self.server.home.db.as_uri()}?mode=ro", uri=True)) as con:
            return con.execute(sql, [self.id]).fetchall()


def _plain(key: Any) -> Any:
    return tuple(key) if isinstance(key, list) else key
