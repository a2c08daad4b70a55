"""A flow's run by tokens: each superstep applies what visits achieved, and the checkpoint behind it says what is due.

Work is begun once the checkpoint that made it due is committed. Then the host waits for the first visit that ends; all
that have ended by then share a checkpoint. A visit that asks a question waits, and the run leaves for the answer once
nothing beside it can go on. Once a visit leaves otherwise - it broke, or the run was asked to stop - the others come to
their own safe points, what they achieve until then is committed, and the run leaves. A visit that broke does so in its
row only: to the tokens it is due, and whoever goes on with the run tries it again, as all that are open.
"""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any, ClassVar

from langgraph.graph import END
from langgraph.types import Command

from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.dsl.node_types import type_of
from workflow_engine_shared.dsl.to_program import to_program
from workflow_engine_shared.errors import StepLimit
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.tokens import engine, invariants
from workflow_engine_shared.tokens.engine import Work
from workflow_engine_shared.tokens.events import Event, Incident, Notice, Retry, Updated
from workflow_engine_shared.tokens.state import ROOT, State
from workflow_engine_worker.control.leave import LeaveRun, Waits
from workflow_engine_worker.kernel.departures import Departures, fault, typed, write_down
from workflow_engine_worker.kernel.graph import LONE_NODE
from workflow_engine_worker.kernel.state import RunState
from workflow_engine_worker.kernel.token_state import TOKENS, packed, unpacked
from workflow_engine_worker.kernel.visit import NodeRunner
from workflow_engine_worker.kernel.visit_book import REFUSED, Entries, VisitBook
from workflow_engine_worker.kernel.visit_threads import Result, VisitThreads
from workflow_engine_worker.kernel.waits.waiting import Waiting
from workflow_engine_worker.visits.tools import Tools
from workflow_engine_worker.visits.visit_store import RUN


class TokenHost:
    """Moves the tokens of one run, and has its visits carried out."""

    most_at_once: ClassVar[int] = 1_000_000  #: so many visits are carried out at a time

    def __init__(self, flow: Flow, runner: NodeRunner, tools: Tools, *, checked: bool) -> None:
        """`checked`: what must hold of each state is looked at."""
        self._program = to_program(flow)
        self._nodes = {node.id: node for node in flow.nodes}
        self._that_wait = frozenset(node.id for node in flow.nodes if type_of(node).waits(node))
        self._most = flow.limits.max_steps
        self._begin = partial(engine.start, self._program, at=flow.begins_at)
        self._runner = runner
        self._store = tools.visit_store
        self._commands = tools.commands
        self._checked = checked
        self._departures = Departures()
        self.threads = VisitThreads(runner.carry_out, tools.threads)
        self._waiting = Waiting(self._nodes, runner, tools)
        self._tokens: State | None = None
        self._commands.on_came = self.threads.wake
        self._commands.ring(self.threads.wake)

    def __call__(self, _node: None, state: RunState) -> "Command[Any]":
        self._runner.tell_failpoint()
        self._waiting.committed()
        if self._tokens is None and (moved := self._take_up(state["ctl"], state["data"])):
            return moved
        self._look_for_trouble()
        while True:
            self._hand_out()
            wanted = self._wanted() if self._waiting else frozenset()
            results = self._waiting.came(wanted, self._acts)
            if not results and not self._is_going_on(wanted):
                if moved := self._leave_at_held():
                    return moved
                self._leave_waits()
                continue
            if not results:
                self._waiting.arm()
                results = self.threads.results(self._waiting.patience(wanted))
            if moved := self._move(self._done(results)):
                return moved

    def _wanted(self) -> Collection[str]:
        """What it may be waited for."""
        return {work.id for work in self._enabled()}

    def _is_going_on(self, wanted: Collection[str]) -> bool:
        """Whether something comes of what this process does, and be it that it waits for moments."""
        asked = self._commands.stop_requested or self._departures.are_final
        return bool(self.threads.running) or (not asked and self._waiting.is_near(wanted))

    def _take_up(self, ctl: dict[str, Any], data: dict[str, Any]) -> "Command[Any] | None":
        """Begin, or go on where the run was left: with what was given to it since, and what stood tried again."""
        updates = self._store.overlay(RUN)
        if updates:
            self._store.run_updated()
        if not ctl.get(TOKENS):
            self._book = VisitBook(self._program, self._most, {"visits": 0, "open": {LONE_NODE: 1}})
            given = {**data, **self._store.overlay(1), **updates}
            self._tokens, notices = self._begin(given, evaluate, hold=self._commands.stop_requested)
            return self._command(self._entered(notices, self._book.open.pop(LONE_NODE)))
        self._tokens, self._book = unpacked(ctl, data), VisitBook(self._program, self._most, ctl)
        if self._that_wait:
            self._waiting.take_up(self._tokens["acts"])
        over = self._entered(self._apply(Updated(updates))) if updates else []  # a condition may hold now
        standing = engine.standing(self._tokens) if self._book.refused is None else []
        return self._command([*over, *self._sent_on(standing)]) if updates or standing else None

    def _sent_on(self, standing: Sequence[str]) -> list[int]:
        """Let go on what stands; returns the numbers of the visits that are over by that."""
        over: list[int] = []
        for act_id in standing:
            if act_id in self._book.open:  # else one before it made an end of its branch
                over += self._entered(self._apply(Retry(act_id)), self._book.open.pop(act_id))
        return over

    def _leave_at_held(self) -> "Command[Any] | None":
        """Leave in front of nodes that are held, as work does; they go on if nobody wants the run to stop any more."""
        assert self._tokens is not None
        held = engine.held(self._tokens)
        for work in held:
            visit = self._runner.visit(self._nodes[work.node], self._book.open[work.id])
            self._departures.leave_if_asked(work.id, visit)
        is_left = self._departures.reason is not None
        return None if is_left or not held else self._command(self._sent_on([work.id for work in held]))

    def _leave_waits(self) -> None:
        """Leave with what is waited for, which needs no process; back again: something has come.

        Raises:
            LeaveRun: what a visit left with, if one did: a failure, or what the run was asked for.
        """
        waiting = self._waiting.visits()
        if self._commands.stop_requested:
            for work_id, visit in waiting.items():
                self._departures.leave_if_asked(work_id, visit)
        if self._departures.reason is not None:
            self._waiting.arm()
            raise self._departures.reason
        if not self._waiting:
            raise fault("The tokens stand, and no work is enabled.")
        if self._waiting.leave():
            raise Waits([*waiting.values()][-1].node.id)

    # -- visits -----------------------------------------------------------------------------------------------------

    def _hand_out(self) -> None:
        """Begin what may run. A visit that is alone is carried out here."""
        running = self.threads.running
        due = [work for work in self._enabled() if work.id not in running and work.id not in self._departures]
        due = [work for work in due if not self._waits(work)]
        together = [work for work in due if not self._is_isolated(work.node)]
        if any(self._is_isolated(visit.node.id) for visit in running.values()) or not due:
            return
        chosen = together[: max(0, self.most_at_once - len(running))] or ([] if running else due[:1])
        assert self._tokens is not None
        is_alone = len(chosen) == 1 and not running and not self._waiting
        begin = self.threads.carry_out if is_alone else self.threads.begin
        for work in chosen:
            visit = self._runner.visit(self._nodes[work.node], self._book.open[work.id])
            begin(work.id, visit, engine.variables_of(self._program, self._tokens, work.id))

    def _waits(self, work: Work) -> bool:
        """Whether this is a visit that waits; it begins to."""
        if work.node not in self._that_wait:
            return False
        if work.id not in self._waiting:
            node = self._nodes[work.node]
            visit = self._runner.visit(node, self._book.open[work.id])
            ended = self._waiting.begin(work.id, node, visit, partial(self._seen_by, work.id))
            if ended is not None:
                self.threads.put(ended)
        return True

    @property
    def _acts(self) -> Collection[str]:
        assert self._tokens is not None
        return self._tokens["acts"].keys()

    def _seen_by(self, work_id: str) -> dict[str, Any]:
        assert self._tokens is not None
        return engine.variables_of(self._program, self._tokens, work_id)

    def _is_isolated(self, node_id: str) -> bool:
        node = self._nodes[node_id]
        return type_of(node).isolated(node)

    def _enabled(self) -> list[Work]:
        """The work that may run, now that some of it may have failed."""
        assert self._tokens is not None
        if self._departures.are_final or self._book.refused is not None:
            return []
        acts = dict(self._tokens["acts"])
        for work_id in self._departures.broken & acts.keys():
            acts[work_id] = {**acts[work_id], "stand": "failed", "error": ["", ""]}
        return engine.enabled(self._program, {**self._tokens, "acts": acts})

    def _done(self, results: Sequence[Result]) -> list[Result]:
        """Those visits that achieved something; of the others it is noted why they left."""
        for each in results:
            if each.left is not None:
                self._leave(each.id, each.left)
        return [each for each in results if each.left is None]

    def _leave(self, work_id: str, left: BaseException) -> None:
        self._departures.note(work_id, left)
        for each in {*self.threads.running} - {work.id for work in self._enabled()}:
            self.threads.stop(each)

    def _look_for_trouble(self) -> None:
        """What stands in the way of the tokens breaks the visits that it stands for, now that they are committed."""
        assert self._tokens is not None
        if self._book.refused is not None and REFUSED not in self._departures:
            number = self._book.open[REFUSED]
            visit = self._runner.visit(self._nodes[self._book.refused], number)
            self._leave(
                REFUSED, visit.broken(StepLimit(f"The run made {number - 1} visits; limits.maxSteps is {self._most}."))
            )
        for each in engine.incidents(self._tokens):
            if each.id not in self._departures:
                visit = self._runner.visit(self._nodes[self._book.place(each)], self._book.open[each.id])
                self._leave(each.id, visit.broken(typed(each)))

    # -- tokens -----------------------------------------------------------------------------------------------------

    def _move(self, results: Sequence[Result]) -> "Command[Any] | None":
        """Apply what visits achieved; None: nothing of it holds."""
        over: list[int] = []
        moved = False
        for each in results:
            moved |= self._take(each, over)
        return self._command(over) if moved else None

    def _take(self, each: Result, over: list[int]) -> bool:
        """Apply what a visit achieved; whether it holds. `over` gets the numbers of the visits that end by it."""
        if each.id not in self._book.open:
            return False  # another one that came with it made an end of its branch
        before = self._tokens
        notices = self._apply(each.event)
        trouble = next((one for one in notices if isinstance(one, Incident) and one.id == each.id), None)
        if trouble is not None:  # what it wrote does not fit: it is to do its work again
            self._take_back()
            self._tokens = before
            self._leave(each.id, self._broken(each, trouble))
            return False
        self._waiting.over(each.id)
        over += [self._book.close(each.id), *self._entered(notices, of=each)]
        return True

    def _broken(self, each: Result, trouble: Incident) -> LeaveRun:
        assert each.visit is not None
        return each.visit.broken(typed(trouble))

    def _apply(self, event: Event) -> list[Notice]:
        assert self._tokens is not None
        before, hold = self._tokens, self._commands.stop_requested
        self._tokens, notices, self._take_back = engine.advance(self._program, before, event, evaluate, hold=hold)
        if self._tokens["status"] != "running" and not hold and self._commands.asked_by_now():
            self._take_back()
            self._tokens, notices, self._take_back = engine.advance(self._program, before, event, evaluate, hold=True)
        return notices

    def _entered(self, notices: Sequence[Notice], given: int | None = None, of: Result | None = None) -> list[int]:
        """Write down which visits end and begin by this; returns the numbers of those that ended beside `of`."""
        entries: Entries = self._book.enter(notices, given)
        due = entries.due
        if of is not None and of.done is not None and of.visit is not None:
            of.visit.completed(of.done.outcome, due, self._edges_of(of, notices))
            due = []
        write_down(
            entries, due, lambda number, node_id: self._runner.visit(self._nodes[node_id], number), self._book.place
        )
        for number, each in entries.dropped:
            self._waiting.over(each.id)
            visit = self.threads.drop(each.id) or self._runner.visit(self._nodes[each.node], number)
            visit.dropped(self._departures.forget(each.id), each.why)
        return [number for number, _ in [*entries.passed, *entries.returned, *entries.caught, *entries.dropped]]

    def _edges_of(self, of: Result, _notices: Sequence[Notice]) -> Sequence[int]:
        """By which a visit is over."""
        return () if of.done is None else of.done.edges

    def _command(self, over: list[int]) -> "Command[Any]":
        tokens, refused = self._tokens, self._book.refused is not None
        assert tokens is not None
        if self._checked and (wrong := invariants.check(self._program, tokens)):
            raise fault(f"The tokens are not as they should be: {'; '.join(wrong)}.")
        self._runner.count_over(over)
        self._ask()
        ended = tokens["status"] not in {"running", "failed"} and not refused
        ctl = {**self._book.channel(), "over": over, "ended": ended, **packed(tokens)}
        return Command(update={"data": tokens["vars"][ROOT], "ctl": ctl}, goto=END if ended else LONE_NODE)

    def _ask(self) -> None:
        """Decide what visits that are due wait for."""
        for work in self._enabled() if self._that_wait else ():
            if work.node in self._that_wait:
                node = self._nodes[work.node]
                self._waiting.ask(work.id, node, self._book.open[work.id], partial(self._seen_by, work.id))
