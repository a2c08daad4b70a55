"""What the API answers of files: those that runs left, and those that are uploaded for them."""

from typing import Annotated, Literal

from pydantic import Field

from workflow_engine_supervisor.schemas import Shape


class PreviewAnswer(Shape):
    """What a console shows of a file without fetching it."""

    name: str
    size: int
    modified: str
    content_type: str
    kind: Literal["table", "text", "image", "none"]
    columns: list[str] | None
    rows: Annotated[list[list[str]] | None, Field(description="cells as texts, each cut at 200 characters")]
    text: str | None
    image: Annotated[str | None, Field(description="a data: URL of a small picture")]
    width: Annotated[int | None, Field(description="of the whole picture")]
    height: int | None
    truncated: Annotated[bool, Field(description="whether the file has more than is shown")]


class ArtifactAnswer(Shape):
    """A file among a run's outputs."""

    name: Annotated[str, Field(description="its path below the outputs, with '/' between folders")]
    size: int
    modified: str
    content_type: str


class FolderAnswer(Shape):
    """A folder among a run's outputs."""

    name: Annotated[str, Field(description="its path below the outputs")]
    files: Annotated[int, Field(description="below it, at any depth")]


class ArtifactPage(Shape):
    items: list[ArtifactAnswer]
    next: str | None
    total: Annotated[int, Field(description="files on all pages; left out: none")] = 0
    folders: Annotated[
        list[FolderAnswer], Field(description="with `folder` and on the first page: the folders in it")
    ] = []
    hidden: Annotated[
        int, Field(description="how many more there are that cannot be listed: names that cannot be shown, links")
    ] = 0


class UploadedFileAnswer(Shape):
    """A file, as far as it has come."""

    path: str
    received: Annotated[int, Field(description="bytes")]
    complete: bool


class UploadAnswer(Shape):
    """Files under one id, kept for a day after the last piece."""

    id: str
    expires_at: str
    files: list[UploadedFileAnswer]


class UnpackedAnswer(UploadAnswer):
    """An upload in which a folder has taken an archive's place."""

    folder: Annotated[str, Field(description="its path in the upload")]
    passed_over: Annotated[int, Field(description="hidden files and such of the archive, which are no data")]
