"""One step: a copy of the state, in which tokens move until each stands in something, and what there is to tell of it.

Only what changes is copied, so the state that a step begins with stays whole, however the step ends; or it is changed
in its place, and a journal brings back what it was. What moves next
waits in an agenda: no move calls the next one, however deep blocks are nested.
"""

from collections import deque
from collections.abc import Callable, Collection
from functools import partial
from typing import Any, TypeAlias

from workflow_engine_shared.errors import EndlessCircle, RenError
from workflow_engine_shared.ids import shown
from workflow_engine_shared.tokens.events import Disabled, Enabled, Ended, Incident, Notice
from workflow_engine_shared.tokens.journal import Journal, journaled
from workflow_engine_shared.tokens.program import Flow, Program
from workflow_engine_shared.tokens.state import ROOT, Act, Stand, State, Status

#: A token on its way: its scope, the node that it comes to (None: the scope is to be seen to), the flow it comes by.
Token: TypeAlias = tuple[str, str | None, str | None]

#: A rule's value over variables. Raises BadExpression where it has none.
Evaluate: TypeAlias = Callable[[Any, dict[str, Any]], Any]

#: Moves without any work, beside ten for each node: so many are made in a circle only.
MOST_MOVES = 1_000


class Step:
    """The state at hand; the modules that know nodes and blocks change it through these methods."""

    def __init__(
        self, program: Program, state: State, evaluate: Evaluate, *, hold: bool = False, journal: Journal | None = None
    ) -> None:
        """`hold`: no token comes through a node without work; it stands in front of it.

        With a `journal` the state that is given is changed in its place, which is written down there.
        """
        self.program = program
        self.evaluate = evaluate
        self.hold = hold
        self.notices: list[Notice] = []
        own: Callable[[Any], Any] = dict if journal is None else partial(journaled, journal=journal)
        self.state: State = {
            "counter": state["counter"],
            "status": state["status"],
            "scopes": own(state["scopes"]),
            "acts": own(state["acts"]),
            "vars": own(state["vars"]),
        }
        if "subs" in state:
            self.state["subs"] = own(state["subs"])
            self.state["joins"] = dict(state["joins"])  # few, and known by no numbers
        self.changed = False  #: variables, or conditions that are waited for
        self.spare = 0  #: moves beside those that a step may make
        self._agenda: deque[Token] = deque()
        self._late: deque[Token] = deque()

    # -- scopes -----------------------------------------------------------------------------------------------------

    def begin(self, flow: Flow, act: str | None, variables: dict[str, Any] | None = None) -> str:
        """Open a scope, with one token on its way."""
        scope_id = self.new_id("s")
        self.state["scopes"][scope_id] = {"node": flow.target, "act": act, "live": 1}
        self.state["vars"].setdefault(scope_id, variables or {})
        self.follow(scope_id, flow)
        return scope_id

    def close(self, scope_id: str, why: str = "", known: Collection[str] = ()) -> None:
        """Cancel everything in a scope, and the scope; `known` are acts of which no notice is due."""
        inside: dict[str, list[str]] = {}
        for act_id, act in self.state["acts"].items():
            inside.setdefault(act["scope"], []).append(act_id)
        closing = [scope_id]
        for each in closing:
            for act_id in inside.get(each, ()):
                act = self.state["acts"].pop(act_id)
                closing.extend(act.get("branches", ()))
                if act["stand"] in {"work", "held", "call"} and act_id not in known:
                    self.notices.append(Disabled(act_id, act["node"], why))
            del self.state["scopes"][each]
            if each != ROOT:
                del self.state["vars"][each]

    def end(self, status: Status) -> None:
        """Close the run's own scope: what it is from now on is its status."""
        self.close(ROOT)
        self.state["status"] = status
        self.notices.append(Ended(status))

    # -- tokens -----------------------------------------------------------------------------------------------------

    def follow(self, scope_id: str, flow: Flow) -> None:
        """Send a token, which is in the scope already, along a flow."""
        if flow.leaves:
            self.consume(scope_id)
        else:
            self.send(scope_id, flow.target)

    def send(self, scope_id: str, node_id: str, via: str | None = None, *, late: bool = False) -> None:
        """Send a token, which is in the scope already, to a node; a `late` one moves when no other can."""
        (self._late if late else self._agenda).append((scope_id, node_id, via))

    def see_to(self, scope_id: str) -> None:
        """Have a scope looked at when it is its turn."""
        self._agenda.append((scope_id, None, None))

    def call_back(self, scope_ids: Collection[str]) -> None:
        """Forget the tokens of scopes that are on their way."""
        self._agenda = deque(each for each in self._agenda if each[0] not in scope_ids)
        self._late = deque(each for each in self._late if each[0] not in scope_ids)

    def add(self, scope_id: str, tokens: int) -> None:
        """So many tokens more are in a scope, or fewer, but at least one."""
        if tokens:
            scope = self.state["scopes"][scope_id]
            self.state["scopes"][scope_id] = {**scope, "live": scope["live"] + tokens}

    def consume(self, scope_id: str) -> None:
        """A token ends; with the last one the scope is over."""
        scope = self.state["scopes"][scope_id]
        live = scope["live"] - 1
        self.state["scopes"][scope_id] = {**scope, "live": live}
        if not live:
            self._agenda.append((scope_id, None, None))

    def drain(self, arrive: "Arrive", over: "Over", stop: "Stop", idle: "Idle | None" = None) -> None:
        """Move until nothing is left to move: `arrive` at nodes, and see to scopes that are `over`.

        `stop` is told of a token that cannot go on. When none can move, `idle` says whether something can after all.
        """
        moves, most = 0, MOST_MOVES + 10 * len(self.program.nodes)
        while True:
            if self._agenda:
                scope_id, node_id, via = self._agenda.popleft()
            elif self._late:
                scope_id, node_id, via = self._late.popleft()
            elif idle is not None and idle(self):
                continue
            else:
                break
            if scope_id not in self.state["scopes"]:
                continue  # it was closed while this waited
            if node_id is None:
                over(self, scope_id)
                continue
            moves += 1
            try:
                if moves > most + self.spare:
                    raise EndlessCircle(
                        f"{moves:,} moves were made without any work; one of them is to {shown(node_id)}."
                    )
                arrive(self, scope_id, node_id, via)
            except RenError as error:
                stop(self, self.stand(scope_id, node_id, "stuck", via), error)

    # -- what tokens stand in ---------------------------------------------------------------------------------------

    def stand(self, scope_id: str, node_id: str, stand: Stand, via: str | None = None) -> str:
        """Let a token stand in a node; `via`: the flow by which it came, where it is to be tried again."""
        act_id = self.new_id("a")
        self.state["acts"][act_id] = {"node": node_id, "scope": scope_id, "stand": stand}
        if via is not None:
            self.state["acts"][act_id]["via"] = via
        if stand in {"work", "held"}:
            self.notices.append(Enabled(act_id, node_id))
        return act_id

    def lift(self, act_id: str) -> Act:
        """Take up the token that stands in something."""
        return self.state["acts"].pop(act_id)

    def trouble(self, act_id: str, stand: Stand, code: str, message: str) -> None:
        """Let a token stand in an incident, until somebody tries it again."""
        act = self.state["acts"][act_id]
        self.state["acts"][act_id] = {**act, "stand": stand, "error": [code, message]}
        self.notices.append(Incident(act_id, act["node"], code, message))

    def restand(self, act_id: str, stand: Stand) -> None:
        """Let a token stand as it did before its incident."""
        act = self.state["acts"][act_id].copy()
        act.pop("error", None)
        act["stand"] = stand
        self.state["acts"][act_id] = act
        if stand == "work":
            self.notices.append(Enabled(act_id, act["node"]))

    def new_id(self, letter: str) -> str:
        """An id that nothing had before."""
        self.state["counter"] += 1
        return f"{letter}{self.state['counter']}"


Arrive: TypeAlias = Callable[[Step, str, str, str | None], None]
Idle: TypeAlias = Callable[[Step], bool]
Over: TypeAlias = Callable[[Step, str], None]
Stop: TypeAlias = Callable[[Step, str, RenError], None]
