"""The visits that wait for something outside: what each asks for, and what has come of it.

What a visit waits for is decided when it becomes due, and written with the checkpoint that makes it so. Times that are
near are waited for here; everything else has a row in workflow.db, through which it can be met with a process or
without one. What comes is a command like a pause: its row counts as processed once its effect is committed.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from workflow_engine_shared.artifacts.files import files_below
from workflow_engine_shared.clock import parse_rfc3339
from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_shared.errors import BadExpression, Fenced
from workflow_engine_shared.storage.run import waits
from workflow_engine_shared.storage.run.waits import OpenWait
from workflow_engine_shared.storage.workflow.waits import WaitHow, WaitKind
from workflow_engine_shared.tokens.state import Sub
from workflow_engine_worker.control.leave import NodeFailed
from workflow_engine_worker.kernel.visit import NodeRunner
from workflow_engine_worker.kernel.visit_threads import Result
from workflow_engine_worker.kernel.waits.event_waits import wait_of
from workflow_engine_worker.kernel.waits.one_wait import (
    NEAR_S,
    OneWait,
    in_words,
    key_of,
    met,
    open_wait,
    row_of,
    work_of,
)
from workflow_engine_worker.nodes import Asking, Outcome, waiter_of
from workflow_engine_worker.output.attribution import attributed_to
from workflow_engine_worker.visits.node_visit import NodeVisit
from workflow_engine_worker.visits.tools import Tools


class Waiting:
    """The visits of one run that wait, by what the tokens know them by."""

    def __init__(self, nodes: Mapping[str, Node], runner: NodeRunner, tools: Tools) -> None:
        self._nodes = nodes
        self._runner = runner
        self._store = tools.visit_store
        self._commands = tools.commands
        self._rows = tools.wait_rows
        self._tell_watchers = tools.report.signalled  #: rows changed that show while the run goes on
        self._outputs = tools.paths.outputs
        self._thread_id = tools.thread_id
        self._asked: dict[str, OpenWait] = {}  #: in run.db, or on its way there with the next checkpoint
        self._open: dict[str, OneWait] = {}
        self._before: dict[str, OpenWait] = {}  #: what was waited for, for cycles that go on from there
        self._logged: set[str] = set()  #: keys that a worker before wrote into the log
        self._armed: set[str] = set()  #: keys that have a row in workflow.db, by which they may be met
        self._taken: dict[str, int] = {}  #: what was met -> the command that said so
        self._over: list[str] = []  #: keys that nobody waits for any more, once the checkpoint is committed
        self._applied: list[int] = []  #: commands whose effect the next checkpoint commits

    # -- what is waited for -----------------------------------------------------------------------------------------

    def take_up(self, open_works: Collection[str]) -> None:
        """Go on where the run was left; what somebody may still meet, and nobody waits for, is closed."""
        with self._store.database.read() as con:
            self._asked = {work_of(wait.key): wait for wait in waits.open_waits(con)}
        self._logged = {wait.key for wait in self._asked.values()}
        self._armed = self._rows.armed()
        wanted = {self._asked[work_id].key for work_id in open_works if work_id in self._asked}
        self._over = sorted(self._armed - wanted)
        self.committed()

    def ask(self, work_id: str, node: Node, number: int, variables: Callable[[], dict[str, Any]]) -> None:
        """Decide what a visit waits for; written with the next checkpoint. What fails fails once the visit begins."""
        if work_id in self._asked:
            return
        try:
            wait = self._decided(key_of(work_id, self._runner.attempt_of(number)), node, number, variables())
        except Exception:  # noqa: BLE001 - `begin` meets it again, and breaks the visit by it
            return
        self._asked[work_id] = wait
        self._store.with_checkpoint(lambda con: waits.put_wait(con, wait))

    def begin(
        self, work_id: str, node: Node, visit: NodeVisit, variables: Callable[[], dict[str, Any]]
    ) -> Result | None:
        """Begin to wait, or go on; returns how the visit ended, if it could not."""
        if work_id not in self._asked:
            try:
                wait = self._decided(key_of(work_id, visit.attempt), node, visit.number, variables())
            except Exception as error:  # noqa: BLE001 - what breaks breaks the visit
                return self._result(work_id, visit, _raising(error))
            with self._store.database.write() as con:
                waits.put_wait(con, wait)
            self._asked[work_id] = wait
        if self._runner.is_one_too_many(visit):
            return self._result(work_id, visit, Outcome)
        wait = self._asked[work_id]
        self._open[work_id] = OneWait.begun(visit, wait, self._now())
        visit.waits(None if wait.key in self._logged else in_words(wait))
        return None

    def ask_event(self, sub_id: str, sub: Sub) -> None:
        """Decide what an event waits for; written with the next checkpoint. What fails fails once it begins to wait."""
        if sub_id in self._asked:
            return
        try:
            wait = wait_of(sub_id, sub, self._now(), self._before.pop(sub.get("after", ""), None))
        except BadExpression:  # `begin_event` meets it again
            return
        self._asked[sub_id] = wait
        self._store.with_checkpoint(lambda con: waits.put_wait(con, wait))

    def begin_event(self, sub_id: str, sub: Sub) -> None:
        """Let an event wait.

        Raises:
            BadExpression: its time is none.
        """
        if sub_id not in self._asked:
            wait = wait_of(sub_id, sub, self._now(), None)
            with self._store.database.write() as con:
                waits.put_wait(con, wait)
            self._asked[sub_id] = wait
        self._open[sub_id] = OneWait.begun(None, self._asked[sub_id], self._now())

    def again(self, sub_id: str, sub: Sub) -> None:
        """What came for an event was not what it waits for: it waits for another, under a key of its own."""
        number = int(self._asked[sub_id].key.partition(".")[2] or "1") + 1
        self.over(sub_id)
        wait = wait_of(f"{sub_id}.{number}", sub, self._now(), None)
        self._asked[sub_id] = wait
        self._store.with_checkpoint(lambda con: waits.put_wait(con, wait))

    def __contains__(self, work_id: str) -> bool:
        return work_id in self._open

    def __bool__(self) -> bool:
        return bool(self._open)

    def visits(self) -> dict[str, NodeVisit]:
        """Those that wait."""
        return {work_id: each.visit for work_id, each in self._open.items() if each.visit is not None}

    def _decided(self, key: str, node: Node, number: int, state: dict[str, Any]) -> OpenWait:
        now = self._now()
        files = lambda: files_below(self._outputs).names  # noqa: E731 - asked for by few
        asking = Asking(state, now, files, self._thread_id, key, self._runner.called_by(node.id))
        with attributed_to(node.id):
            asked = waiter_of(node).ask(node, asking)
        return open_wait(asked, key, number, node.id, now)

    # -- what came --------------------------------------------------------------------------------------------------

    def came(self, wanted: Collection[str], known: Collection[str]) -> list[Result]:
        """The visits, of those `wanted`, whose waiting is over. What came for none that is `known` is let go."""
        if self._open:
            self._end_those_due(wanted)
        results = []
        for signal in self._commands.came():
            key, how, value = met(signal)
            work_id = work_of(key)
            waiting = self._open.get(work_id)
            if signal.id in self._applied or work_id in self._taken:
                continue
            if waiting is not None and waiting.wait.key == key and work_id in wanted:
                self._taken[work_id] = signal.id
                by_itself = how in (WaitHow.TIMER, WaitHow.TIMEOUT)  # which of them, rows do not tell
                results.append(self._ended(work_id, waiting.how_it_ends if by_itself else how, value))
            elif work_id not in known or (waiting is not None and waiting.wait.key != key):
                self._applied.append(signal.id)
        if not self._open:
            return results
        now = self._now()
        for work_id, waiting in list(self._open.items()):
            if work_id in wanted and waiting.is_over(now) and waiting.wait.key not in self._armed:
                results.append(self._ended(work_id, waiting.how_it_ends, None))
        return results

    def _end_those_due(self, wanted: Collection[str]) -> None:
        """The time of some is over that the world may meet, too: who comes first is decided by their rows."""
        now = self._now()
        due = [
            each.wait.key
            for work_id, each in self._open.items()
            if work_id in wanted and each.wait.key in self._armed and each.is_over(now)
        ]
        for key in due:
            self._rows.end(key, self._open[work_of(key)].how_it_ends)
        if due:
            self._tell_watchers()
            self._commands.poll()
            told = {met(signal)[0] for signal in self._commands.came()}
            self._armed.difference_update(key for key in due if key not in told)  # its row is lost

    def _ended(self, work_id: str, how: WaitHow, value: Any) -> Result:
        waiting = self._open.pop(work_id)
        if waiting.visit is None:
            return Result(work_id, None, value=value)
        visit, node_id = waiting.visit, waiting.wait.node_id
        node = self._nodes[node_id]
        result = self._result(work_id, visit, lambda: waiter_of(node).came(node, how, value))
        if isinstance(result.left, NodeFailed):
            self._waits_anew(work_id)
        return result

    def _result(self, work_id: str, visit: NodeVisit, outcome: Callable[[], Outcome]) -> Result:
        try:
            return Result(work_id, visit, done=self._runner.conclude(visit, outcome))
        except BaseException as left:  # noqa: BLE001 - raised again by whoever moves the tokens
            return Result(work_id, visit, left=left)

    def _waits_anew(self, work_id: str) -> None:
        """It was given up, and what came broke the visit: whoever tries it again waits for another."""
        wait = self._asked.pop(work_id)
        with self._store.database.write() as con:
            waits.end_wait(con, wait.key)
        self._close(wait.key, self._taken.pop(work_id, None))
        self.committed()

    # -- the end of waiting -----------------------------------------------------------------------------------------

    def over(self, work_id: str) -> None:
        """A visit is over, or nobody waits for it any more; true once the next checkpoint is committed."""
        wait = self._asked.pop(work_id, None)
        self._open.pop(work_id, None)
        if wait is not None:
            self._before[work_id] = wait
            self._store.with_checkpoint(lambda con: waits.end_wait(con, wait.key))
            self._close(wait.key, self._taken.pop(work_id, None))

    def _close(self, key: str, signal: int | None) -> None:
        if signal is not None:
            self._applied.append(signal)
        elif key in self._armed:
            self._over.append(key)
        self._armed.discard(key)

    def committed(self) -> None:
        """The newest checkpoint is: what it brought about is said in workflow.db, too."""
        self._before.clear()
        over, applied, self._over, self._applied = self._over, self._applied, [], []
        if over or applied:
            self._rows.close(over, applied)
            self._commands.forget(applied)
        if over:
            self._tell_watchers()
        self._armed.difference_update(over)

    # -- with a process, and without --------------------------------------------------------------------------------

    def patience(self, wanted: Collection[str]) -> float | None:
        """How long there is nothing to do, but for what comes from outside; None: until that comes."""
        lefts = [each.left(self._now()) for work_id, each in self._open.items() if work_id in wanted]
        return min((max(0.0, min(left, NEAR_S)) for left in lefts if left is not None), default=None)

    def is_near(self, wanted: Collection[str]) -> bool:
        """Whether one of them ends by itself within moments: no process would be back earlier."""
        return any(each.is_near(self._now()) for work_id, each in self._open.items() if work_id in wanted)

    def arm(self) -> None:
        """Let the world meet what is not over within moments, while the run goes on."""
        now = self._now()
        new = [
            each.wait
            for each in self._open.values()
            if each.wait.key not in self._armed and (each.wait.kind != WaitKind.TIMER.value or not each.is_near(now))
        ]
        if new:
            self._rows.arm([*map(row_of, new)])
            self._armed.update(wait.key for wait in new)
            self._tell_watchers()

    def leave(self) -> bool:
        """Let the world meet all of it, without this process; False: something has come.

        Raises:
            Fenced: another worker holds the run.
        """
        everything = [each.wait for each in self._open.values()]
        if self._rows.leave([*map(row_of, everything)], self._applied):
            return True
        self._commands.poll()
        if not self._commands.stop_requested and not {each.id for each in self._commands.came()} - {*self._applied}:
            raise Fenced
        return False

    def _now(self) -> datetime:
        return parse_rfc3339(self._rows.clock.now())


def _raising(error: Exception) -> Callable[[], Outcome]:
    def work() -> Outcome:
        raise error

    return work
