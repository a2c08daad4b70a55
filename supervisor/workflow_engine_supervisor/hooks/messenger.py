"""The messenger: writes down what hooks have to tell, and tells it until it is taken.

What is due is worked out from `signals`, whose rows are committed with the changes that they tell of; how far each hook
has been worked out is committed with its messages. So nothing is lost when the supervisor is killed, and runs wait for
none of this. What was delivered just before a kill may be delivered once more, with the same id.
"""

import random
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta

import msgspec

from workflow_engine_shared.clock import Clock, parse_rfc3339, rfc3339, seconds_between
from workflow_engine_shared.errors import DatabaseDamaged, DeliveryFailed, RenError, RunNotFound
from workflow_engine_shared.storage.workflow.outbox.deliveries import DeliveryRow
from workflow_engine_shared.storage.workflow.rows import SignalRow
from workflow_engine_shared.storage.workflow.store import Store, Transaction
from workflow_engine_shared.storage.workflow.waits.rows import WaitState
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.hooks.config import Hook, Hooks, HooksAtHand
from workflow_engine_supervisor.hooks.notice import Notice, event_of, notice_of
from workflow_engine_supervisor.hooks.outside import Outside
from workflow_engine_supervisor.hooks.send import Line
from workflow_engine_supervisor.masks import Masks
from workflow_engine_supervisor.run_events import RunChanged, RunEvent, RunEvents

#: Seconds until a message is tried again; the last one counts from then on.
DELAYS = (5.0, 15.0, 60.0, 300.0, 900.0, 3600.0)
#: Then nobody wants to know any more.
GIVEN_UP_S = 3 * 86_400
#: Without news it looks so often: at the file, and at what workers without a pipe have written.
LOOK_S = 5.0
#: Runs at work bring news many times a second.
PAUSE_S = 0.2
_AT_ONCE = 100


class Messenger:
    """In a thread of its own, which nobody waits for."""

    def __init__(
        self, at_hand: HooksAtHand, outside: Outside, store: Store, clock: Clock, events: RunEvents, masks: Masks,
        public_url: str,
    ) -> None:  # fmt: skip
        self._at_hand = at_hand
        self._outside = outside
        self._store = store
        self._clock = clock
        self._events = events
        self._masks = masks
        self._public_url = public_url
        self._news = threading.Event()
        self._stop = threading.Event()
        self._line: Line | None = None
        self._names: frozenset[str] | None = None  #: of the hooks that have a row; None: it is not known yet
        self._thread = threading.Thread(target=self._run, name="hooks", daemon=True)

    def start(self) -> None:
        self._events.subscribe(self._heard)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what is not delivered is told after the next start. Bears being called twice."""
        self._events.unsubscribe(self._heard)
        self._stop.set()
        self._news.set()
        if (line := self._line) is not None:
            line.cut()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> None:
        """Write down what is due, and deliver it."""
        hooks = self._at_hand()
        if hooks.names is not None:
            self._keep(hooks.names)
        if not self._names:
            return
        while self._write_down(hooks) == _AT_ONCE and not self._stop.is_set():
            pass
        self._deliver(hooks)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.look()
            except (RenError, OSError) as error:  # the next time looks again
                event_log.trouble("hooks.failed", error)
            self._stop.wait(PAUSE_S)
            self._news.wait(LOOK_S)
            self._news.clear()

    def _heard(self, event: RunEvent) -> None:
        if self._names and isinstance(event, RunChanged):
            self._news.set()

    # -- what is due -----------------------------------------------------------------------------------------------

    def _keep(self, names: frozenset[str]) -> None:
        """New hooks begin now; those that are not in the file any more are forgotten."""
        if names == self._names:
            return
        with self._store.write() as tx:
            tx.keep_hooks(names)
        self._names = names

    def _write_down(self, hooks: Hooks) -> int:
        """The messages of one page of signals; returns how many signals there were.

        A hook that cannot be used as it stands in the file is looked at once somebody has mended it.
        """
        with self._store.read() as tx:
            usable = [row for row in tx.list_hooks() if row.name in hooks.of_name]
            signals = tx.endings_after(min(row.seen for row in usable), _AT_ONCE) if usable else []
        if not signals:
            return 0
        with self._store.write() as tx:
            for signal in signals:
                self._insert(tx, {row.name: hooks.of_name[row.name] for row in usable if signal.id > row.seen}, signal)
            for row in usable:
                tx.hook_saw(row.name, signals[-1].id)
        return len(signals)

    def _insert(self, tx: Transaction, hooks: Mapping[str, Hook], signal: SignalRow) -> None:
        """The messages of one signal: its run is read once, however many hooks tell of it."""
        try:
            run = tx.get_run(signal.thread_id)
            wanted = [name for name, hook in hooks.items() if hook.wants(event_of(signal), run.flow_id)]
            if not wanted:
                return
            wait = tx.get_wait(run.thread_id, str(signal.payload.get("key"))) if event_of(signal) == "form" else None
            if wait is not None and wait.state is not WaitState.ARMED:  # nobody has anything to do for it any more
                return
            notice = notice_of(signal, run, self._masks.of(tx, run), self._public_url, wait)
        except RunNotFound:  # deleted between two looks
            return
        except DatabaseDamaged as error:  # it must not keep the others from being told
            event_log.trouble("hook.unreadable", error, thread_id=signal.thread_id)
            return
        text = msgspec.json.encode(notice).decode()
        for name in wanted:
            tx.insert_delivery(name, signal.id, text, self._clock.now())

    # -- its way out -----------------------------------------------------------------------------------------------

    def _deliver(self, hooks: Hooks) -> None:
        """What is due now. Where one message fails, the others of its hook wait with it."""
        now = self._clock.now()
        with self._store.read() as tx:
            due = tx.due_deliveries(now, _later(now, 2 * DELAYS[-1]), _AT_ONCE)
        failed: set[str] = set()
        for delivery in due:
            hook = hooks.of_name.get(delivery.hook)
            if self._stop.is_set():
                return
            if hook is not None and delivery.hook not in failed and not self._delivered(hook, delivery):
                failed.add(delivery.hook)
        if len(due) == _AT_ONCE and len(failed) < len(hooks.of_name):
            self._news.set()

    def _delivered(self, hook: Hook, delivery: DeliveryRow) -> bool:
        self._line = self._outside.line()
        try:
            self._outside.tell(hook, msgspec.json.decode(delivery.notice_json, type=Notice), self._line)
        except (DeliveryFailed, msgspec.DecodeError) as error:
            if not self._stop.is_set():
                self._failed(delivery, error.detail if isinstance(error, DeliveryFailed) else str(error))
            return False
        finally:
            self._line = None
        self._write(lambda tx, now: tx.end_delivery(delivery, now))
        return True

    def _failed(self, delivery: DeliveryRow, problem: str) -> None:
        age = seconds_between(delivery.created_at, self._clock.now())
        event_log.event("hook.failed", hook=delivery.hook, tries=delivery.tries + 1, problem=problem)
        if age > GIVEN_UP_S:
            self._write(lambda tx, now: tx.end_delivery(delivery, now, problem))
            return
        delay = delay_after(delivery.tries, random.random())  # noqa: S311 - jitter
        self._write(lambda tx, now: tx.try_later(delivery, now, _later(now, delay), problem))

    def _write(self, change: Callable[[Transaction, str], None]) -> None:
        with self._store.write() as tx:
            change(tx, self._clock.now())


def delay_after(tries: int, chance: float) -> float:
    """Seconds until the next try after so many failed ones; `chance`, from 0 to 1, keeps hooks apart."""
    return DELAYS[min(tries, len(DELAYS) - 1)] * (1 + chance / 5)


def _later(now: str, seconds: float) -> str:
    return rfc3339(parse_rfc3339(now) + timedelta(seconds=seconds))
