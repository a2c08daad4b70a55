"""The writer of the step journal: items are committed in groups, in order, by a thread of its own.

A group is whatever was decided while the group before was being synced to the disk: no item waits for its own fsync,
and what a killed worker has to run again is what was in flight plus one group. So that a group stays small while the
disk does not answer or somebody holds the database, nothing new may begin as long as the journal `is_behind`.
"""

import math
import threading
from time import monotonic
from typing import Any

from workflow_engine_shared.clock import Clock, StampClock
from workflow_engine_shared.storage.run import decided, journal, results
from workflow_engine_shared.storage.run.decided import Decided, Made, Page, Settled
from workflow_engine_shared.storage.run.journal import Loop, Outcome, StepRow
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_shared.units import MIB
from workflow_engine_worker.failpoint import Failpoint

#: Decided items that may wait for the disk before the run waits with them: bounds memory, not speed.
MAX_WAITING = 4096
#: Seconds that a decided item may wait for the disk before nothing new is begun.
MAX_BEHIND_S = 0.5
#: A page of what an earlier attempt decided ends when so much of results was read.
PAGE_BYTES = 8 * MIB


class JournalWriter:
    """The steps of this run. `record` returns at once; `flush` when all is on the disk."""

    def __init__(self, database: Database, clock: Clock, failpoint: Failpoint | None = None) -> None:
        self._database = database
        self.clock: Clock = StampClock(clock)
        self._failpoint = failpoint
        self._changed = threading.Condition()
        self._rows: list[StepRow] = []
        self._moves: list[tuple[int, int, bytes]] = []
        self._reruns: list[int] = []
        self._artifacts: list[str] = []
        self._waiting_since = math.inf  #: of the oldest row that is in no group yet
        self._late_from = math.inf  #: when the oldest row of all has waited too long
        self._writing = False
        self._closed = False
        self._failure: BaseException | None = None
        self._thread: threading.Thread | None = None

    def open_loop(self, visit: int, scope: str, label: str, total: int | None) -> Loop:
        """The loop of this call, as an earlier attempt may have left it."""
        with self._database.write() as con:
            return journal.open_loop(con, visit, scope, label, total)

    def made_from(self, loop: int, first: int = 0) -> list[Made]:
        """What decided items of a loop were made from: of all at this place or behind it, or nowhere any more."""
        with self._database.read() as con:
            return decided.made_from(con, loop, first)

    def one_hash(self, loop: int) -> bytes | None:
        """What some decided item of a loop was made from."""
        with self._database.read() as con:
            return decided.one_hash(con, loop)

    def largest_number(self, loop: int) -> int | None:
        """The largest whole number that is the key of an item."""
        with self._database.read() as con:
            return decided.largest_number(con, loop)

    def decided_from(self, loop: int, first: int, places: int) -> Page:
        """What is known of the items at so many places of the list; of fewer where their results are so large."""
        with self._database.read() as con:
            return decided.decided_from(con, loop, first, places, PAGE_BYTES)

    def done_from(self, loop: int, first: int, places: int) -> Settled | None:
        """The items at so many places, if all are done and nothing more need be known of them."""
        with self._database.read() as con:
            return decided.done_from(con, loop, first, places, PAGE_BYTES)

    def decided(self, loop: int, key: bytes) -> Decided | None:
        """What is known of an item before it is run."""
        with self._database.read() as con:
            return decided.get_step(con, loop, key)

    def record(self, row: StepRow) -> None:
        """Write down a decided item.

        Raises:
            RenError: an earlier group could not be written.
        """
        with self._changed:
            if self._failure is not None or len(self._rows) >= MAX_WAITING - len(self._moves):
                self._wait_for_room()
            if not self._rows:
                self._waiting_since = monotonic()
                if not self._writing:
                    self._late_from = self._waiting_since + MAX_BEHIND_S
            self._rows.append(row)
            if not self._writing:
                self._wake()
        if self._failpoint is not None:
            self._failpoint.step(self.flush)

    def node_finished(self) -> None:
        """A node's result is on the disk."""
        if self._failpoint is not None:
            self._failpoint.point(self.flush)

    def moved(self, loop: int, position: int, key: bytes) -> None:
        """A decided item stands at another place of the list now."""
        with self._changed:
            self._wait_for_room()
            self._moves.append((position, loop, key))
            self._wake()

    def rerun(self, loop: int) -> None:
        """The item recorded next had a result, which was made from something else."""
        with self._changed:
            self._reruns.append(loop)

    def registered(self, artifact: str) -> None:
        """A file was registered: on the disk before, or with, the item that did it."""
        with self._changed:
            self._wait_for_room()
            self._artifacts.append(artifact)
            self._wake()

    @property
    def is_behind(self) -> bool:
        """Whether a decided item waits for the disk for so long that nothing new should begin."""
        return monotonic() > self._late_from

    def catch_up(self, seconds: float) -> None:
        """Wait so long at most for the group at hand.

        Raises:
            RenError: it could not be written.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._failure or not self.is_behind, seconds)
            self._raise_failure()

    def flush(self) -> None:
        """Wait until everything recorded is on the disk.

        Raises:
            RenError: it could not be written.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._failure or not (self._writing or self._waits()))
            self._raise_failure()

    def close(self) -> None:
        """Let the writing thread leave once all is written; what comes later still, of a leftover thread, is, too."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def close_loop(self, loop: int, total: int, gone: list[bytes], rerun: int) -> None:
        """The pass is complete: these decided items are no longer in the list, and so many had changed."""
        self.flush()
        with self._database.write() as con:
            journal.set_total(con, loop, total)
            journal.remove_steps(con, loop, gone)
            if rerun:
                journal.count_rerun(con, loop, rerun)

    def results(self, loop: int, first: int, limit: int) -> list[Outcome]:
        """A page of outcomes in item order."""
        with self._database.read() as con:
            return journal.results(con, loop, first=first, limit=limit)

    def result_of(self, loop: int, key: bytes) -> Outcome | None:
        """One item's outcome, as a resumed run would read it."""
        with self._database.read() as con:
            return journal.result_of(con, loop, key)

    def answer(self, visit: int, ordinal: int) -> tuple[Any] | None:
        """The answer to a question of this visit, in a tuple; None: not answered yet."""
        with self._database.read() as con:
            return journal.get_answer(con, visit, ordinal)

    def _waits(self) -> int:
        return len(self._rows) + len(self._moves) + len(self._artifacts)

    def _wait_for_room(self) -> None:
        if self._waits() >= MAX_WAITING:
            self._changed.wait_for(lambda: self._failure or self._waits() < MAX_WAITING)
        self._raise_failure()

    def _wake(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
            self._thread.start()
        elif not self._writing:
            self._changed.notify_all()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _write(self) -> None:
        while True:
            with self._changed:
                self._writing = False
                self._late_from = self._waiting_since + MAX_BEHIND_S
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._waits() or self._closed)
                if not self._waits():
                    self._thread = None
                    return
                rows, self._rows = self._rows, []
                moves, self._moves = self._moves, []
                reruns, self._reruns = self._reruns, []
                artifacts, self._artifacts = self._artifacts, []
                self._writing, self._waiting_since = True, math.inf
            try:
                with self._database.write() as con:
                    _store(con, rows, moves, reruns)
                    results.add_artifacts(con, artifacts)
            except BaseException as error:  # noqa: BLE001 - raised in the thread that records
                with self._changed:
                    self._failure = error
                    self._changed.notify_all()
                return


def _store(con: Connection, rows: list[StepRow], moves: list[tuple[int, int, bytes]], reruns: list[int]) -> None:
    if rows:
        journal.put_steps(con, rows)
    if moves:
        journal.move_steps(con, moves)
    for loop in reruns:
        journal.count_rerun(con, loop)
