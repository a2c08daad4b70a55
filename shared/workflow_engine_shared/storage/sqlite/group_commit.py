"""Changes that come at once are committed together: one transaction, one sync of the disk, then an answer to each."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

from workflow_engine_shared.errors import RenError

from .database import Connection

_T = TypeVar("_T")
Change = Callable[[_T], Any]


class _Waiting(Generic[_T]):
    """One change, and what became of it."""

    def __init__(self, change: Change[_T]) -> None:
        self.change = change
        self.result: Any = None
        self.error: BaseException | None = None
        self.is_done = False


class GroupCommit(Generic[_T]):
    """Whoever gets its turn carries out what all others have waiting as well. Any thread."""

    def __init__(
        self,
        begin: Callable[[], AbstractContextManager[_T]],
        part: Callable[[_T], AbstractContextManager[None]],
    ) -> None:
        """`begin` opens the transaction; `part` takes back what one change did in it, if that raises."""
        self._begin = begin
        self._part = part
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._waiting: list[_Waiting[_T]] = []

    def carry_out(self, change: Change[_T]) -> Any:
        """Returns what the change returns, once it is committed. What it raises undoes it, and none of the others."""
        mine = _Waiting(change)
        with self._lock:
            self._waiting.append(mine)
        with self._turn:
            if not mine.is_done:
                self._carry_out_all()
        if mine.error is not None:
            raise mine.error
        return mine.result

    def _carry_out_all(self) -> None:
        with self._lock:
            group, self._waiting = self._waiting, []
        try:
            with self._begin() as tx:
                for each in group:
                    self._try(tx, each, alone=len(group) == 1)
        except BaseException as error:  # whatever it was: nothing of any of them is committed
            for each in group:
                each.error = error
            if not isinstance(error, Exception):
                raise
        finally:
            for each in group:
                each.is_done = True

    def _try(self, tx: _T, waiting: _Waiting[_T], *, alone: bool) -> None:
        if alone:
            waiting.result = waiting.change(tx)
            return
        try:
            with self._part(tx):
                waiting.result = waiting.change(tx)
        except RenError as error:
            waiting.error = error


@contextlib.contextmanager
def savepoint(con: Connection) -> Iterator[None]:
    """A part of a transaction that can fail by itself."""
    con.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if con.in_transaction:  # else SQLite itself took all of it back
            con.execute("ROLLBACK TO part")
            con.execute("RELEASE part")
        raise
    con.execute("RELEASE part")
