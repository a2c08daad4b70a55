"""What a version keeps when it is published, and what keeps it from being published."""

from typing import Any, NamedTuple

from workflow_engine_shared.dsl.check import check_flow
from workflow_engine_shared.dsl.linking.pins import Pin
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.errors import InvalidFlow
from workflow_engine_shared.functions import frozen_code
from workflow_engine_shared.storage.workflow.rows import VersionCode, VersionRow
from workflow_engine_shared.storage.workflow.store import Transaction
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.functions.code_versions import code_to_publish
from workflow_engine_supervisor.functions.environment_locks import lock_to_publish
from workflow_engine_supervisor.runs.called_flows import meta_of_subflows, subflows_of, whole
from workflow_engine_supervisor.runs.given_flow import at_elements, below


class Kept(NamedTuple):
    """What a version keeps from the moment when it is published."""

    subflows: dict[str, Any] | None  #: the flows that it calls
    code: VersionCode | None  #: of its functions; None: nobody could read it, or it was kept before
    environment: str | None = None  #: the hash of its lock

    def lock(self, tx: Transaction, flow_id: str, version: int) -> None:
        """Let the version have its packages."""
        if self.environment is not None:
            tx.lock_version(flow_id, version, self.environment)


def check_calls_of(
    engine: Engine,
    flow_id: str,
    flow: Flow,
    what: str,
    pins: dict[str, Pin] | None = None,
    *,
    pin: bool = False,
    before: VersionRow | None = None,
) -> Kept:
    """Refuse to publish what cannot run; returns what is kept of what it calls, pinned now.

    `pin` is whether its code is to be kept whatever the flow and the settings say, and `before` the version, which may
    keep its code and its packages already.

    Raises:
        InvalidFlow: a function or flow that it calls is missing or off, or takes something else.
        CodeDamaged, CodeNotFreezable
    """
    home = engine.settings.home_paths
    code = None if before is None else before.pinned_code
    folders = None
    if code is not None:
        frozen_code.verify(home, code)
        folders = frozen_code.folders_of(home, code)
    with engine.store.read() as tx:
        called = whole(tx, flow_id, flow, pins)
    found = called.problems(engine.catalogue, folders=folders)
    problems = below("/dsl", [*check_flow(flow), *found]) if flow.program is None else at_elements(flow, found)
    if problems:
        raise InvalidFlow(f"{what} cannot be published: {problems[0].detail}", problems=problems)
    subflows = meta_of_subflows(flow, called.resolved) or None
    lock = (before and before.environment) or lock_to_publish(engine.settings, called.linked, what)
    if code is not None:
        return Kept(subflows, None, lock)
    return Kept(subflows, code_to_publish(engine.settings, flow, called.linked.code_refs(), pin=pin), lock)


def has_moved_on(version: VersionRow, kept: Kept) -> bool:
    """Whether a published version calls other flows than it would now, or keeps other code."""
    if subflows_of(version) != (kept.subflows or {}):
        return True
    is_pinned = kept.code is not None and kept.code.mode == "pinned"
    if version.environment not in (None, kept.environment):
        return True
    return is_pinned and kept.code is not None and version.pinned_code not in (None, kept.code.hash)
