"""What `rows.json` of a run bundle says: the rows of the run, and the versions of flows that they are of."""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from workflow_engine_shared.bpmn.flow import flow_of
from workflow_engine_shared.bpmn.xml_tree import Unreadable, decoded
from workflow_engine_shared.dsl.drawing.identity import flow_hash
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.errors import InvalidFlow, RenError
from workflow_engine_shared.errors.care import BundleDamaged, BundleNewer
from workflow_engine_shared.ids import id_problem, shown
from workflow_engine_shared.run_status import FINAL, RunStatus
from workflow_engine_shared.storage.workflow.bundle.run_rows import RunRows
from workflow_engine_shared.storage.workflow.db import WORKFLOW
from workflow_engine_shared.struct_types import ready_to_read

ROWS = "rows.json"
FOLDER = "run"
CODE = "code"  #: that is kept for the run
LOCKS = "locks"  #: of its environment
_HASH = re.compile("[0-9a-f]{64}")
_OBJECTS = ("input_json", "metadata", "payload_json")
#: In these no worker holds a run, and none will before somebody wants it.
AT_REST = FINAL | {RunStatus.INTERRUPTED, RunStatus.ERROR}


@ready_to_read
class BundledVersion(msgspec.Struct, frozen=True):
    """A version of a flow, as the database it comes from had it."""

    flow_id: str
    name: str  #: of the flow
    version: int
    dsl: Any
    meta: dict[str, Any]
    source: bytes | None = None  #: of a BPMN file: its bytes

    def flow(self) -> Flow:
        """The flow that it is.

        Raises:
            InvalidFlow: it is none.
        """
        return flow_of(self.dsl, self.source)

    @property
    def known_by(self) -> str:
        """A hash of its content.

        Raises:
            Unreadable: it is a file that is no text.
        """
        return flow_hash(self.dsl if self.source is None else decoded(self.source)[0])


@ready_to_read
class RunDocument(msgspec.Struct, frozen=True):
    """All that a bundle says beside the run's folder."""

    rows: RunRows
    version: BundledVersion
    called: list[BundledVersion]  #: by the run's flow, and by those that it calls

    @property
    def thread_id(self) -> str:
        return str(self.rows.run["thread_id"])

    @property
    def status(self) -> RunStatus:
        return RunStatus(self.rows.run["status"])

    @property
    def code(self) -> str | None:
        """The hash of the kept code that the run is executed with."""
        code: str | None = self.rows.run.get("code")
        return code

    @property
    def environment(self) -> str | None:
        """The hash of the lock of the run's environment."""
        known_by: str | None = self.rows.run.get("environment")
        return known_by

    @property
    def subflows(self) -> dict[str, tuple[str, int]]:
        """Which versions the run means, where it was: by the place of the calling node."""
        pins = json.loads(self.rows.run.get("metadata") or "{}").get("subflows", {})
        return msgspec.convert(pins, dict[str, tuple[str, int]])


def read_document(body: bytes) -> RunDocument:
    """A document that this renflow can import.

    Raises:
        BundleDamaged: it is none, or says what no database of renflow can say.
        BundleNewer: a newer renflow wrote it.
    """
    try:
        schema = msgspec.json.decode(body, type=dict)["rows"]["schema"]
        if isinstance(schema, int) and schema > WORKFLOW.version:
            told = f"The run bundle is of version {schema} of workflow.db; this renflow knows {WORKFLOW.version}."
            raise BundleNewer(told)
        found = msgspec.json.decode(body, type=RunDocument)
        for problem in _problems(found):
            raise BundleDamaged(f"{ROWS} is damaged: {problem}.")
    except RenError:
        raise
    except (msgspec.MsgspecError, KeyError, TypeError, ValueError) as error:
        raise BundleDamaged(f"{ROWS} is damaged: {error}.") from error
    return found


def _problems(found: RunDocument) -> Iterator[str]:
    """What no database of renflow says."""
    rows, thread_id = found.rows, found.rows.run["thread_id"]
    if not isinstance(thread_id, str) or id_problem(thread_id):
        yield f"{shown(str(thread_id))} is no run's id"
    if found.code is not None and not _HASH.fullmatch(str(found.code)):
        yield "the hash of its code is none"
    if found.environment is not None and not _HASH.fullmatch(str(found.environment)):
        yield "the hash of its environment is none"
    if found.status not in AT_REST:
        yield f"its run is {found.status.value}"
    if any(each.get("thread_id") != thread_id for each in (*rows.signals, *rows.workers, *rows.waits)):
        yield "it has rows of another run"
    texts = [(name, each[name]) for each in (rows.run, *rows.signals) for name in _OBJECTS if each.get(name)]
    yield from (f"{name} is no JSON object" for name, text in texts if not isinstance(json.loads(text), dict))
    known = {(each.flow_id, each.version) for each in found.called}
    yield from (f"flow {shown(flow)}, which it calls, is not in it" for flow, _ in set(found.subflows.values()) - known)
    for version in (found.version, *found.called):
        if id_problem(version.flow_id):
            yield f"{shown(version.flow_id)} is no flow's id"
        try:
            version.flow()
        except (InvalidFlow, Unreadable) as error:
            yield f"flow {version.flow_id!r} is none: {error}"
