"""The token engine: `start` a program, `apply` what happened, see which work is `enabled`.

`apply` moves tokens until none can move: between two calls each stands in work, in a block whose branches run, in a
called flow, or in an incident. So a checkpoint is due for each piece of work that is done, and for no node without
work. The state that was given stays as it was; so whatever is raised, the one before still holds.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final, NamedTuple

from workflow_engine_shared.errors import StateConflict
from workflow_engine_shared.tokens import blocks, calls, failures
from workflow_engine_shared.tokens.bpmn import arrivals, host, names
from workflow_engine_shared.tokens.events import (
    Cancel,
    Completed,
    Event,
    Failed,
    Ignored,
    Incident,
    Left,
    Notice,
    Retry,
    Updated,
)
from workflow_engine_shared.tokens.failures import Failure
from workflow_engine_shared.tokens.journal import Journal, take_back
from workflow_engine_shared.tokens.moves import arrive
from workflow_engine_shared.tokens.program import Block, Call, Flow, Program, Task
from workflow_engine_shared.tokens.state import Act, Stand, State, Sub, blocks_around, fresh
from workflow_engine_shared.tokens.step import Evaluate, Step
from workflow_engine_shared.tokens.variables import seen, updated, written


class Work(NamedTuple):
    """Something to do: the id is the same until it is done, over all restarts."""

    id: str
    node: str


def start(
    program: Program, variables: dict[str, Any], evaluate: Evaluate, *, hold: bool = False, at: str | None = None
) -> tuple[State, list[Notice]]:
    """A run of the program, as far as it comes before any work is done; `evaluate` gives the value of a rule.

    With `hold` it comes to no node without work: the run is to stop, and somebody may change what these look at.
    `at`: of a program of elements, the event that one of its processes begins with; the variables are what it brings.

    Raises:
        BadExpression: of a program of elements, what its process is to have from the beginning cannot be told.
    """
    if program.processes:
        step = Step(program, {**fresh(variables), "subs": {}, "joins": {}}, evaluate, hold=hold)
        host.begin(step, at)
        return _drained(step)
    step = Step(program, fresh(variables), evaluate, hold=hold)
    step.begin(Flow(program.start), None)
    step.drain(arrive, blocks.over, failures.stop)
    return step.state, step.notices


def apply(
    program: Program, state: State, event: Event, evaluate: Evaluate, *, hold: bool = False
) -> tuple[State, list[Notice]]:
    """The state after an event, and what there is to tell of it; `hold` as at the start."""
    if state["status"] != "running":
        return state, [Ignored(event)]
    return _delivered(Step(program, state, evaluate, hold=hold), event)


class Advanced(NamedTuple):
    """What an event brought about, and how that is taken back: then the state that was given holds again."""

    state: State
    notices: list[Notice]
    take_back: Callable[[], None]


def advance(program: Program, state: State, event: Event, evaluate: Evaluate, *, hold: bool = False) -> Advanced:
    """As `apply`, for whoever goes on: the state that is given is used up; what that costs does not hang on its size.

    Where it raises, the state is as it was.
    """
    if state["status"] != "running":
        return Advanced(state, [Ignored(event)], lambda: None)
    journal: Journal = []
    undo = partial(take_back, journal)
    try:
        return Advanced(*_delivered(Step(program, state, evaluate, hold=hold, journal=journal), event), undo)
    except BaseException:
        undo()
        raise


def _delivered(step: Step, event: Event) -> tuple[State, list[Notice]]:
    """Let an event do what it does, and tokens go as far as they can."""
    if step.program.processes:
        host.tell(step, event)
        return _drained(step)
    _HANDLE[type(event)](step, event)
    step.drain(arrive, blocks.over, failures.stop)
    return step.state, step.notices


def _drained(step: Step) -> tuple[State, list[Notice]]:
    """Let elements do what they can."""
    step.drain(arrive, arrivals.over, failures.stop, arrivals.idle)
    host.rested(step)
    return step.state, step.notices


class Subscription(NamedTuple):
    """Something from outside that is waited for: the id is the same until it is over, over all restarts."""

    id: str
    node: str
    waits: Sub


def subscriptions(state: State) -> list[Subscription]:
    """All that is waited for; of conditions the engine knows itself when they are met."""
    return [Subscription(sub_id, sub["node"], sub) for sub_id, sub in state.get("subs", {}).items()]


def enabled(program: Program, state: State) -> list[Work]:
    """The work that may run now.

    Beside an incident, work of the same block may only go on if the block says so (`finish`); its incident holds up
    the blocks around it when no branch of its own runs any more. With nothing enabled, the run waits for a `Retry`.
    Of elements all work goes on: what else a process is to do does not hang on an incident.
    """
    if program.processes:
        return [Work(act_id, act["node"]) for act_id, act in state["acts"].items() if act["stand"] == "work"]
    around = {
        act_id: list(blocks_around(state, act["scope"]))
        for act_id, act in state["acts"].items()
        if act["stand"] == "work"
    }
    troubles = [_reach(state, each.id) for each in incidents(state)]
    while troubles and (held := _held(program, state, around, troubles)):
        for act_id in held:
            del around[act_id]
    return [Work(act_id, state["acts"][act_id]["node"]) for act_id in around]


def _reach(state: State, act_id: str) -> list[str]:
    """The blocks that an incident may hold up, from the inside out: also the one that it is about."""
    act = state["acts"][act_id]
    return [*([act_id] if "branches" in act else []), *blocks_around(state, act["scope"])]


def _held(program: Program, state: State, around: dict[str, list[str]], troubles: list[list[str]]) -> set[str]:
    """Work that incidents hold up; what that leads to further out is for the next call."""
    held: set[str] = set()
    for blocks_of_it in troubles:
        for block_id in blocks_of_it:
            inside = {act_id for act_id, outer in around.items() if block_id in outer}
            if inside and _may_finish(program, state["acts"][block_id]):
                break
            held |= inside
    return held


def _may_finish(program: Program, act: Act) -> bool:
    block = program.nodes[act["node"]]
    return isinstance(block, Block) and block.finish and act["stand"] == "block"


def incidents(state: State) -> list[Incident]:
    """What stands in an incident, each to be tried again by its id."""
    return [
        Incident(act_id, act["node"], *act["error"])
        for act_id, act in state["acts"].items()
        if act["stand"] in _TROUBLE
    ]


def standing(state: State) -> list[str]:
    """Whatever a `Retry` lets go on: incidents, and what is held."""
    return [act_id for act_id, act in state["acts"].items() if act["stand"] in _AGAIN]


def held(state: State) -> list[Work]:
    """What stands in front of a node without work."""
    return [Work(act_id, act["node"]) for act_id, act in state["acts"].items() if act["stand"] == "held"]


def variables_of(program: Program, state: State, act_id: str) -> dict[str, Any]:
    """The variables as the work sees them: a dict of its own, with values that are shared."""
    if program.processes:
        return dict(names.seen(state, state["acts"][act_id]["scope"], act_id))
    return dict(seen(program, state, state["acts"][act_id]["scope"]))


# -- events ---------------------------------------------------------------------------------------------------------


def _completed(step: Step, event: Completed) -> None:
    act = step.state["acts"].get(event.id)
    if act is None or act["stand"] != "work":
        step.notices.append(Ignored(event))
        return
    try:
        variables = written(step.program, step.state, act["scope"], event.outputs)
    except StateConflict as error:
        failures.stop(step, event.id, error)
        return
    task = step.program.nodes[act["node"]]
    assert isinstance(task, Task)
    step.lift(event.id)
    step.state["vars"][act["scope"]] = variables
    step.notices.append(Left(event.id, act["node"], task.then.target))
    step.follow(act["scope"], task.then)


def _failed(step: Step, event: Failed) -> None:
    act = step.state["acts"].get(event.id)
    if act is None or act["stand"] != "work":
        step.notices.append(Ignored(event))
        return
    failures.fail(step, event.id, Failure(event.code, event.message, event.kind, event.outputs))


def _retry(step: Step, event: Retry) -> None:
    act = step.state["acts"].get(event.id)
    if act is None or act["stand"] not in _AGAIN:
        step.notices.append(Ignored(event))
    elif act["stand"] == "failed":
        step.restand(event.id, "work")
    elif "branches" in act and isinstance(step.program.nodes[act["node"]], Call):
        step.restand(event.id, "call")
        calls.give_back(step, event.id)
    elif "branches" in act:
        step.restand(event.id, "block")
        blocks.join(step, event.id)
    else:
        step.lift(event.id)
        step.send(act["scope"], act["node"])


def _updated(step: Step, event: Updated) -> None:
    step.state["vars"] = updated(step.program, step.state, event.variables)


def _cancel(step: Step, _event: Cancel) -> None:
    step.end("cancelled")


_TROUBLE: Final[tuple[Stand, ...]] = ("failed", "stuck")
_AGAIN: Final[tuple[Stand, ...]] = (*_TROUBLE, "held")
_HANDLE: Final[dict[type[Event], Callable[[Step, Any], None]]] = {
    Completed: _completed,
    Failed: _failed,
    Retry: _retry,
    Updated: _updated,
    Cancel: _cancel,
}
