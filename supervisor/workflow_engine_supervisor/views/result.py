"""What a run left, in short: cheap to read, however large its state and however many its files."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from workflow_engine_shared.artifacts.content_type import content_type
from workflow_engine_shared.artifacts.files import files_below, sizes_of
from workflow_engine_shared.codec import json_view
from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.storage.run import checkpoints, results
from workflow_engine_shared.storage.run.checkpoints import Stored
from workflow_engine_shared.storage.run.loop_sums import LoopSummary, loop_summaries
from workflow_engine_shared.storage.sqlite.database import Connection
from workflow_engine_supervisor.schemas.runs import ResultAnswer, ResultFile, ResultFolder, ResultItems
from workflow_engine_supervisor.views.state import short_value

MOST_FILES = 20
MOST_KEYS = 30
#: A value that is stored in more bytes is not even read for its preview.
MOST_BYTES = 64 * 1024
_TYPES = {"list": "list", "dict": "object"}


def read_result(con: Connection | None, outputs: Path, given: Mapping[str, Any], masker: Masker) -> ResultAnswer:
    """What a run that rests left among its outputs and in its state.

    Raises:
        CheckpointUnreadable: the state is damaged.
    """
    names = files_below(outputs).names
    registered = results.registered(con) if con is not None else []
    listed, folders, more = chosen_files(names, registered)
    state, truncated = _state(con, given, masker) if con is not None else ({}, False)
    return ResultAnswer(
        files=[
            ResultFile(name=name, size=size, content_type=content_type(name), registered=name in registered)
            for name, size in sizes_of(outputs, listed).items()
        ],
        folders=[ResultFolder(name=name, files=count) for name, count in folders.items()],
        more=more,
        state=state,
        truncated=truncated,
        items=items_of(loop_summaries(con) if con is not None else ()),
    )


def chosen_files(names: Sequence[str], registered: Sequence[str]) -> tuple[list[str], dict[str, int], int]:
    """Which files are named, how many are in each folder otherwise, and how many are in neither.

    Args:
        names: all there are, in order.
        registered: those that functions registered, in that order; some may be gone.
    """
    there = set(names)
    first = [name for name in registered if name in there]
    rest = sorted(there.difference(first), key=lambda name: (name.rpartition("/")[0], name))
    if len(names) <= MOST_FILES:
        return first + rest, {}, 0
    flat = [name for name in rest if "/" not in name]
    listed = (first + flat)[:MOST_FILES]
    folders = Counter(name.partition("/")[0] for name in rest if "/" in name)
    kept = dict(list(folders.items())[:MOST_FILES])
    return listed, kept, len(names) - len(listed) - sum(kept.values())


def items_of(loops: Iterable[LoopSummary]) -> ResultItems:
    """The sums of all loops whose number of items is known: single steps are nobody's items."""
    counted = [loop for loop in loops if loop.total is not None]
    return ResultItems(
        total=sum(loop.total or 0 for loop in counted),
        done=sum(loop.done for loop in counted),
        failed=sum(loop.failed for loop in counted),
        skipped=sum(loop.skipped for loop in counted),
    )


def _state(con: Connection, given: Mapping[str, Any], masker: Masker) -> tuple[dict[str, Any], bool]:
    """What the state has that the input had not."""
    newest = checkpoints.latest_checkpoint(con)
    if newest is None:
        return {}, False
    shown: dict[str, Any] = {}
    truncated = False
    for key, stored in newest.manifest.items():
        if _size(con, stored) > MOST_BYTES:
            value, cut = {"$type": _TYPES.get(stored.kind, "string"), "preview": "…", "size": _size(con, stored)}, True
        else:
            read = json_view(checkpoints.load_value(con, stored))
            if key in given and given[key] == read:
                continue
            value, cut = short_value(masker.view({key: read})[key])
        truncated = truncated or cut
        if len(shown) == MOST_KEYS:
            return shown, True
        shown[key] = value
    return shown, truncated


def _size(con: Connection, stored: Stored) -> int:
    if stored.kind == "inline":
        return sum(map(len, stored.parts))
    return sum(checkpoints.chunk_size(con, part) for part in stored.parts)
