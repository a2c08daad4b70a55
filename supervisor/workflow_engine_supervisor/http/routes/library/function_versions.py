"""Versions of functions: what each published version of a flow was published with, and what has changed since."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from fastapi import Path as InPath

from workflow_engine_shared.errors import DatabaseDamaged
from workflow_engine_shared.functions.discovery import FoundFunction
from workflow_engine_shared.functions.registry import MAX_NAME
from workflow_engine_shared.storage.workflow.rows import VersionCode, VersionRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.functions.code_versions import changes_since
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.parameters import Wired, no_parameters
from workflow_engine_supervisor.runs.called_flows import code_refs_of
from workflow_engine_supervisor.schemas.flows import CodeChangeAnswer
from workflow_engine_supervisor.schemas.functions import FunctionVersionAnswer, FunctionVersionsAnswer

_MOST = 200
Name = Annotated[str, InPath(description="its registered name", max_length=MAX_NAME)]

router = ApiRouter(prefix="/functions", tags=["flows"])


@router.get("/{name}/versions", dependencies=[no_parameters])
def list_function_versions(name: Name, engine: Wired) -> FunctionVersionsAnswer:
    """The published versions of flows that call a function: as what, and whether it is the same now."""
    function = engine.catalogue.scan().functions.get(name)
    with engine.store.read() as tx:
        uses = tx.uses_of_functions().get(name, {})
        rows = list(_published(tx, uses))
        names = {row.id: code_refs_of(tx, row) for row in rows}
        busy = tx.open_runs_by_version()
    return FunctionVersionsAnswer(
        items=[_answer(engine, row, function, names[row.id], busy.get(row.id, 0)) for row in rows]
    )


def _published(tx: ReadTransaction, uses: dict[str, list[int]]) -> Iterator[VersionRow]:
    found = 0
    for flow_id, versions in sorted(uses.items()):
        for version in versions:
            row = tx.get_version(flow_id, version)
            if row.published and found < _MOST:
                found += 1
                yield row


def _answer(
    engine: Engine, row: VersionRow, function: FoundFunction | None, names: list[str] | None, runs: int
) -> FunctionVersionAnswer:
    try:
        code, signature = row.code(), row.signature()
    except DatabaseDamaged:
        code = signature = None
    then = None if code is None or function is None else _hash_in(code, function, engine.settings.flows_paths)
    changes = changes_since(engine.settings, code, names) if code is not None and names is not None else None
    return FunctionVersionAnswer(
        flow_id=row.flow_id,
        version=row.version,
        mode=None if code is None else code.mode,
        code=None if code is None else code.hash,
        source_hash=then,
        is_current=function is not None and then == function.source_hash,
        changes=None if changes is None else [CodeChangeAnswer(path=each.path, change=each.change) for each in changes],
        signed_by=None if signature is None else signature.key,
        runs=runs,
    )


def _hash_in(code: VersionCode, function: FoundFunction, folders: tuple[Path, ...]) -> str | None:
    """The hash of the function's module in a version's list of files."""
    for number, folder in enumerate(folders):
        if Path(function.file).is_relative_to(folder):
            return code.files.get(f"{number}/{Path(function.file).relative_to(folder).as_posix()}")
    return None
