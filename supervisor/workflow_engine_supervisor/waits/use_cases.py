"""What comes from outside for runs that wait: answers of people, and messages. Each is committed before it is told."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.codec.canonical_json import fingerprint
from workflow_engine_shared.dsl.suggestion import did_you_mean
from workflow_engine_shared.errors import InvalidBody, NobodyWaits, Problem, TaskClosed, TaskNotFound
from workflow_engine_shared.errors.tasks import MessageExists
from workflow_engine_shared.ids import shown
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.starts.rows import Taken
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store, Transaction
from workflow_engine_shared.storage.workflow.waits.rows import SIGNAL, Met, WaitHow, WaitKind, WaitRow, WaitState
from workflow_engine_supervisor.runs.use_cases import Runs
from workflow_engine_supervisor.waits.beginner import Beginner
from workflow_engine_supervisor.waits.form_check import check_values

#: The key of the question that a run stands still for.
QUESTION = "question"
_NAMED = 100  #: so many names are looked at for one that is like a wrong one


@dataclass(frozen=True)
class Answered:
    """An answer that is kept, and will have its effect."""

    thread_id: str
    key: str
    status: RunStatus
    signal_id: int | None


@dataclass(frozen=True)
class MessageSent:
    """A message as it comes."""

    name: str
    correlation: str | None  #: canonical JSON; None: there is none
    payload: Any
    thread_id: str | None = None  #: only this run
    id: str | None = None  #: the same one again does nothing more
    begins: bool = True  #: runs of flows that begin by it, where none waits for it

    @property
    def fingerprint(self) -> str:
        asked = {"name": self.name, "correlation": self.correlation, "payload": self.payload}
        return fingerprint(asked | {"thread_id": self.thread_id})


class Brought(NamedTuple):
    """Whom a message reached."""

    reached: list[str]  #: runs that waited for it
    begun: list[str]  #: runs that begin by it


class Waits:
    """The use cases. Any thread."""

    def __init__(self, store: Store, clock: Clock, runs: Runs, beginner: Beginner) -> None:
        self._store = store
        self._clock = clock
        self._runs = runs
        self._beginner = beginner

    def answer(self, thread_id: str, key: str | None, values: Any) -> Answered:
        """Do a task: exactly one answer is taken. Without a key: the only one that the run has.

        Raises:
            RunNotFound, TaskNotFound
            TaskClosed: it was done before, or nobody waits for it any more.
            InvalidBody: the run has several tasks.
            InvalidAnswer: the values do not fit the form.
        """
        with self._store.read() as tx:
            run = tx.get_run(thread_id)
            key = key or _only_task(tx, run)
            wait = tx.get_wait(run.thread_id, key)
        if key == QUESTION and wait is None:
            return self._answer_question(run, values)
        if wait is None or wait.kind is not WaitKind.FORM:
            raise TaskNotFound(f"Run {run.thread_id!r} has no task {shown(key)}.")
        _refuse_closed(wait)
        check_values(values, (wait.body or {}).get("schema"))
        with self._store.write() as tx:
            signal = tx.meet(run.thread_id, key, {"how": WaitHow.ANSWER.value, "value": values}, self._clock.now())
            met, status = tx.get_wait(run.thread_id, key), tx.get_run(run.thread_id).status
        if signal is None:  # somebody else was quicker
            _refuse_closed(met)
            raise TaskClosed(f"Task {key!r} of run {run.thread_id!r} is not open any more.")
        self._runs.notify(run.thread_id)
        return Answered(run.thread_id, key, status, signal)

    def send(self, message: MessageSent) -> Brought:
        """Bring a message to all that wait for it; where none does, runs of flows begin that begin by it.

        A signal (`signal:NAME`) does both. What is brought is committed before any run is told.

        Raises:
            RunNotFound: there is no run `thread_id`.
            NobodyWaits
            MessageExists: another one came with this id.
            As a start: a run that begins by it cannot.
        """
        with self._store.write() as tx:
            if message.id is not None and (taken := tx.message_taken(message.id)) is not None:
                if taken.fingerprint != message.fingerprint:
                    raise MessageExists(f"Another message came with the id {shown(message.id)}.")
                return Brought(taken.reached, taken.begun)
            if message.thread_id is not None:
                tx.get_run(message.thread_id)
            now = self._clock.now()
            found = self._bring(tx, message, now)
            if message.id is not None and (found.reached or found.begun):
                tx.keep_message(message.id, Taken(message.fingerprint, *found), now)
        for thread_id in found.reached:
            self._runs.notify(thread_id)
        if found.begun:
            found = self._begin(message, found)
        elif not found.reached:
            raise self._nobody(message)
        return found

    def _bring(self, tx: Transaction, message: MessageSent, now: str) -> Brought:
        waiting = tx.waits_for_message(message.name, message.correlation, message.thread_id)
        met: Met = {"how": WaitHow.MESSAGE.value, "value": message.payload}
        found = [wait.thread_id for wait in waiting if tx.meet(wait.thread_id, wait.key, met, now)]
        reached = list(dict.fromkeys(found))
        is_for_others = message.begins and message.thread_id is None
        if not is_for_others or (reached and not message.name.startswith(SIGNAL)):
            return Brought(reached, [])
        return Brought(reached, tx.begin_by(message.name, message.payload, now))

    def _begin(self, message: MessageSent, found: Brought) -> Brought:
        """Begin the runs that are due by it now; one that cannot is told, unless the message did something else."""
        refused = self._beginner.begin(found.begun)
        begun = [each for each in found.begun if each not in refused]
        if refused and message.id is not None:
            with self._store.write() as tx:
                tx.forget_message(message.id)
                if begun or found.reached:
                    tx.keep_message(message.id, Taken(message.fingerprint, found.reached, begun), self._clock.now())
        if refused and not begun and not found.reached:
            raise next(iter(refused.values()))
        return Brought(found.reached, begun)

    def _answer_question(self, run: RunRow, value: Any) -> Answered:
        if run.status is not RunStatus.INTERRUPTED or run.reason is not Reason.QUESTION:
            raise TaskClosed(f"Run {run.thread_id!r} asks nothing now.")
        accepted = self._runs.resume(run.thread_id, {"updates": {}, "value": value})
        return Answered(run.thread_id, QUESTION, accepted.status, accepted.signal_id)

    def _nobody(self, message: MessageSent) -> NobodyWaits:
        with self._store.read() as tx:
            names = tx.awaited_messages(message.thread_id, _NAMED)
            starts = [] if message.thread_id is not None else tx.names_of_starts(_NAMED)
        if message.name in names:
            told = f"Runs wait for message {shown(message.name)}, but none of them for one with this correlation."
            return NobodyWaits(told, hint="A run that has a correlation takes only a message with an equal one.")
        who = "No run waits" if message.thread_id is None else f"Run {message.thread_id!r} does not wait"
        begins = "" if message.thread_id is not None else ", and no flow begins by it"
        told = f"{who} for message {shown(message.name)}{begins}."
        near = did_you_mean(message.name, [*names, *starts])
        return NobodyWaits(told, hint=near) if near else NobodyWaits(told)


def _only_task(tx: ReadTransaction, run: RunRow) -> str:
    """The key of the one thing that a person has to do for the run.

    Raises:
        TaskClosed, InvalidBody: there is none, or more than one.
    """
    keys = [wait.key for wait in tx.open_waits_of(run.thread_id) if wait.kind is WaitKind.FORM]
    if run.status is RunStatus.INTERRUPTED and run.reason is Reason.QUESTION:
        keys.append(QUESTION)
    if not keys:
        raise TaskClosed(f"Run {run.thread_id!r} waits for nobody's answer now.")
    if len(keys) > 1:
        detail = f"'key': run {run.thread_id!r} has {len(keys)} tasks: {', '.join(keys[:_NAMED])}."
        raise InvalidBody(problems=[Problem("MISSING_FIELD", "/key", detail, "Say which one.")])
    return keys[0]


def _refuse_closed(wait: WaitRow | None) -> None:
    """Raises TaskClosed."""
    if wait is None or wait.state is WaitState.ARMED:
        return
    task = f"Task {wait.key!r} of run {wait.thread_id!r}"
    if wait.state is WaitState.OFF:
        raise TaskClosed(f"{task} is not needed any more.")
    if wait.how is WaitHow.TIMEOUT:
        raise TaskClosed(f"{task} came too late: its time was over at {wait.met_at}.")
    raise TaskClosed(f"{task} was answered at {wait.met_at}; that answer counts.")
