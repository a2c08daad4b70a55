"""What from outside begins an instance of a process: a timer, a message, a signal."""

from collections.abc import Iterator
from typing import NamedTuple

from workflow_engine_shared.tokens.elements.definitions import MessageDefinition, SignalDefinition, TimerDefinition
from workflow_engine_shared.tokens.elements.nodes import CatchingNode, Element, EventGateway, Process, ReceiveTask
from workflow_engine_shared.tokens.program import Program


class OutsideStart(NamedTuple):
    """An event that begins a process when one of its definitions comes."""

    process: str
    node: str  #: the start event or the receive task; of an event-based gateway what is behind it
    definition: TimerDefinition | MessageDefinition | SignalDefinition


def outside_starts(program: Program) -> Iterator[OutsideStart]:
    """All of them, in the order of the document; none of an event that waits for several things at once."""
    for process_id in program.processes:
        process = program.nodes[process_id]
        assert isinstance(process, Process)
        for each in process.contents.triggers:
            trigger = program.nodes[each]
            behind = trigger.outgoing if isinstance(trigger, EventGateway) else ()
            for event in [trigger, *(program.nodes[flow.target] for flow in behind)]:
                assert isinstance(event, Element)
                yield from _of(process_id, event)


def _of(process_id: str, event: Element) -> Iterator[OutsideStart]:
    if isinstance(event, ReceiveTask):
        yield OutsideStart(process_id, event.id, event.message)
        return
    definitions = event.definitions if isinstance(event, CatchingNode) else ()
    if isinstance(event, CatchingNode) and event.needs_all and len(definitions) > 1:
        return
    for each in definitions:
        if isinstance(each, (TimerDefinition, MessageDefinition, SignalDefinition)):
            yield OutsideStart(process_id, event.id, each)
