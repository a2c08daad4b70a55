"""The writer of the step journal: items are committed in groups, in order, by a thread of its own.

A group is whatever was decided while the group before was being synced to the disk: no item waits for its own fsync,
and what a killed worker has to run again is what was in flight plus one group.
"""

import threading
from typing import Any

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.storage.run import journal
from workflow_engine_shared.storage.run.journal import Decided, Loop, Outcome, StepRow
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_worker.failpoint import Failpoint

#: Decided items that may wait for the disk before the run waits with them: bounds memory, not speed.
MAX_WAITING = 4096


class JournalWriter:
    """The steps of this run. `record` returns at once; `flush` when all is on the disk."""

    def __init__(self, database: Database, clock: Clock, failpoint: Failpoint | None = None) -> None:
        self._database = database
        self.clock = clock
        self._failpoint = failpoint
        self._changed = threading.Condition()
        self._rows: list[StepRow] = []
        self._moves: list[tuple[int, int, bytes]] = []
        self._writing = False
        self._failure: BaseException | None = None
        self._thread: threading.Thread | None = None

    def open_loop(self, visit: int, scope: str, label: str, total: int | None) -> Loop:
        """The loop of this call, as an earlier attempt may have left it."""
        with self._database.write() as con:
            return journal.open_loop(con, visit, scope, label, total)

    def begin_keyed_pass(self, loop: int) -> None:
        """What the pass does not meet is no longer in the list."""
        with self._database.write() as con:
            journal.forget_positions(con, loop)

    def decided(self, loop: int, key: bytes) -> Decided | None:
        """What is known of an item before it is run."""
        with self._database.read() as con:
            return journal.get_step(con, loop, key)

    def record(self, row: StepRow) -> None:
        """Write down a decided item.

        Raises:
            RenError: an earlier group could not be written.
        """
        with self._changed:
            self._wait_for_room()
            self._rows.append(row)
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

    def flush(self) -> None:
        """Wait until everything recorded is on the disk.

        Raises:
            RenError: it could not be written.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._failure or not (self._writing or self._rows or self._moves))
            self._raise_failure()

    def close_loop(self, loop: int, total: int) -> int:
        """The pass is complete: returns how many decided items were no longer in the list."""
        self.flush()
        with self._database.write() as con:
            journal.set_total(con, loop, total)
            return journal.count_removed(con, loop)

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

    def _wait_for_room(self) -> None:
        if len(self._rows) + len(self._moves) >= MAX_WAITING:
            self._changed.wait_for(lambda: self._failure or len(self._rows) + len(self._moves) < MAX_WAITING)
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
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._rows or self._moves)
                rows, self._rows = self._rows, []
                moves, self._moves = self._moves, []
                self._writing = True
            try:
                with self._database.write() as con:
                    _store(con, rows, moves)
            except BaseException as error:  # noqa: BLE001 - raised in the thread that records
                with self._changed:
                    self._failure = error
                    self._changed.notify_all()
                return


def _store(con: Connection, rows: list[StepRow], moves: list[tuple[int, int, bytes]]) -> None:
    if rows:
        journal.put_steps(con, rows)
    if moves:
        journal.move_steps(con, moves)
