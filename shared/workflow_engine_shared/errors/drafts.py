"""What goes wrong around drafts of flows."""

from workflow_engine_shared.errors.base import RenError


class DraftNotFound(RenError):
    """The flow has no draft."""

    code = "DRAFT_NOT_FOUND"
    hint = "The designer makes one, and so does 'renflow flows import'."


class DraftChanged(RenError):
    """The draft is another one than was seen."""

    code = "DRAFT_CHANGED"
    hint = "Look at it as it is now, then send the change with its revision in If-Match, or keep yours as a copy."


class DraftOutdated(RenError):
    """The draft is at another revision than was named."""

    code = "DRAFT_OUTDATED"
    hint = "Look at it as it is now, then name its revision."


class PublishedMeanwhile(DraftOutdated):
    """Another version is in use than was seen."""

    code = "PUBLISHED_MEANWHILE"
    hint = "Look at what differs from that version, then name it in replaces."
