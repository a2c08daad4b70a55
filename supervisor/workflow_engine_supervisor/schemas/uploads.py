"""What the API answers of files that are uploaded for a run."""

from typing import Annotated

from pydantic import BaseModel, Field


class UploadedFileAnswer(BaseModel):
    """A file, as far as it has come."""

    path: str
    received: Annotated[int, Field(description="bytes")]
    complete: bool


class UploadAnswer(BaseModel):
    """Files under one id, kept for a day after the last piece."""

    id: str
    expires_at: str
    files: list[UploadedFileAnswer]


class UnpackedAnswer(UploadAnswer):
    """An upload in which a folder has taken an archive's place."""

    folder: Annotated[str, Field(description="its path in the upload")]
    passed_over: Annotated[int, Field(description="hidden files and such of the archive, which are no data")]
