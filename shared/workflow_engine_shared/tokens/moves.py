"""What a token does at each kind of node."""

from collections.abc import Callable
from typing import Any, Final

from workflow_engine_shared.errors import NoBranch
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.matching import place_of
from workflow_engine_shared.tokens import blocks, calls
from workflow_engine_shared.tokens.bpmn import arrivals
from workflow_engine_shared.tokens.bpmn.host import is_plain_work
from workflow_engine_shared.tokens.elements.nodes import Element
from workflow_engine_shared.tokens.events import passed
from workflow_engine_shared.tokens.program import Block, Call, Choice, End, Flow, Node, Start, Task
from workflow_engine_shared.tokens.step import Step
from workflow_engine_shared.tokens.variables import seen


def arrive(step: Step, scope_id: str, node_id: str, via: str | None) -> None:
    """Let a token that is in the scope do what the node asks for; `via`: the flow by which it came to an element.

    Raises:
        RenError: it cannot; nothing is changed then.
    """
    node = step.program.nodes[node_id]
    if step.hold and not isinstance(node, Task) and not is_plain_work(node):
        step.stand(scope_id, node_id, "held", via)
    elif isinstance(node, Element):
        arrivals.arrive(step, scope_id, node, via)
    else:
        _ARRIVE[type(node)](step, scope_id, node)


def _start(step: Step, scope_id: str, node: Start) -> None:
    _pass_on(step, scope_id, node, node.then)


def _end(step: Step, scope_id: str, node: End) -> None:
    step.notices.append(passed(node.id))
    step.consume(scope_id)


def _task(step: Step, scope_id: str, node: Task) -> None:
    step.stand(scope_id, node.id, "work")


def _choice(step: Step, scope_id: str, node: Choice) -> None:
    value = step.evaluate(node.rule, seen(step.program, step.state, scope_id))
    place = place_of(value, [way.when for way in node.ways])
    then = node.default if place is None else node.ways[place].then
    if then is None:
        raise NoBranch(f"Node {node.id!r} evaluated to {shown(value)}, and no edge out of it fits.")
    _pass_on(step, scope_id, node, then)


def _pass_on(step: Step, scope_id: str, node: Node, then: Flow) -> None:
    step.notices.append(passed(node.id, then))
    step.follow(scope_id, then)


_ARRIVE: Final[dict[type[Node], Callable[[Step, str, Any], None]]] = {
    Start: _start,
    End: _end,
    Task: _task,
    Choice: _choice,
    Block: blocks.begin,
    Call: calls.begin,
}
