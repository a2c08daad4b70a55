"""Checks a flow that is being drawn: every mistake at once, advice apart, each at its node or edge. Stores nothing."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import msgspec

from workflow_engine_shared.dsl.blocks import Blocks
from workflow_engine_shared.dsl.drawing.advice import advice
from workflow_engine_shared.dsl.drawing.identity import flow_hash
from workflow_engine_shared.dsl.graph import Graph
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.dsl.parse import Reading, read_document
from workflow_engine_shared.dsl.place import MAX_PROBLEMS
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor.designer.problem_answer import problem_answer
from workflow_engine_supervisor.functions.catalogue import Catalogue
from workflow_engine_supervisor.runs.called_flows import whole
from workflow_engine_supervisor.schemas.designer.check import (
    CheckedBlock,
    CheckedFlow,
    EdgePlace,
    FlowMeta,
    FlowProblem,
)

_NO_FLOW = ""  #: what no flow is called


def check_drawn(store: Store, catalogue: Catalogue, document: Any, flow_id: str | None = None) -> CheckedFlow:
    """All that is wrong with a document, from which a designer's own fields were taken; `flow_id` is its flow."""
    reading = read_document(document)
    mistakes = [*reading.problems, *_about_calls(store, catalogue, reading, flow_id or _NO_FLOW)]
    told: list[Problem] = []
    if reading.flow is not None:
        told = [*advice(reading.flow, _takes_state(catalogue)), *_broken(catalogue, reading.flow)]
    problems = [*_answers(mistakes[:MAX_PROBLEMS], document, "error"), *_answers(told, document, "warning")]
    return CheckedFlow(problems=problems, meta=_meta(document, reading, problems, is_cut=len(mistakes) > MAX_PROBLEMS))


def _about_calls(store: Store, catalogue: Catalogue, reading: Reading, flow_id: str) -> list[Problem]:
    """Of functions and of flows; where there are other mistakes, of the nodes that could be read."""
    if reading.flow is not None:
        with store.read() as tx:
            called = whole(tx, flow_id, reading.flow)
        return called.problems(catalogue)
    # The nodes that could be read keep their place among all.
    places = [place for place, draft in enumerate(reading.nodes) if draft.node is not None]
    part = Flow(nodes=tuple(draft.node for draft in reading.nodes if draft.node is not None), edges=())
    with store.read() as tx:
        resolved = whole(tx, flow_id, part).resolved
    return [_moved(each, places) for each in (*resolved.problems, *catalogue.problems(part))]


def _moved(problem: Problem, places: list[int]) -> Problem:
    _, name, index, *rest = problem.pointer.split("/")
    return msgspec.structs.replace(problem, pointer="/".join(("", name, str(places[int(index)]), *rest)))


def _takes_state(catalogue: Catalogue) -> Callable[[str], bool]:
    functions = catalogue.scan().functions

    def takes(name: str) -> bool:
        function = functions.get(name)
        return function is None or function.signature is None or function.signature.state is not None

    return takes


def _broken(catalogue: Catalogue, flow: Flow) -> Iterator[Problem]:
    """Functions that are there, and whose modules cannot be imported as they are now."""
    functions = catalogue.scan().functions
    for index, call in flow.calls():
        function = functions.get(call.code_ref)
        status = None if function is None else catalogue.known(function)
        if status is not None and status.health == "broken":
            detail = f"The module of {call.code_ref!r} cannot be imported: {status.reason}"
            told = {"function": call.code_ref, "reason": status.reason}
            hint = "Mend its file; the library shows what importing it brought."
            yield Problem("FUNCTION_BROKEN", f"/nodes/{index}/data/codeRef", detail, hint, told)


# -- answers --------------------------------------------------------------------------------------------------------


def _answers(
    problems: Iterable[Problem], document: Any, severity: Literal["error", "warning"]
) -> Iterator[FlowProblem]:
    for each in problems:
        node, edge = _place_of(document, each.pointer)
        yield problem_answer(each, severity, node, edge)


def _place_of(document: Any, pointer: str) -> tuple[str | None, EdgePlace | None]:
    """The node or edge that a pointer leads into."""
    steps = pointer.split("/")
    if len(steps) < 3 or steps[1] not in {"nodes", "edges"} or not steps[2].isdigit():  # noqa: PLR2004 - "", list, index
        return None, None
    parts, index = document[steps[1]], int(steps[2])
    part = parts[index] if index < len(parts) and isinstance(parts[index], dict) else {}
    if steps[1] == "nodes":
        return _text(part.get("id")), None
    return None, EdgePlace(index=index, **{name: _text(part.get(name)) for name in ("id", "source", "target")})


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _meta(document: Any, reading: Reading, problems: list[FlowProblem], *, is_cut: bool) -> FlowMeta:
    flow = reading.flow
    errors = sum(each.severity == "error" for each in problems)
    return FlowMeta(
        nodes=_count(document, "nodes"),
        edges=_count(document, "edges"),
        code_refs=flow.code_refs() if flow else [],
        subflows=list(dict.fromkeys(call.flow for _, _, call in flow.subflows())) if flow else [],
        blocks=_blocks(flow) if flow else [],
        needs_tokens=flow.needs_tokens if flow else None,
        hash=flow_hash(document) if flow else None,
        errors=errors,
        warnings=len(problems) - errors,
        cut=is_cut or reading.is_cut,
    )


def _count(document: Any, name: str) -> int:
    parts = document.get(name) if isinstance(document, dict) else None
    return len(parts) if isinstance(parts, list) else 0


def _blocks(flow: Flow) -> list[CheckedBlock]:
    graph = Graph.of(flow)
    joins = Blocks(graph).join_of
    return [CheckedBlock(parallel=split, join=join, branches=len(graph.after[split])) for split, join in joins.items()]
