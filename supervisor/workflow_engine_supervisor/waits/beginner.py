"""The beginner: begins the runs that messages and signals brought about, each of them once, whatever dies meanwhile.

That a run is to begin is a row, committed with what brought it about; the row goes in the transaction that accepts it.
"""

import json
import threading
from collections.abc import Sequence

from workflow_engine_shared.errors import DatabaseDamaged, QueueFull, RenError, StorageFailure
from workflow_engine_shared.storage.workflow.rows import Begun
from workflow_engine_shared.storage.workflow.starts.rows import DueStart
from workflow_engine_shared.storage.workflow.store import Store, Transaction
from workflow_engine_shared.storage.workflow.waits.rows import variables_of
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.runs.start import StartRequest
from workflow_engine_supervisor.runs.use_cases import Runs

#: Workers write what they throw, and ring nobody: so often it is looked at.
LOOK_S = 1.0
#: The machine's trouble, and nothing of what came: it is tried again.
TROUBLE = (QueueFull, StorageFailure)
_AT_ONCE = 100


class Beginner:
    """Begins runs by what comes."""

    def __init__(self, store: Store, runs: Runs, *, at_work: bool) -> None:
        """One that is not `at_work` begins only what it is asked for."""
        self._store = store
        self._runs = runs
        self._at_work = at_work
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._run, name="beginner", daemon=True)

    def start(self) -> None:
        if self._at_work:
            self._thread.start()

    def stop(self) -> None:
        """Begin nothing more, and end the thread. Bears being called twice."""
        self._leaving.set()
        if self._thread.is_alive():
            self._thread.join()

    def begin(self, thread_ids: Sequence[str]) -> dict[str, RenError]:
        """Begin these now; returns those that cannot be begun, and why. What the machine hinders is begun later."""
        with self._store.read() as tx:
            due = tx.due_starts(len(thread_ids), thread_ids)
        refused = {each.thread_id: self._begun(each) for each in due}
        return {thread_id: error for thread_id, error in refused.items() if error is not None}

    def look(self) -> None:
        """Begin all that are due."""
        while not self._leaving.is_set():
            with self._store.read() as tx:
                due = tx.due_starts(_AT_ONCE)
            for each in due:
                if self._leaving.is_set():
                    return
                self._begun(each)
            if len(due) < _AT_ONCE:
                return

    def _run(self) -> None:
        while not self._leaving.is_set():
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - without this thread no message would begin a run again
                event_log.trouble("beginner.failed", error)
            self._leaving.wait(LOOK_S)

    def _begun(self, due: DueStart) -> RenError | None:
        """Begin one; returns why that will never be."""

        def together(tx: Transaction) -> None:
            tx.end_due_start(due.thread_id)

        told = {"thread_id": due.thread_id, "flow": due.flow_id, "message": due.name}
        try:
            self._runs.start(_request(due), together)
        except TROUBLE as error:
            event_log.event("start.put_off", **told, code=error.code)
            return None
        except RenError as error:
            with self._store.write() as tx:
                together(tx)
            event_log.event("start.refused", **told, code=error.code, detail=error.detail)
            return error
        event_log.event("start.by_message", **told)
        return None


def _request(due: DueStart) -> StartRequest:
    """Raises DatabaseDamaged: what came with it cannot be read."""
    try:
        payload = json.loads(due.payload_json)
    except ValueError:
        raise DatabaseDamaged(f"What came for run {due.thread_id!r} cannot be read.", hint="Send it again.") from None
    begun = Begun(due.node_id, due.name, due.depth)
    return StartRequest(due.flow_id, due.version, due.thread_id, variables_of(payload), begun=begun)
