"""Processes that begin by conditions: whoever begins one brings variables, and these are looked at."""

from collections.abc import Callable, Mapping
from typing import Any

from workflow_engine_shared.errors.running import NoBranch
from workflow_engine_shared.ids import shown
from workflow_engine_shared.tokens.elements.definitions import ConditionalDefinition
from workflow_engine_shared.tokens.elements.nodes import Process, StartEvent
from workflow_engine_shared.tokens.program import Program


def conditional_start(
    program: Program, process: Process, variables: Mapping[str, Any], evaluate: Callable[[Any, dict[str, Any]], Any]
) -> list[str] | None:
    """The first start event whose condition holds; None: the process begins by none, or may begin without.

    Raises:
        BadExpression: a condition cannot be evaluated.
        NoBranch: none of them holds.
    """
    found = [program.nodes[each] for each in process.contents.starts]
    starts = [each for each in found if isinstance(each, StartEvent)]
    conditional = [each for each in starts if any(isinstance(one, ConditionalDefinition) for one in each.definitions)]
    if not conditional or any(not each.definitions for each in starts):
        return None
    for start in conditional:
        rules = [each.rule for each in start.definitions if isinstance(each, ConditionalDefinition)]
        if any(evaluate(rule, dict(variables)) is True for rule in rules):
            return [start.id]
    names = ", ".join(shown(each.id) for each in conditional)
    raise NoBranch(f"Process {shown(process.id)} begins where a condition holds ({names}), and none does.")
