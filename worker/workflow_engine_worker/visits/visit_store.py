"""Which visit stands where: rows of `run.db` that ride on checkpoints, so that they cost no fsync of their own."""

from collections.abc import Callable, Sequence
from typing import Any

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import CheckpointUnreadable, ErrorData
from workflow_engine_shared.storage.run import fork_journal, journal, visits
from workflow_engine_shared.storage.run.visits import Visit
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_shared.storage.workflow.rows import SignalRow
from workflow_engine_shared.storage.workflow.signals import DAMAGED
from workflow_engine_shared.vocabulary import VisitStatus


class VisitStore:
    """The writer of this run's visits."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self._clock = clock
        self._riders: list[Callable[[Connection], None]] = []
        self._overlay: tuple[int, dict[str, Any]] = (0, {})  #: of the newest visit that has one

    def take_over(self, first_node: str, resumes: Sequence[SignalRow], now: str) -> Visit:
        """Read the visit at hand and make it this worker's: a further attempt unless it was only paused.

        The resumes' updates are kept for it in the same transaction.
        """
        with self.database.write() as con:
            visit = visits.latest_visit(con)
            if visit is None:
                visits.begin_visit(con, 1, first_node, now)
            elif visit.status is VisitStatus.PAUSED:
                visits.continue_visit(con, visit.visit, now)
            elif visit.status in (VisitStatus.RUNNING, VisitStatus.FAILED):
                visits.try_visit_again(con, visit.visit, now)
            now_at_hand = visits.latest_visit(con)
            assert now_at_hand is not None
            for signal in resumes:
                _apply(con, signal, now_at_hand.visit)
            self._overlay = (now_at_hand.visit, visits.overlay_of(con, now_at_hand.visit))
        return now_at_hand

    def completed(self, visit: int, status: VisitStatus, following: str | None, error: ErrorData | None) -> None:
        """The visit is over and `following` is due: written with the next checkpoint."""
        now = self._clock.now()

        def write(con: Connection) -> None:
            visits.end_visit(con, visit, status, now, error)
            if following is not None:
                visits.begin_visit(con, visit + 1, following, now)

        self.with_checkpoint(write)

    def with_checkpoint(self, write: Callable[[Connection], None]) -> None:
        """Have something written in the transaction of the next checkpoint."""
        self._riders.append(write)

    def ride(self, con: Connection) -> None:
        """Called inside a checkpoint's transaction."""
        riders, self._riders = self._riders, []
        for write in riders:
            write(con)

    def tried_again(self, visit: int, error: ErrorData) -> None:
        """An attempt failed and another follows."""
        with self.database.write() as con:
            now = self._clock.now()
            visits.try_visit_again(con, visit, now, error, until=now)

    def updated(self, visit: int, updates: dict[str, Any]) -> None:
        """The author's code changed the state in the middle of a visit."""
        with self.database.write() as con:
            visits.add_overlay(con, visit, updates)
        self._overlay = (visit, {**self.overlay(visit), **updates})

    def overlay(self, visit: int) -> dict[str, Any]:
        """Everything given to this visit besides what its node returns."""
        owner, overlay = self._overlay
        return overlay if owner == visit else {}

    def failed(self, visit: int, error: ErrorData) -> None:
        """The visit broke."""
        with self.database.write() as con:
            visits.end_visit(con, visit, VisitStatus.FAILED, self._clock.now(), error)

    def paused(self, visit: int, signals: Sequence[int]) -> None:
        """The run stops before this visit; the commands that asked for it are applied."""
        with self.database.write() as con:
            visits.pause_visit(con, visit, self._clock.now())
            for signal in signals:
                visits.mark_applied(con, signal)

    def skipped(self) -> int:
        """How many items and nodes failed and were let pass, in all visits."""
        with self.database.read() as con:
            return fork_journal.count_skipped(con)

    def at_hand(self) -> Visit | None:
        """The newest visit."""
        with self.database.read() as con:
            return visits.latest_visit(con)


def _apply(con: Connection, signal: SignalRow, visit: int) -> None:
    """A resume's updates, answer and wish to try items again, once."""
    if not visits.mark_applied(con, signal.id):
        return
    payload = signal.payload
    if DAMAGED in payload:
        raise CheckpointUnreadable("What the run was resumed with cannot be read: its row in workflow.db is damaged.")
    if payload.get("updates"):
        visits.add_overlay(con, visit, payload["updates"])
    if payload.get("question") is not None:
        journal.put_answer(con, visit, payload["question"], payload.get("value"))
    if payload.get("retry_items"):
        journal.forget_unsuccessful(con, visit, payload.get("error"))
