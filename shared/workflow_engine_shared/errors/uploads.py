"""What can be wrong with files that are brought for a run."""

from workflow_engine_shared.errors.base import RenError


class UploadNotFound(RenError):
    """There is no such upload, or no such file in it."""

    code = "UPLOAD_NOT_FOUND"
    hint = "Upload it again: what no run was started with is kept for a day."


class UploadOffset(RenError):
    """The piece does not begin where the file ends so far."""

    code = "UPLOAD_OFFSET"
    hint = "Go on at 'received', or begin anew at offset 0."


class UploadTooLarge(RenError):
    """The upload would be larger than allowed."""

    code = "UPLOAD_TOO_LARGE"
    hint = "Send less, or raise the setting upload_max_bytes."


class InvalidFileName(RenError):
    """The path cannot be that of an uploaded file."""

    code = "INVALID_FILE_NAME"
    hint = "Rename the file: no '..', no absolute path, at most 240 bytes a name, none of \\ : * ? \" < > |."


class InvalidArchive(RenError):
    """The file is no zip archive that can be unpacked safely."""

    code = "INVALID_ARCHIVE"
    hint = "Make a new archive of plain files and folders, without links or a password."
