"""A call: another flow as one activity, whose scope holds all that is seen in there."""

from workflow_engine_shared.errors import InvalidInput, OutputMissing, RenError
from workflow_engine_shared.ids import shown
from workflow_engine_shared.json_schema.problems import schema_problems
from workflow_engine_shared.tokens import failures
from workflow_engine_shared.tokens.events import Entered, Returned
from workflow_engine_shared.tokens.program import Call, Flow
from workflow_engine_shared.tokens.step import Step
from workflow_engine_shared.tokens.variables import seen, written

_MOST_NAMES = 20


def begin(step: Step, scope_id: str, call: Call) -> None:
    """Open the scope of the called flow, with the input as its variables.

    Raises:
        BadExpression, InvalidInput: there is none, or one that does not fit; nothing is changed then.
    """
    outer = seen(step.program, step.state, scope_id)
    given = {name: step.evaluate(rule, outer) for name, rule in call.input.items()}
    if call.inputs is not None:
        told = schema_problems(given, call.inputs, "", codes={}, hint="", too_deep="it is nested too deeply.")
        if problem := next(told, None):
            where = f"{problem.pointer}: " if problem.pointer else ""
            raise InvalidInput(f"What {call.id!r} gives does not fit flow {call.flow!r}: {where}{problem.detail}")
    act_id = step.stand(scope_id, call.id, "call")
    step.notices.append(Entered(act_id, call.id))
    inner = step.begin(Flow(call.start), act_id, given)
    step.state["acts"][act_id] = {**step.state["acts"][act_id], "branches": [inner]}


def give_back(step: Step, act_id: str) -> None:
    """Go on behind a call whose flow is at its end, with what it leaves."""
    act = step.state["acts"][act_id]
    call = step.program.nodes[act["node"]]
    assert isinstance(call, Call)
    inner = act["branches"][0]
    if step.state["scopes"][inner]["live"]:
        return  # it goes on; this was about what it left before
    try:
        outputs = _outputs(call, step.state["vars"][inner])
        variables = written(step.program, step.state, act["scope"], outputs)
    except RenError as error:
        failures.stop(step, act_id, error)
        return
    step.close(inner)
    step.lift(act_id)
    step.state["vars"][act["scope"]] = variables
    step.notices.append(Returned(act_id, call.id, call.then.target, call.then.edge))
    step.follow(act["scope"], call.then)


def _outputs(call: Call, variables: dict[str, object]) -> dict[str, object]:
    """What the caller gets. Raises OutputMissing."""
    for key, name in call.output.items():
        if name not in variables:
            known = ", ".join(map(shown, list(variables)[:_MOST_NAMES])) or "nothing"
            raise OutputMissing(
                f"Flow {call.flow!r}, which {call.id!r} calls, ended without {shown(name)}, which is to become "
                f"{shown(key)}. Its state has: {known}."
            )
    return {key: variables[name] for key, name in call.output.items()}
