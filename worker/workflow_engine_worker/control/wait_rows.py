"""What the run waits for, as everybody sees it: its rows in workflow.db, written by the worker that holds it."""

from collections.abc import Iterable, Sequence

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.storage.workflow.rows import Interrupt
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_shared.storage.workflow.waits import NewWait, WaitHow, WaitKind
from workflow_engine_shared.vocabulary import InterruptKind


class WaitRows:
    """The rows of one run. What is written for nobody - another worker holds the run - changes nothing."""

    def __init__(self, store: Store, thread_id: str, epoch: int, clock: Clock) -> None:
        self._store = store
        self._thread_id = thread_id
        self._epoch = epoch
        self.clock = clock

    def armed(self) -> set[str]:
        """The keys of those that somebody may still meet."""
        with self._store.read() as tx:
            return {row.key for row in tx.open_waits_of(self._thread_id)}

    def arm(self, waits: Sequence[NewWait]) -> None:
        """Let the world meet these, while the run goes on."""
        with self._store.write() as tx:
            tx.arm(self._thread_id, waits, self.clock.now(), epoch=self._epoch)

    def leave(self, waits: Sequence[NewWait], processed: Iterable[int]) -> bool:
        """The run waits for these, and needs no worker. False: something has come, or another worker holds it."""
        form = next((wait for wait in waits if wait.kind is WaitKind.FORM), None)
        at = form or waits[0]
        kind, reason = (InterruptKind.FORM, Reason.FORM) if form else (InterruptKind.WAIT, Reason.WAITING)
        with self._store.write() as tx:
            return tx.run_waits(
                self._thread_id,
                waits,
                self.clock.now(),
                epoch=self._epoch,
                interrupt=Interrupt(kind, node=at.node_id, visit=at.visit),
                reason=reason,
                processed=processed,
            )

    def end(self, key: str, how: WaitHow) -> None:
        """The time of an armed one is over, unless something came before; either way a command tells what it was."""
        with self._store.write() as tx:
            tx.meet(self._thread_id, key, {"how": how.value, "value": None}, self.clock.now())

    def settle(self, over: Sequence[str], processed: Sequence[int]) -> None:
        """These are not waited for any more, and the effect of these commands is committed.

        What a power cut takes back of it is found again: the tokens know better.
        """
        with self._store.write(lasting=False) as tx:
            if over:
                tx.close_waits(self._thread_id, over, epoch=self._epoch)
            if processed:
                tx.mark_processed(processed)
