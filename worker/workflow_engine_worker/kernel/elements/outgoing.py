"""Messages and signals that a run throws to other runs: written with the checkpoint of their step, brought after it.

Whoever takes the run over brings them, too; workflow.db knows which have been brought.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from workflow_engine_shared.codec.canonical_json import canonical
from workflow_engine_shared.ids import shown
from workflow_engine_shared.storage.workflow.waits.rows import SIGNAL
from workflow_engine_shared.storage.workflow.waits.thrown import Thrown
from workflow_engine_shared.tokens.events import Notice, Sent, Signalled
from workflow_engine_worker.control.wait_rows import WaitRows

log = logging.getLogger("renflow")
#: The key of it in the engine's channel.
OUTGOING: Final = "outgoing"


class Outgoing:
    """What one run throws to others."""

    def __init__(self, thread_id: str, rows: WaitRows, ctl: Mapping[str, Any]) -> None:
        """`ctl` is the channel as it was left: a run that was forked throws nothing of the one before it."""
        self._thread_id = thread_id
        self._rows = rows
        known = ctl.get(OUTGOING) or {}
        self._count: int = known.get("count", 0)
        is_own = known.get("of") == thread_id
        self._due = [msgspec.convert(each, Thrown) for each in known.get("due", ()) if is_own]
        self._new: list[Thrown] = []

    def note(self, notices: Iterable[Notice]) -> None:
        """Keep what these throw for the next checkpoint."""
        for each in notices:
            if isinstance(each, (Sent, Signalled)):
                self._count += 1
                self._new.append(_thrown(self._count, each))

    def channel(self) -> dict[str, Any]:
        """What the next checkpoint says of it; nothing where nothing was ever thrown."""
        self._due, self._new = self._new, []
        if not self._count:
            return {}
        due = [msgspec.to_builtins(each) for each in self._due]
        return {OUTGOING: {"of": self._thread_id, "count": self._count, "due": due}}

    @property
    def is_due(self) -> bool:
        """Whether the newest checkpoint threw something."""
        return bool(self._due)

    def bring(self) -> None:
        """The newest checkpoint is committed: bring what it threw."""
        if not self._due:
            return
        for thing, reached, begun, is_too_deep in self._rows.throw(self._due):
            kind, name = ("signal", thing.name.removeprefix(SIGNAL)) if thing.to_all else ("message", thing.name)
            if reached:
                log.info("The %s %s reached %s.", kind, shown(name), ", ".join(reached))
            if begun:
                log.info("The %s %s begins %s.", kind, shown(name), ", ".join(begun))
            elif is_too_deep:
                log.warning("The %s %s begins no run: too many began each other in a row.", kind, shown(name))
            elif not reached:
                level = logging.INFO if thing.to_all else logging.WARNING
                log.log(level, "No other run waits for the %s %s.", kind, shown(name))
        self._due = []


def _thrown(number: int, notice: Sent | Signalled) -> Thrown:
    payload = msgspec.json.decode(msgspec.json.encode(notice.payload, enc_hook=str))
    ref = notice.ref or ""
    if isinstance(notice, Signalled):
        return Thrown(number, f"{SIGNAL}{ref}", payload, to_all=True)
    correlation = None if notice.correlation is None else canonical(notice.correlation)
    return Thrown(number, ref, payload, correlation)
