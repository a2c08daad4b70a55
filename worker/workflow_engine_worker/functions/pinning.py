"""Code under a run may change while the run is paused: that is noticed, told, and refused where the flow says so."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from workflow_engine_shared.dsl.model import Policy
from workflow_engine_shared.errors import CodeChanged
from workflow_engine_shared.functions.discovery import FoundFunction
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.storage.run import code
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_worker.control.leave import NodeFailed

#: Takes what is to be written with the next checkpoint.
Ride: TypeAlias = Callable[[Callable[[Connection], None]], None]

log = logging.getLogger("renflow")


def pin_functions(
    functions: Mapping[str, RegisteredFunction | FoundFunction],
    policy: Policy,
    database: Database,
    ride: Ride | None = None,
    *,
    is_kept: bool = False,
) -> list[str]:
    """Compare the functions with those the run was executed with before; returns the names of those that changed.

    The whole module counts, because a function's helpers matter as much as the function.

    Args:
        functions: what the flow calls.
        policy: what the flow says of changes.
        database: the run's own.
        is_kept: the code is kept with the run's version: it is another one only if somebody moved the run to another
            version, which is no change that a policy could refuse.
        ride: for a run that has no record yet and calls none of them before its next checkpoint: writes it with that.

    Raises:
        NodeFailed: something changed and the flow's policy is "refuse".
    """
    hashes = {name: _hash(function.file) for name, function in functions.items()}
    if ride is not None:
        ride(lambda con: code.pin_code(con, hashes))
        return []
    with database.read() as con:
        before = code.known_code(con)
    changed = [name for name, value in hashes.items() if before.get(name, value) != value]
    if changed and policy.on_code_change == "refuse" and not is_kept:
        error = CodeChanged(f"Since this run began, the code of {', '.join(changed)} has changed.")
        raise NodeFailed(error.data(), Reason.CODE_CHANGED)
    if changed:
        log.warning(
            "The code of %s has changed since this run began; it goes on with the new code.", ", ".join(changed)
        )
    if changed or before.keys() != hashes.keys():
        with database.write() as con:
            code.pin_code(con, hashes)
    return changed


def _hash(file: str) -> str:
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()
