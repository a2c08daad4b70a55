"""A run's artifacts: a list of files, and each of them."""

import re
from pathlib import Path
from typing import Any

import msgspec
from fastapi import Request
from fastapi.responses import FileResponse, StreamingResponse
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from workflow_engine_shared.artifacts.content_type import type_of_file
from workflow_engine_shared.artifacts.preview import read_preview
from workflow_engine_shared.errors import BadQuery, Problem, RangeNotSatisfiable
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.parameters import (
    ArtifactsParameters,
    ArtifactsQuery,
    ThreadId,
    Wired,
    no_parameters,
)
from workflow_engine_supervisor.http.problems import problem_response
from workflow_engine_supervisor.schemas.files import ArtifactPage, PreviewAnswer
from workflow_engine_supervisor.views.archive import zip_blocks
from workflow_engine_supervisor.views.artifacts import Listing, find_artifact, list_artifacts, modified
from workflow_engine_supervisor.views.cursor import make_cursor, read_cursor

router = ApiRouter(prefix="/runs", tags=["runs"])
_RANGE = re.compile(rb"bytes=([0-9]{1,18})-([0-9]{0,18})|bytes=-([0-9]{1,18})")
_BINARY: dict[str, Any] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": _BINARY, "description": "the file"},
    206: {"content": _BINARY, "description": "the part of it that `Range` asked for"},
}
_ZIP = "application/zip"
_LIST_OR_ZIP: dict[int | str, dict[str, Any]] = {
    200: {"content": {_ZIP: {"schema": {"type": "string", "format": "binary"}}}, "description": "a page, or all files"}
}


@router.get(
    "/{thread_id}/artifacts", response_model=ArtifactPage, response_model_exclude_defaults=True, responses=_LIST_OR_ZIP
)
def list_files(thread_id: ThreadId, query: ArtifactsParameters, engine: Wired) -> ArtifactPage | Response:
    """The files among a run's outputs, by name: all of them, or those in one folder, with a text or of a kind.

    `zip=1`: all of them as one zip file, made while it is sent.
    """
    place = read_cursor("artifacts", query.cursor, str)
    found = engine.reader.row(thread_id).thread_id
    outputs = engine.settings.home_paths.run(found).outputs
    if query.zip:
        return _zipped(found, outputs, query)
    chosen = Listing(query.folder and query.folder.strip("/"), query.q or "", query.kind)
    listed = list_artifacts(outputs, place[0] if place else None, query.limit + 1, chosen)
    page = listed.files[: query.limit]
    following = make_cursor("artifacts", [page[-1].name]) if len(listed.files) > query.limit else None
    return ArtifactPage(items=page, next=following, total=listed.total, folders=listed.folders, hidden=listed.hidden)


@router.get("/{thread_id}/artifacts/{name:path}/preview", dependencies=[no_parameters])
def get_preview(thread_id: ThreadId, name: str, engine: Wired) -> PreviewAnswer:
    """A look into a file: its first rows or lines, or a small picture; 64 KiB at most."""
    found = engine.reader.row(thread_id).thread_id
    path, facts = find_artifact(engine.settings.home_paths.run(found).outputs, name)
    preview = msgspec.to_builtins(read_preview(path))
    written, kind = modified(facts), type_of_file(path)
    return PreviewAnswer(name=name, size=facts.st_size, modified=written, content_type=kind, **preview)


@router.get(
    "/{thread_id}/artifacts/{name:path}", response_class=Response, responses=_FILE, dependencies=[no_parameters]
)
def get_file(thread_id: ThreadId, name: str, engine: Wired, request: Request) -> Response:
    """A file, always as a download. `Range` asks for one part of it; a range of another form is not looked at."""
    found = engine.reader.row(thread_id).thread_id
    path, facts = find_artifact(engine.settings.home_paths.run(found).outputs, name)
    asked = plain_range(request.scope)
    if asked is not None and not _can_be_met(asked, facts.st_size):
        headers = {"Content-Range": f"bytes */{facts.st_size}"}
        return problem_response(RangeNotSatisfiable(), path=request.url.path, headers=headers)
    return Download(path, media_type=type_of_file(path), filename=path.name, stat_result=facts)


def _zipped(thread_id: str, outputs: Path, query: ArtifactsQuery) -> Response:
    unfit = sorted(query.model_fields_set - {"zip"})
    if unfit:
        raise BadQuery(problems=[Problem("NOT_WITH_ZIP", f"?{name}", "A zip file has no pages.") for name in unfit])
    headers = {"Content-Disposition": f'attachment; filename="{thread_id}.zip"'}
    return StreamingResponse(zip_blocks(outputs), media_type=_ZIP, headers=headers)


class Download(FileResponse):
    """A file, or one part of it. Ten thousand small parts are an attack, not a request."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if plain_range(scope) is None:
            scope = {**scope, "headers": [each for each in scope["headers"] if each[0] != b"range"]}
        await super().__call__(scope, receive, send)


def plain_range(scope: Scope) -> "re.Match[bytes] | None":
    """The one range that was asked for; None: none, several, or nothing that could be read."""
    given = [value for key, value in scope["headers"] if key == b"range"]
    return _RANGE.fullmatch(given[0].strip()) if len(given) == 1 else None


def _can_be_met(asked: "re.Match[bytes]", size: int) -> bool:
    first, last, suffix = asked.groups()
    if suffix is not None:
        return int(suffix) > 0 and size > 0
    return int(first) < size and (not last or int(last) >= int(first))
