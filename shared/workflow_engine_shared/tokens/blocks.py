"""A block: one activity with a scope for each branch, from the split to the join."""

from workflow_engine_shared.errors import StateConflict
from workflow_engine_shared.tokens import calls, failures, variables
from workflow_engine_shared.tokens.events import passed
from workflow_engine_shared.tokens.program import Block
from workflow_engine_shared.tokens.step import Step


def begin(step: Step, scope_id: str, block: Block) -> None:
    """Open a scope for each branch."""
    act_id = step.stand(scope_id, block.id, "block")
    branches = [step.begin(flow, act_id) for flow in block.branches]
    step.state["acts"][act_id] = {**step.state["acts"][act_id], "branches": branches}
    step.notices.append(passed(block.id, *block.branches))


def over(step: Step, scope_id: str) -> None:
    """A scope has no token left: the run is finished, a branch has come to its join, or a called flow to its end."""
    act_id = step.state["scopes"][scope_id]["act"]
    if act_id is None:
        step.end("finished")
        return
    # A block whose branches could not be joined stands in an incident: a late branch changes nothing about that.
    stand = step.state["acts"][act_id]["stand"]
    if stand == "block":
        join(step, act_id)
    elif stand == "call":
        calls.give_back(step, act_id)


def join(step: Step, act_id: str) -> None:
    """Go on behind the join, if enough branches have come to it; what the rest did is dropped."""
    act = step.state["acts"][act_id]
    block = step.program.nodes[act["node"]]
    assert isinstance(block, Block)
    scopes, home = step.state["scopes"], act["scope"]
    come = [scope_id for scope_id in act["branches"] if not scopes[scope_id]["live"]]
    if len(come) < block.need:
        return
    branches = [(scopes[scope_id]["node"], step.state["vars"][scope_id]) for scope_id in come]
    reducers = variables.reducers_of(step.program, step.state, home)
    try:
        step.state["vars"][home] = variables.joined(reducers, step.state["vars"][home], branches)
    except StateConflict as error:
        failures.stop(step, act_id, error)
        return
    for scope_id in act["branches"]:
        step.close(scope_id)
    step.lift(act_id)
    step.notices.append(passed(block.join, block.then))
    step.follow(home, block.then)
