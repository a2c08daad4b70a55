"""Which visit stands where: rows of `run.db` that ride on checkpoints, so that they cost no fsync of their own."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from workflow_engine_shared.clock import Began, Clock
from workflow_engine_shared.errors import CheckpointUnreadable, ErrorData
from workflow_engine_shared.storage.run import checkpoints, fork_journal, fork_point, journal, visits, waits
from workflow_engine_shared.storage.run.visits import Visit
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_shared.storage.workflow.rows import SignalRow
from workflow_engine_shared.storage.workflow.signals import DAMAGED
from workflow_engine_shared.vocabulary import VisitStatus

#: Whose updates are those that hold for all that is open: those given to a run with branches.
RUN = visits.RUN
_OPEN = {VisitStatus.RUNNING, VisitStatus.PAUSED, VisitStatus.FAILED}


class VisitStore:
    """The writer of this run's visits, of which several may be open at once.

    Any thread may ask, and write what concerns a visit of its own; what rides on checkpoints comes from the thread that
    makes them.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self._clock = clock
        self._riders: list[Callable[[Connection], None]] = []
        self._began: dict[int, Began] = {}  #: open visits' newest beginnings
        self._open: dict[int, str] = {}  #: of the visits that are due or under way: number -> node
        self._overlays: dict[int, dict[str, Any]] = {}  #: of open visits that have one

    def take_over(self, first_node: str, resumes: Sequence[SignalRow], begun: Began) -> list[Visit]:
        """Read the open visits and make them this worker's: a further attempt of each unless it was paused, or waits.

        The resumes' updates are kept for them in the same transaction. Returns them, oldest first; of a run at its end
        its newest visit. They go on since `begun`, as the run does.
        """
        now = begun.wall
        with self.database.write() as con:
            at_hand = visits.open_visits(con)
            if not at_hand and (newest := visits.latest_visit(con)) is not None:
                return [newest]
            if not at_hand:
                visits.begin_visit(con, 1, first_node, now)
            addressed = addressed_visit(at_hand)
            to_all = _has_tokens(con)
            waiting = waits.waiting_visits(con)
            for each in at_hand:
                if each.status is VisitStatus.PAUSED:
                    visits.continue_visit(con, each.visit, now)
                elif each.status is VisitStatus.FAILED or each.visit not in waiting:
                    visits.try_visit_again(con, each.visit, now)
            at_hand = visits.open_visits(con)
            self._open = {each.visit: each.node_id for each in at_hand}
            self._began = dict.fromkeys(self._open, begun)
            for signal in resumes:
                _apply(con, signal, addressed, self._open, to_all=to_all)
            given = {each: visits.overlay_of(con, each) for each in (RUN, *self._open)}
            self._overlays = {each: found for each, found in given.items() if found}
        return at_hand

    def completed(
        self,
        visit: int,
        status: VisitStatus,
        due: Sequence[tuple[int, str]] = (),
        error: ErrorData | None = None,
        edges: Sequence[int] = (),
    ) -> None:
        """The visit is over by these edges, those in `due` begin (number, node): written with the next checkpoint."""
        begun, ended = Began(self._clock), self._end_of(visit)
        now = begun.wall

        def write(con: Connection) -> None:
            visits.end_visit(con, visit, status, ended, error, edges)
            for number, node_id in due:
                visits.begin_visit(con, number, node_id, now)

        self._open.pop(visit, None)
        self._overlays.pop(visit, None)
        self._open.update(due)
        self._began.pop(visit, None)
        self._began.update((number, begun) for number, _ in due)
        self.with_checkpoint(write)

    def open_before(self, visit: int) -> tuple[int, ...]:
        """Of the visits with lower numbers, those that are open beside this one."""
        return tuple(each for each in list(self._open) if each < visit)

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
            begun = Began(self._clock)
            if _is_wanted(con, visit):
                visits.try_visit_again(con, visit, begun.wall, error, until=self._end_of(visit))
                self._began[visit] = begun

    def updated(self, visit: int, updates: dict[str, Any]) -> None:
        """The author's code changed the state in the middle of a visit."""
        with self.database.write() as con:
            visits.add_overlay(con, visit, updates)
        self._overlays[visit] = {**self.overlay(visit), **updates}

    def overlay(self, visit: int) -> dict[str, Any]:
        """Everything given to this visit besides what its node returns."""
        return self._overlays.get(visit, {})

    def run_updated(self) -> None:
        """The updates given to the run are part of its state: of the next checkpoint."""
        del self._overlays[RUN]
        self.with_checkpoint(lambda con: visits.drop_overlay(con, RUN))

    def failed(self, visit: int, error: ErrorData) -> None:
        """The visit broke."""
        with self.database.write() as con:
            if _is_wanted(con, visit):
                visits.end_visit(con, visit, VisitStatus.FAILED, self._end_of(visit), error)

    def paused(self, signals: Sequence[int] = ()) -> None:
        """The run stops: what is under way is set aside; the commands that asked for it are applied.

        A visit that broke stays as it is: whoever takes it over tries it again.
        """
        with self.database.write() as con:
            for each in visits.open_visits(con):
                if each.status is not VisitStatus.FAILED:
                    visits.pause_visit(con, each.visit, self._end_of(each.visit))
            for signal in signals:
                visits.mark_applied(con, signal)

    def siblings_paused(self, broken: int) -> None:
        """A visit broke: those beside it are set aside."""
        if any(each != broken for each in list(self._open)):
            self.paused()

    def _end_of(self, visit: int) -> str:
        """The present, so that what the visit took is true although the wall clock was set in its midst."""
        began = self._began.get(visit)
        return self._clock.now() if began is None else began.present()

    def ended_at(self) -> str | None:
        """The node of the newest visit."""
        with self.database.read() as con:
            newest = visits.latest_visit(con)
        return None if newest is None else newest.node_id

    def skipped(self) -> int:
        """How many items and nodes failed and were let pass, in all visits."""
        with self.database.read() as con:
            return fork_journal.count_skipped(con)


def addressed_visit(at_hand: Sequence[Visit]) -> int:
    """Whom updates are for that name no visit: the one that broke, else the newest."""
    broken = [each.visit for each in at_hand if each.status is VisitStatus.FAILED]
    return (broken or [each.visit for each in at_hand] or [1])[-1]


def _is_wanted(con: Connection, visit: int) -> bool:
    """Whether it is not over: what a visit makes of itself when nobody waits for it any more counts for nothing."""
    return all(each.status in _OPEN for each in visits.visits_of(con, [visit]))


def _has_tokens(con: Connection) -> bool:
    """Whether the run goes on with tokens."""
    newest = checkpoints.latest_checkpoint(con)
    stood = None if newest is None else fork_point.standing(newest)
    return stood is not None and stood.tokens is not None


def _apply(con: Connection, signal: SignalRow, addressed: int, at_hand: Collection[int], *, to_all: bool) -> None:
    """A resume's updates, answer and wish to try items again, once."""
    if not visits.mark_applied(con, signal.id):
        return
    payload = signal.payload
    if DAMAGED in payload:
        raise CheckpointUnreadable("What the run was resumed with cannot be read: its row in workflow.db is damaged.")
    named = payload.get("visit", addressed)
    visit = named if named in at_hand else addressed
    if payload.get("updates"):
        visits.add_overlay(con, RUN if to_all else visit, payload["updates"])
    if payload.get("question") is not None:
        journal.put_answer(con, visit, payload["question"], payload.get("value"))
    if payload.get("retry_items"):
        for each in at_hand:
            journal.forget_unsuccessful(con, each, payload.get("error"))
