"""What is wrong with a flow's file, and what is worth a second look in it, as far as files tell."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import FlowNotFound, InvalidFlow, Problem
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.cli.failure import problem_lines
from workflow_engine_supervisor.cli.flow_files import FlowFile, find_flow, in_the_file
from workflow_engine_supervisor.cli.terminal import tell

if TYPE_CHECKING:
    from workflow_engine_shared.dsl.model import Flow


def advice_of_file(text: str) -> Sequence[Problem]:
    """What is worth a second look in the text of a BPMN file."""
    from workflow_engine_supervisor.runs.given_flow import advice_of_bpmn  # the reader of files is slow to load

    return advice_of_bpmn(text)


def tell_warnings(warnings: Sequence[Problem] | Sequence[Mapping[str, Any]]) -> None:
    """What is worth a second look in a file, as read here or as the server answers it."""
    for each in (msgspec.convert(warning, Problem, from_attributes=True) for warning in warnings):
        for line in problem_lines([msgspec.structs.replace(each, pointer=in_the_file(each))]):
            tell(f"warning: {line}")


def problems_of_file(file: FlowFile, settings: Settings) -> Sequence[Problem]:
    """All that keeps a file from running, with the functions and flows that it calls."""
    # The parser and the scan of the flows folder are slow to load.
    if file.bpmn is not None:
        return _problems_of_bpmn(file.bpmn, file.forms, settings)
    from workflow_engine_shared.dsl.check import check_flow as check_parsed
    from workflow_engine_shared.dsl.parse import parse_flow

    try:
        flow = parse_flow(file.dsl)
    except InvalidFlow as error:
        return error.problems
    calls = _problems_of_calls(flow, settings)
    return [*check_parsed(flow), *_problems_of_subflows(file.id, flow, settings), *calls]


def _problems_of_bpmn(text: str, forms: dict[str, Any] | None, settings: Settings) -> Sequence[Problem]:
    """What is wrong with a BPMN file, and with the functions that it calls."""
    from workflow_engine_supervisor.runs.given_flow import at_elements, from_bpmn

    try:
        flow = from_bpmn(settings, SystemClock().now(), text, forms).flow
    except InvalidFlow as error:
        told: Sequence[Problem] = error.problems
    else:
        told = at_elements(flow, _problems_of_calls(flow, settings))
    return [msgspec.structs.replace(each, pointer=in_the_file(each)) for each in told]


def _problems_of_calls(flow: "Flow", settings: Settings) -> list[Problem]:
    """What is wrong with calls of functions, by the flows folders."""
    from workflow_engine_shared.dsl.calls import check_calls
    from workflow_engine_shared.functions.discovery import scan
    from workflow_engine_shared.functions.near_misses import NearMisses

    found = scan(settings.flows_paths)
    near = NearMisses(settings.flows_paths, found).hint
    return list(check_calls(flow, found.functions, disabled=settings.disabled_functions, near=near))


def _problems_of_subflows(flow_id: str, flow: "Flow", settings: Settings) -> list[Problem]:
    """What is wrong with calls of flows, as far as files tell: a flow without one may be known to the server."""
    from workflow_engine_shared.dsl.linking.pins import Pin
    from workflow_engine_shared.dsl.linking.resolve import Document, resolve
    from workflow_engine_shared.dsl.parse import parse_flow

    def find(name: str, version: int | None) -> Document:
        file = find_flow(name, settings.flows_paths)
        if file is None:
            raise FlowNotFound(f"There is no file of flow {name!r}.")
        return Document(Pin(name, version or 0), parse_flow(file.dsl), {})

    told = resolve(Document(Pin(flow_id, 0), flow, {}), find).problems
    return [each for each in told if each.code != FlowNotFound.code]
