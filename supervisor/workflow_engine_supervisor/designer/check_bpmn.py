"""Checks a BPMN file as it would be added, and all that it calls. Stores nothing."""

from typing import Any, Literal

import msgspec

from workflow_engine_shared.errors import InvalidFlow, Problem
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor.designer.problem_answer import problem_answer
from workflow_engine_supervisor.functions.catalogue import Catalogue
from workflow_engine_supervisor.runs.called_flows import whole
from workflow_engine_supervisor.runs.given_flow import GivenFlow, advice_of_bpmn, at_elements, from_bpmn
from workflow_engine_supervisor.schemas.designer.check import CheckedFlow, FlowMeta, FlowProblem


def check_bpmn(
    store: Store, catalogue: Catalogue, settings: Settings, now: str, text: str, forms: dict[str, Any] | None
) -> CheckedFlow:
    """All that is wrong with a BPMN file, each at its element; of functions and flows only where it is right itself."""
    try:
        given = from_bpmn(settings, now, text, forms)
    except InvalidFlow as error:
        return CheckedFlow(problems=[*map(_answer, error.problems)], meta=_meta(None, len(error.problems)))
    with store.read() as tx:
        called = whole(tx, "", given.flow)
    problems = at_elements(given.flow, called.problems(catalogue))
    told = [_answer(each, "warning") for each in advice_of_bpmn(text)]
    meta = _meta(given, len(problems), len(told))
    return CheckedFlow(problems=[*map(_answer, problems), *told], meta=meta)


def _answer(problem: Problem, severity: Literal["error", "warning"] = "error") -> FlowProblem:
    placed = msgspec.structs.replace(problem, pointer=problem.pointer or "/bpmn")
    return problem_answer(placed, severity, problem.element)


def _meta(given: GivenFlow | None, errors: int, warnings: int = 0) -> FlowMeta:
    flow = None if given is None else given.flow
    return FlowMeta(
        nodes=len(flow.nodes) if flow else 0,
        edges=len(flow.edges) if flow else 0,
        code_refs=flow.code_refs() if flow else [],
        subflows=list(dict.fromkeys(call.flow for _, _, call in flow.subflows())) if flow else [],
        blocks=[],
        needs_tokens=True if flow else None,
        hash=None if given is None else given.hash,
        errors=errors,
        warnings=warnings,
        cut=False,
    )
