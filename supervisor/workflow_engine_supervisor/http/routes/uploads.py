"""Files for a run, brought piece by piece before it starts: a broken connection costs the piece that was under way."""

from typing import Annotated

from fastapi import Body, Response

from workflow_engine_shared.errors import BadQuery, Problem
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.bodies import UnpackArchive, no_body, no_fields
from workflow_engine_supervisor.http.parameters import PieceParameters, UploadId, Wired, no_parameters
from workflow_engine_supervisor.schemas.files import UnpackedAnswer, UploadAnswer, UploadedFileAnswer
from workflow_engine_supervisor.uploads.parts import Piece
from workflow_engine_supervisor.uploads.store import Upload

router = ApiRouter(prefix="/uploads", tags=["uploads"])


@router.post("", status_code=201, dependencies=[no_parameters, no_fields])
def create_upload(engine: Wired, response: Response) -> UploadAnswer:
    """Make room for files. What no run is started with goes a day after its last piece."""
    made = engine.uploads.create()
    response.headers["Location"] = f"/uploads/{made.id}"
    return _answer(made)


@router.get("/{upload_id}", dependencies=[no_parameters])
def get_upload(upload_id: UploadId, engine: Wired) -> UploadAnswer:
    """What has come so far: where to go on after a break."""
    return _answer(engine.uploads.look(upload_id))


@router.delete("/{upload_id}", status_code=204, dependencies=[no_parameters, no_body])
def delete_upload(upload_id: UploadId, engine: Wired) -> None:
    """Forget an upload. Runs that were started with it keep their files."""
    engine.uploads.delete(upload_id)


@router.put("/{upload_id}/files/{path:path}")
def put_piece(
    upload_id: UploadId,
    path: str,
    query: PieceParameters,
    engine: Wired,
    body: Annotated[bytes, Body(media_type="application/octet-stream")] = b"",
) -> UploadedFileAnswer:
    """Add a piece, of 8 MiB at most, to a file; it is whole when it has `size` bytes. Offset 0 begins it anew."""
    if query.offset + len(body) > query.size:
        told = f"The piece ends at {query.offset + len(body):,}, behind the end of the file."
        raise BadQuery(problems=[Problem("OUT_OF_RANGE", "?size", told, "'size' is that of the whole file.")])
    if not body and query.offset < query.size:
        told = "The piece is empty, and the file is not whole yet."
        raise BadQuery(problems=[Problem("OUT_OF_RANGE", "?size", told, "Send the bytes that begin at 'offset'.")])
    written = engine.uploads.write(upload_id, path, Piece(query.offset, query.size, body))
    return UploadedFileAnswer(path=written.path, received=written.received, complete=written.complete)


@router.post("/{upload_id}/unpack", dependencies=[no_parameters])
def unpack(upload_id: UploadId, body: UnpackArchive, engine: Wired) -> UnpackedAnswer:
    """Put a folder of its name in a zip archive's place. An archive with a refused entry is refused as a whole."""
    upload, folder, passed_over = engine.uploads.unpack(upload_id, body.path)
    return UnpackedAnswer(**_answer(upload).model_dump(), folder=folder, passed_over=passed_over)


def _answer(upload: Upload) -> UploadAnswer:
    files = [
        UploadedFileAnswer(path=each.path, received=each.received, complete=each.complete) for each in upload.files
    ]
    return UploadAnswer(id=upload.id, expires_at=upload.expires_at, files=files)
