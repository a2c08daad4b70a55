"""What the run waits for, as everybody sees it: its rows in workflow.db, written by the worker that holds it."""

from collections.abc import Callable, Iterable, Sequence

from workflow_engine_shared.clock import Began, Clock
from workflow_engine_shared.run_status import FINAL, Reason, RunStatus
from workflow_engine_shared.storage.workflow.rows import Interrupt
from workflow_engine_shared.storage.workflow.store import Store, Transaction
from workflow_engine_shared.storage.workflow.waits import NewWait, WaitHow, WaitKind, WaitState
from workflow_engine_shared.storage.workflow.waits.thrown import Reached, Thrown
from workflow_engine_shared.vocabulary import InterruptKind, SignalType


class WaitRows:
    """The rows of one run. What is written for nobody - another worker holds the run - changes nothing."""

    def __init__(
        self,
        store: Store,
        thread_id: str,
        epoch: int,
        clock: Clock,
        start: Callable[[Transaction, NewWait, str], None] = lambda _tx, _wait, _now: None,
    ) -> None:
        """`start` accepts the run that is waited for, in the transaction that lets it be waited for."""
        self._store = store
        self._start = start
        self._thread_id = thread_id
        self._epoch = epoch
        self.clock = clock
        self._began = Began(clock)

    def armed(self) -> set[str]:
        """The keys of those that somebody may still meet."""
        with self._store.read() as tx:
            return {row.key for row in tx.open_waits_of(self._thread_id)}

    def arm(self, waits: Sequence[NewWait]) -> None:
        """Let the world meet these, while the run goes on."""
        with self._store.write() as tx:
            self._start_children(tx, waits)
            tx.arm(self._thread_id, waits, self.clock.now(), epoch=self._epoch)

    def leave(self, waits: Sequence[NewWait], processed: Iterable[int]) -> bool:
        """The run waits for these, and needs no worker. False: something has come, or another worker holds it."""
        form = next((wait for wait in waits if wait.kind is WaitKind.FORM), None)
        at = form or waits[0]
        kind, reason = (InterruptKind.FORM, Reason.FORM) if form else (InterruptKind.WAIT, Reason.WAITING)
        with self._store.write() as tx:
            self._start_children(tx, waits)
            left = tx.run_waits(
                self._thread_id,
                waits,
                self.clock.now(),
                epoch=self._epoch,
                interrupt=Interrupt(kind, _in_short(at), at.node_id, visit=at.visit),
                reason=reason,
                processed=processed,
            )
            if left:
                tx.add_clock_set(self._thread_id, self._began.clock_set_s())
        return left

    def end(self, key: str, how: WaitHow) -> None:
        """The time of an armed one is over, unless something came before; either way a command tells what it was."""
        with self._store.write() as tx:
            tx.meet(self._thread_id, key, {"how": how.value, "value": None}, self.clock.now())

    def close(self, over: Sequence[str], processed: Sequence[int]) -> None:
        """These are not waited for any more, and the effect of these commands is committed.

        What a power cut takes back of it is found again: the tokens know better.
        """
        with self._store.write(lasting=False) as tx:
            if over:
                self._cancel_children(tx, over)
                tx.close_waits(self._thread_id, over, epoch=self._epoch)
            if processed:
                tx.mark_processed(processed)

    def throw(self, things: Sequence[Thrown]) -> list[Reached]:
        """Bring what the run threw to other runs that wait for it, if nobody did."""
        with self._store.write() as tx:
            return tx.throw(self._thread_id, things, self.clock.now(), epoch=self._epoch)

    def _start_children(self, tx: Transaction, waits: Iterable[NewWait]) -> None:
        """The runs that are waited for are accepted, unless they are there or another worker holds this run."""
        children = [wait for wait in waits if wait.kind is WaitKind.CHILD]
        if not children:
            return
        row = tx.get_run(self._thread_id)
        if row.epoch == self._epoch and row.status is RunStatus.RUNNING:
            for wait in children:
                self._start(tx, wait, self.clock.now())

    def _cancel_children(self, tx: Transaction, keys: Iterable[str]) -> None:
        """Nobody waits any more for the runs that these keys stand for: they are asked to end."""
        for key in keys:
            wait = tx.get_wait(self._thread_id, key)
            if wait is None or wait.kind is not WaitKind.CHILD or wait.state is not WaitState.ARMED or not wait.ref:
                continue
            if tx.get_run(wait.ref).status not in FINAL:
                tx.insert_command(wait.ref, SignalType.CANCEL_REQUEST, {}, self.clock.now())


def _in_short(wait: NewWait) -> dict[str, object] | None:
    """What a person wants to read of it first: a form's title, a message's name, which run, or a time."""
    body = wait.body or {}
    told: dict[WaitKind, dict[str, object]] = {
        WaitKind.FORM: {"title": body.get("title"), "title_zh": body.get("title_zh")},
        WaitKind.MESSAGE: {"message": wait.ref},
        WaitKind.CHILD: {"thread_id": wait.ref},
        WaitKind.TIMER: {"due_at": wait.due_at},
    }
    return {name: value for name, value in told.get(wait.kind, {}).items() if value is not None} or None
