"""How tokens leave an element: which ways out they take."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflow_engine_shared.errors import NoBranch, RenError
from workflow_engine_shared.tokens.bpmn.names import is_true, seen
from workflow_engine_shared.tokens.elements.definitions import SequenceFlow
from workflow_engine_shared.tokens.elements.nodes import (
    Activity,
    ComplexGateway,
    Element,
    EndEvent,
    ExclusiveGateway,
    InclusiveGateway,
    ParallelGateway,
    ThrowEvent,
)
from workflow_engine_shared.tokens.events import Finished, Passed
from workflow_engine_shared.tokens.step import Step


def leave(
    step: Step, scope_id: str, node: Element, of: str | None = None, extra: Mapping[str, Any] | None = None
) -> None:
    """A token that is in the scope goes on from an element, or is stuck there.

    `of`: what it stood in, if that was told of; `extra`: variables that only the conditions see.
    """
    try:
        taken = choose(step, scope_id, node, extra)
    except RenError as error:
        _tell(step, node, (), of)
        act_id = step.stand(scope_id, node.id, "stuck")
        step.state["acts"][act_id]["again"] = "leave"
        step.trouble(act_id, "stuck", error.code, str(error))
        return
    _tell(step, node, taken, of)
    go(step, scope_id, taken, node.completion_quantity if isinstance(node, Activity) else 1)


def go(step: Step, scope_id: str, taken: Sequence[SequenceFlow], quantity: int = 1) -> None:
    """One token of the scope becomes as many as take these ways."""
    if not taken:
        step.consume(scope_id)
        return
    step.add(scope_id, len(taken) * quantity - 1)
    for flow in taken:
        for _ in range(quantity):
            send(step, scope_id, flow.target, flow.id)


def send(step: Step, scope_id: str, node_id: str, via: str | None = None) -> None:
    """Send a token, which is in the scope already, to an element.

    Who throws comes last: whoever can still get to a catching event gets there first.
    """
    node = step.program.nodes[node_id]
    step.send(scope_id, node_id, via, late=isinstance(node, (ThrowEvent, EndEvent)) and bool(node.definitions))


def choose(
    step: Step, scope_id: str, node: Element, extra: Mapping[str, Any] | None = None
) -> tuple[SequenceFlow, ...]:
    """The ways out that a token takes.

    Raises:
        NoBranch: no condition holds, and there is no default.
        BadExpression: one cannot be evaluated.
    """
    if isinstance(node, ParallelGateway) or not any(
        flow.condition is not None or flow.id == node.default for flow in node.outgoing
    ):
        return node.outgoing[:1] if isinstance(node, ExclusiveGateway) else node.outgoing
    variables = seen(step.state, scope_id)
    if extra:
        variables = {**variables, **extra}
    return _exclusive(step, node, variables) if isinstance(node, ExclusiveGateway) else _all(step, node, variables)


def _exclusive(step: Step, node: ExclusiveGateway, variables: dict[str, Any]) -> tuple[SequenceFlow, ...]:
    """The first way whose condition holds."""
    otherwise: tuple[SequenceFlow, ...] = ()
    for flow in node.outgoing:
        if flow.id == node.default:
            otherwise = (flow,)
        elif flow.condition is None or is_true(step, flow.condition, variables, flow.id):
            return (flow,)
    if not otherwise:
        raise NoBranch(f"No condition of a flow out of {node.id!r} holds, and none of them is its default.")
    return otherwise


def _all(step: Step, node: Element, variables: dict[str, Any]) -> tuple[SequenceFlow, ...]:
    """All ways whose condition holds, and those without one; the default, where no condition does."""
    taken: list[SequenceFlow] = []
    otherwise: list[SequenceFlow] = []
    is_met = False
    for flow in node.outgoing:
        if flow.id == node.default:
            otherwise = [flow]
        elif flow.condition is None:
            taken.append(flow)
        elif is_true(step, flow.condition, variables, flow.id):
            taken.append(flow)
            is_met = True
    is_gateway = isinstance(node, (InclusiveGateway, ComplexGateway))
    if not is_met and not (is_gateway and taken):
        taken += otherwise
    if not taken:
        raise NoBranch(f"No condition of a flow out of {node.id!r} holds, and none of them is its default.")
    return tuple(taken)


def _tell(step: Step, node: Element, taken: Sequence[SequenceFlow], of: str | None) -> None:
    to = tuple(flow.target for flow in taken)
    edges = tuple(flow.edge for flow in taken if flow.edge is not None)
    step.notices.append(Passed(node.id, to, edges) if of is None else Finished(of, node.id, to, edges))
