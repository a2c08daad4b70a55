"""The functions that flows may name."""

from fastapi import APIRouter

from workflow_engine_shared.functions.discovery import FoundFunction
from workflow_engine_shared.functions.signature import Signature
from workflow_engine_supervisor.functions.catalogue import Catalogue
from workflow_engine_supervisor.http.in_thread import ThreadedRoute
from workflow_engine_supervisor.http.parameters import Wired, no_parameters
from workflow_engine_supervisor.schemas.functions import FunctionAnswer, FunctionPage, UseAnswer
from workflow_engine_supervisor.schemas.problem import ProblemPart

router = APIRouter(tags=["system"], route_class=ThreadedRoute)
_ANY = Signature(extras=True)


@router.get("/functions", dependencies=[no_parameters])
def list_functions(engine: Wired) -> FunctionPage:
    """The functions that flows may name, read from the source; what importing tells is filled in once known."""
    found = engine.catalogue.scan()
    engine.catalogue.request(found.functions.values())
    with engine.store.read() as tx:
        uses = tx.uses_of_functions()
    return FunctionPage(
        items=[_answer(each, engine.catalogue, uses.get(name, {})) for name, each in sorted(found.functions.items())],
        problems=[
            ProblemPart(pointer=each.pointer, code=each.code, detail=each.detail, hint=each.hint)
            for each in found.problems
        ],
    )


def _answer(function: FoundFunction, catalogue: Catalogue, uses: dict[str, list[int]]) -> FunctionAnswer:
    known = catalogue.known(function)
    told = known.description
    return FunctionAnswer(
        name=function.name,
        module=function.module,
        file=function.file,
        line=function.line,
        doc=function.doc,
        requires=list(function.requires),
        parameters=told.parameters if told else (function.signature or _ANY).schema(),
        signature=told.signature if told else None,
        source_hash=function.source_hash,
        used_in=[UseAnswer(flow_id=flow_id, versions=versions) for flow_id, versions in uses.items()],
        health=known.health,
        reason=known.reason,
        disabled=catalogue.is_disabled(function.name),
    )
