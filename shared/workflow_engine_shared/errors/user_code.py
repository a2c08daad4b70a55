"""A user's exception as data."""

import traceback
from collections.abc import Callable
from types import TracebackType

from workflow_engine_shared.errors.base import MAX_MESSAGE_CHARS, ErrorData
from workflow_engine_shared.errors.running import UserCodeError

MAX_TRACEBACK_CHARS = 32768
MAX_FRAMES = 50
#: Who calls the flow's code; to its author their frames say nothing.
_CALLERS = frozenset({"workflow_engine_worker", "asyncio", "concurrent", "contextlib", "threading"})


def user_error(error: BaseException, node: str | None, hide: Callable[[str], str] = str) -> ErrorData:
    """What a user's exception becomes in the database: its type, its text cut to size, its traceback.

    `hide` takes secrets out of texts, before they are cut.

    Survives exceptions whose `__str__` raises and texts with lone surrogates.
    """
    try:
        text = str(error)
    except BaseException as broken:  # noqa: BLE001 - a user's __str__ may do anything
        text = f"(its text cannot be shown: {type(broken).__name__})"
    kind = type(error).__name__
    # The innermost frames: the ones around the mistake.
    frames = _from_the_flow_on(error.__traceback__)
    trace = "".join(traceback.format_exception(type(error), error, frames, limit=-MAX_FRAMES))
    return ErrorData(
        UserCodeError.code,
        hide(clean_text(f"{kind}: {text}" if text else kind))[:MAX_MESSAGE_CHARS],
        node=node,
        hint=UserCodeError.hint,
        traceback=_without_middle(hide(clean_text(trace))),
    )


def _from_the_flow_on(trace: TracebackType | None) -> TracebackType | None:
    """The frames without those around the flow's code; all of them where none is the flow's."""
    own = trace
    while own is not None and str(own.tb_frame.f_globals.get("__name__")).partition(".")[0] in _CALLERS:
        own = own.tb_next
    return own or trace


def _without_middle(text: str) -> str:
    """Cut to size, but keep both ends: a long message stands behind the frames, a long chain before them."""
    half = MAX_TRACEBACK_CHARS // 2 - 1
    return text if len(text) <= MAX_TRACEBACK_CHARS else f"{text[:half]}\n…{text[-half:]}"


def clean_text(text: str) -> str:
    """Text that can be stored: halves of surrogate pairs become what they are written as."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
