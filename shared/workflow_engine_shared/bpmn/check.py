"""All that is wrong with a file, at once."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain, islice
from typing import TypeAlias

from workflow_engine_shared.bpmn.element import Element, trouble
from workflow_engine_shared.bpmn.lint import activities, elements, events, flows, references, starts, texts
from workflow_engine_shared.bpmn.model import Model, model_of
from workflow_engine_shared.bpmn.names import MODEL
from workflow_engine_shared.bpmn.xml_tree import Unreadable, read_tree
from workflow_engine_shared.errors import Problem

#: Enough to mend a file by; more would let a small file ask for a huge answer.
MAX_PROBLEMS = 1000

Rule: TypeAlias = Callable[[Model], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    elements.executable,
    elements.known_elements,
    elements.extensions,
    elements.containers,
    references.ids,
    references.references,
    references.own_flows,
    references.defaults,
    flows.sequence_flows,
    flows.ends_of_nodes,
    flows.gateways,
    flows.message_flows,
    flows.circles,
    events.definitions,
    events.starts,
    events.boundaries,
    events.links,
    activities.quantities,
    activities.loops,
    activities.calls,
    activities.data_associations,
    texts.expressions,
)

#: Of files that come in; versions that were taken before stay what they are.
RULES_AT_THE_DOOR: tuple[Rule, ...] = (starts.times_of_starts, events.undone_elsewhere)


def problems_of(model: Model, now: datetime | None = None) -> list[Problem]:
    """The problems of a file, in the order of its lines; `now`: it comes in, and timers that are over are some, too."""
    found = chain.from_iterable(rule(model) for rule in (*RULES, *(RULES_AT_THE_DOOR if now is not None else ())))
    told = islice(chain(found, texts.timers(model, now)), MAX_PROBLEMS)
    once = {(each.code, each.element, each.line, each.detail): each for each in told}
    return sorted(once.values(), key=lambda problem: problem.line or 0)


def advice_of(model: Model) -> list[Problem]:
    """What is worth a second look in a file that runs."""
    rules = (flows.ways_never_taken, starts.starts_without_anybody)
    found = chain.from_iterable(rule(model) for rule in rules)
    return list(islice(found, MAX_PROBLEMS))


def read(source: bytes | str) -> Model | Problem:
    """What a file describes, or why it cannot be read at all."""
    try:
        root = read_tree(source)
    except Unreadable as error:
        return error.problem
    if root.namespace != MODEL or root.name != "definitions":
        return _no_bpmn(root)
    return model_of(root)


def _no_bpmn(root: Element) -> Problem:
    detail = f"The file is no BPMN 2.0: its root is <{root.name}> of {root.namespace or 'no namespace'!r}."
    return trouble(root, "NOT_BPMN", detail, f'A BPMN 2.0 file begins with <definitions xmlns="{MODEL}">.')
