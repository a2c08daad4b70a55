"""The rows of workflow.db as Python values. Times are RFC 3339 in UTC with milliseconds."""

import json
from typing import Any, Literal, TypeVar

import msgspec

from workflow_engine_shared.clock import moment_after, seconds_between
from workflow_engine_shared.errors import DatabaseDamaged, ErrorData
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.signatures.statement import Signature, statement
from workflow_engine_shared.struct_types import ready_to_read
from workflow_engine_shared.vocabulary import InterruptKind, SignalType

_T = TypeVar("_T")


@ready_to_read
class FlowRow(msgspec.Struct, frozen=True):
    """A named workflow."""

    id: str
    name: str
    created_at: str
    name_zh: str | None = None  #: as the newest version says
    latest_version: int | None = None
    published_version: int | None = None


@ready_to_read
class VersionCode(msgspec.Struct, frozen=True):
    """What the functions of a version consisted of when it was published."""

    mode: Literal["live", "pinned"]  #: pinned: it is kept, and runs are executed with it
    hash: str
    folders: int
    files: dict[str, str]  #: `0/shop/prices.py`, in the first flows folder -> SHA-256, hex


@ready_to_read
class VersionRow(msgspec.Struct, frozen=True):
    """An immutable version of a flow."""

    id: int
    flow_id: str
    version: int
    dsl_json: str
    compiled_meta: str  #: a JSON object: code_refs, nodes, edges, hash, subflows, note, publish_note
    published: bool
    created_at: str
    format: Literal["dsl", "bpmn"] = "dsl"
    origin: str = "author"  #: draft: it is hidden, and only tests of a draft are of it
    code_json: str | None = None  #: a `VersionCode`
    signature_json: str | None = None  #: a `Signature`
    environment: str | None = None  #: the hash of its lock; None: it has no environment, or was not published

    def code(self) -> VersionCode | None:
        """What its functions consisted of when it was published; None: it was not, or nobody looked.

        Raises:
            DatabaseDamaged: the row is damaged.
        """
        return self._read("code_json", self.code_json, VersionCode)

    def signature(self) -> Signature | None:
        """Who vouches for it.

        Raises:
            DatabaseDamaged: the row is damaged.
        """
        return self._read("signature_json", self.signature_json, Signature)

    @property
    def statement(self) -> str:
        """What a signature of it is for.

        Raises:
            DatabaseDamaged: the row is damaged.
        """
        subflows = self.meta().get("subflows")
        calls = subflows if isinstance(subflows, dict) else {}
        return statement(self.flow_id, self.document(), self.pinned_code, calls, self.environment or "")

    @property
    def pinned_code(self) -> str | None:
        """The hash of the kept code that its runs are executed with; None: they are executed with what is there.

        Raises:
            DatabaseDamaged: the row is damaged.
        """
        code = self.code()
        return code.hash if code is not None and code.mode == "pinned" else None

    def document(self) -> Any:
        """The flow, as it came in; of a BPMN file its nodes and edges, as a flow's document has them.

        Raises:
            DatabaseDamaged: the row is damaged.
        """
        return self._parsed("dsl_json", self.dsl_json)

    def meta(self) -> dict[str, Any]:
        """What was worked out when it was added.

        Raises:
            DatabaseDamaged: the row is damaged.
        """
        found = self._parsed("compiled_meta", self.compiled_meta)
        return found if isinstance(found, dict) else {}

    def _parsed(self, column: str, text: str) -> Any:
        try:
            return json.loads(text)
        except ValueError as error:
            raise self._damaged(column, error) from error

    def _read(self, column: str, text: str | None, kind: type[_T]) -> _T | None:
        try:
            return None if text is None else msgspec.json.decode(text, type=kind)
        except msgspec.MsgspecError as error:
            raise self._damaged(column, error) from error

    def _damaged(self, column: str, error: Exception) -> DatabaseDamaged:
        return DatabaseDamaged(f"Version {self.version} of flow {self.flow_id!r} is damaged ({column}: {error}).")


@ready_to_read
class Interrupt(msgspec.Struct, frozen=True):
    """Why an interrupted run waits: the node it stands before, and what it wants to know."""

    kind: InterruptKind
    value: Any = None
    node: str | None = None
    ordinal: int | None = None  #: which of the visit's questions this is
    visit: int | None = None  #: the visit that stopped; None: written by an older worker


class Streak(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of the deaths of a run's workers since its last progress, beside their number."""

    since: str | None = None  #: since when it waits for the machine; None: it does not
    tries: int = 0  #: attempts since then
    kills: int = 0  #: how many deaths were kills from outside


class RetryOf(msgspec.Struct, frozen=True, omit_defaults=True):
    """That a fork tries again what the finished run it is of has skipped."""

    error: str | None = None  #: only what had this kind of error


@ready_to_read
class DraftTest(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a run tests a draft."""

    revision: int
    stop_after: str | None = None  #: the node after which it ends
    pinned: dict[str, dict[str, Any]] = {}  #: node -> what it leaves, without being run


@ready_to_read
class Begun(msgspec.Struct, frozen=True, omit_defaults=True):
    """What brought a run about, where it was no start: it begins at an event of its BPMN file."""

    node: str
    message: str | None = None  #: the message, or `signal:NAME`; None: the event's timer
    depth: int = 0  #: so many runs before it began the next one by what they threw


@ready_to_read
class RunRow(msgspec.Struct, frozen=True):
    """One run, as its row says."""

    seq: int
    thread_id: str
    flow_version_id: int
    flow_id: str
    version: int
    status: RunStatus
    reason: Reason | None
    epoch: int
    input_json: str
    fingerprint: str
    flows_dir: str
    interrupt: Interrupt | None
    error: ErrorData | None
    crashes: int
    progress_mark: str | None  #: "<newest checkpoint's id>/<steps done>" when a worker died last
    due_at: str | None
    created_at: str
    queued_at: str
    started_at: str | None
    finished_at: str | None
    last_event_at: str
    forked_from: str | None = None
    forked_checkpoint: str | None = None
    forked_updates: str | None = None
    streak: Streak = Streak()
    skipped: int = 0  #: items and nodes that failed and were let pass, once it is finished
    clock_set_s: float = 0.0  #: by so much the wall clock was set while workers held the run, all in all
    retry_of: RetryOf | None = None
    title: str | None = None  #: what people call it
    tags: tuple[str, ...] = ()
    parent_id: str | None = None  #: the run that started it and waits for its end; it may be deleted since
    parent_key: str | None = None  #: which of that run's waits
    #: Of a flow that calls others: node that calls, as it is called in the run -> flow and version.
    subflows: dict[str, tuple[str, int]] = {}
    test: DraftTest | None = None  #: None: it is no test
    code: str | None = None  #: the hash of the kept code that it is executed with; None: with what flows_dir has
    environment: str | None = None  #: the hash of the lock of its environment; None: it has none, or none yet
    begun: Begun | None = None  #: None: by a start

    def duration_s(self, until: str) -> float | None:
        """Seconds from its beginning to some moment, but for those by which the clock was set; None: not begun."""
        if self.started_at is None:
            return None
        ended = moment_after(until, -self.clock_set_s) if self.clock_set_s else until
        return round(max(0.0, seconds_between(self.started_at, ended)), 3)

    def input(self) -> dict[str, Any]:
        """What the run was started with.

        Raises:
            DatabaseDamaged: the row is damaged.
        """
        try:
            found = json.loads(self.input_json)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise DatabaseDamaged(f"The input of run {self.thread_id!r} is damaged: its row in workflow.db is no JSON.")
        return found


@ready_to_read
class SignalRow(msgspec.Struct, frozen=True):
    """A command to a run, or an event of it."""

    id: int
    thread_id: str
    type: SignalType
    payload: dict[str, Any]
    ts: str
    processed: bool = False


@ready_to_read
class WorkerRow(msgspec.Struct, frozen=True):
    """One worker process's hold on a run."""

    thread_id: str
    epoch: int
    instance: str
    pid: int
    pid_created_at: float
    started_at: str
    ended_at: str | None
    exit_code: int | None
    exit_reason: str | None
    timed_out_visit: int | None = None  #: the visit whose limit it did not heed, if it was ended for that
