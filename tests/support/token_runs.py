"""A run of the token engine that a test steers: after each step the state must be sound, and survive being written."""

import copy
import json
import random
from typing import Any

from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.tokens import engine
from workflow_engine_shared.tokens.events import Completed, Event, Failed, Notice, Retry
from workflow_engine_shared.tokens.invariants import check
from workflow_engine_shared.tokens.journal import journaled
from workflow_engine_shared.tokens.program import Flow, Node, Program
from workflow_engine_shared.tokens.reducers import Reducer
from workflow_engine_shared.tokens.state import ROOT, State


def to(target: str, edge: int | None = None) -> Flow:
    """A way to a node, by the edge of this number; with `!` behind it, out of a branch into that join."""
    return Flow(target.rstrip("!"), leaves=target.endswith("!"), edge=edge)


def program(*nodes: Node, **reducers: Reducer) -> Program:
    """A program that begins at its first node."""
    return Program({node.id: node for node in nodes}, nodes[0].id, reducers)


class TokenRun:
    """One run: its state, and all that was told."""

    evaluate = staticmethod(evaluate)
    chance: random.Random | None = None  #: what `evaluate` hangs on beside the variables
    every = 1  #: of so many steps one is made with the state changed in its place, too
    _steps = 0

    def __init__(self, program: Program, *, hold: bool = False, **variables: Any) -> None:
        self.program = program
        self.notices: list[Notice] = []  #: all of it
        self.news: list[Notice] = []  #: what the newest step told
        self._take(*engine.start(program, variables, self.evaluate, hold=hold))

    @property
    def enabled(self) -> list[str]:
        """The nodes whose work may run now."""
        return [work.node for work in engine.enabled(self.program, self.state)]

    @property
    def data(self) -> dict[str, Any]:
        """The run's own variables."""
        return self.state["vars"][ROOT]

    @property
    def status(self) -> str:
        return self.state["status"]

    @property
    def trouble(self) -> list[tuple[str, str]]:
        """Node and code of each incident."""
        return [(each.node, each.code) for each in engine.incidents(self.state)]

    @property
    def enabled_ids(self) -> list[str]:
        return [work.id for work in engine.enabled(self.program, self.state)]

    @property
    def open_ids(self) -> list[str]:
        """All work, also such that an incident holds up."""
        return [act_id for act_id, act in self.state["acts"].items() if act["stand"] == "work"]

    @property
    def held(self) -> list[str]:
        """The nodes that tokens are held in front of."""
        return [work.node for work in engine.held(self.state)]

    @property
    def standing_ids(self) -> list[str]:
        """What a `Retry` lets go on."""
        return engine.standing(self.state)

    @property
    def trouble_ids(self) -> list[str]:
        return [each.id for each in engine.incidents(self.state)]

    def id_of(self, node: str) -> str:
        """The one thing that stands in a node."""
        (found,) = [act_id for act_id, act in self.state["acts"].items() if act["node"] == node]
        return found

    def seen_by_id(self, act_id: str) -> dict[str, Any]:
        return engine.variables_of(self.program, self.state, act_id)

    def seen_by(self, node: str) -> dict[str, Any]:
        return engine.variables_of(self.program, self.state, self.id_of(node))

    def done(self, node: str, **outputs: Any) -> "TokenRun":
        return self.hear(Completed(self.id_of(node), outputs))

    def fail(self, node: str, code: str = "BROKEN", kind: Any = "error") -> "TokenRun":
        return self.hear(Failed(self.id_of(node), code, f"{node} is broken", kind))

    def fail_id(self, act_id: str, kind: Any) -> "TokenRun":
        return self.hear(Failed(act_id, "BROKEN", "broken", kind))

    def retry(self, node: str) -> "TokenRun":
        return self.hear(Retry(self.id_of(node)))

    def hear(self, event: Event, *, hold: bool = False) -> "TokenRun":
        before, luck = copy.deepcopy(self.state), self.chance and self.chance.getstate()
        after = engine.apply(self.program, self.state, event, self.evaluate, hold=hold)
        self._steps += 1
        if self._steps % self.every == 0:
            self._advance(event, hold, luck, *after)
        assert self.state == before, "the state that a step was given has changed"
        self._take(*after)
        return self

    def _advance(self, event: Event, hold: bool, luck: Any, after: State, told: list[Notice]) -> None:
        """The same step with the state changed in its place comes to the same, and can be taken back."""
        known: Any = self.state
        parts = [name for name in ("acts", "scopes", "vars", "subs") if name in known]
        given = {**known, **{name: journaled(known[name], []) for name in parts}}
        if self.chance is not None:
            self.chance.setstate(luck)
        advanced = engine.advance(self.program, given, event, self.evaluate, hold=hold)
        assert (advanced.state, advanced.notices) == (after, told), "changed in its place it is something else"
        advanced.take_back()
        assert given == known, "what was taken back is not what it was"
        in_order = [[*given[name]] == [*known[name]] for name in parts if name != "vars"]
        assert all(in_order), "what was taken back is not in its order"

    def _take(self, state: State, told: list[Notice]) -> None:
        wrong = check(self.program, state)
        assert not wrong, wrong
        self.state: State = json.loads(json.dumps(state))
        assert self.state == state, "the state is no plain JSON"
        self.news = told
        self.notices += told
