"""The place of a run at each of its checkpoints, and the begin of a fork at one of them."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from workflow_engine_shared.errors import CheckpointNotFound, CheckpointUnreadable
from workflow_engine_shared.storage.sqlite.database import Connection, snapshot

from . import checkpoints, visits
from .checkpoints import CheckpointRow
from .visits import Visit


class EngineState(msgspec.Struct, frozen=True):
    """What the engine's own channel says at a checkpoint."""

    visits: int = 0  #: how many are over
    ended: bool = False  #: the flow was at its end: no node is due
    open: Mapping[str, int] | None = None  #: numbers of those that are due or under way; None: the next one
    over: Sequence[int] | None = None  #: numbers of those that ended with this checkpoint; None: the newest one
    tokens: str | None = None  #: where the run's tokens are, as JSON; None: it has none

    @property
    def due(self) -> tuple[int, ...]:
        """The visits that are due or under way, by number."""
        if self.ended:
            return ()
        return (self.visits + 1,) if self.open is None else tuple(sorted(self.open.values()))

    @property
    def numbered(self) -> int:
        """The highest number that a visit has: each is over, or it is open."""
        return self.visits + len(self.due)

    def comes_before(self, visits: Iterable[int]) -> bool:
        """Whether none of these visits is over."""
        return all(each in self.due or each > self.numbered for each in visits)

    @property
    def ended_visit(self) -> int | None:
        """Whose end this is; None: no visit is over."""
        return max(self.over) if self.over else self.visits or None


class _Channels(msgspec.Struct):
    ctl: EngineState = EngineState()


class _Body(msgspec.Struct):
    channel_values: _Channels


class _Metadata(msgspec.Struct):
    step: int


_PAGE = 100
_BODY = msgspec.msgpack.Decoder(_Body)
_METADATA = msgspec.msgpack.Decoder(_Metadata)


def standing(row: CheckpointRow) -> EngineState | None:
    """Where the run stood; None: the checkpoint does not tell."""
    try:
        return _BODY.decode(row.body).channel_values.ctl
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def step_of(row: CheckpointRow) -> int | None:
    """The number of the superstep that ended with it: -1 and 0 come before the first node."""
    try:
        return _METADATA.decode(row.metadata).step
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def fork_point(con: Connection, checkpoint_id: str | None) -> CheckpointRow | None:
    """The checkpoint that a fork begins at: the named one, or the newest one at which a node is due.

    None: no node is due there.

    Raises:
        CheckpointNotFound: there is none.
        CheckpointUnreadable: it is damaged.
    """
    if checkpoint_id is None:  # only the very newest may be an end
        found = checkpoints.list_checkpoints(con, ns="", before=None, limit=2)
    else:
        named = checkpoints.get_checkpoint(con, checkpoint_id)
        found = [] if named is None else [named]
    if not found:
        raise CheckpointNotFound
    for row in found:
        stood = standing(row)
        if stood is None:
            raise CheckpointUnreadable(f"Checkpoint {row.checkpoint_id} is damaged.")
        if not stood.ended:
            return row
    return None


def checkpoint_before(con: Connection, visit: int, later: Iterable[int] = ()) -> CheckpointRow | None:
    """The newest checkpoint at which this visit was due and none of the `later` ones was over.

    None: it is not there (any more), or does not tell.
    """
    concerned = [visit, *(each for each in later if each > visit)]
    before = None
    while found := checkpoints.list_checkpoints(con, ns="", before=before, limit=_PAGE):
        for row in found:
            stood = standing(row)
            if stood is not None and visit in stood.due and stood.comes_before(concerned):
                return row
        before = found[-1].checkpoint_id
    return None


class ForkPoint(msgspec.Struct, frozen=True):
    """What a fork begins with: a checkpoint of another run, the visits that were over, those that were due."""

    checkpoint: CheckpointRow
    chunks: dict[bytes, bytes]
    past: list[Visit]
    due: dict[int, str]  #: number -> node, oldest first
    has_tokens: bool = False  #: whether the run goes on with tokens

    @property
    def numbered(self) -> int:
        """The highest number that a visit has."""
        return len(self.past) + len(self.due)


def read_beginning(con: Connection, checkpoint_id: str) -> ForkPoint:
    """What a fork at this checkpoint begins with; the run may be at work.

    Raises:
        CheckpointUnreadable: the checkpoint, or a part of it, is not there (any more).
    """
    with snapshot(con):
        row = checkpoints.get_checkpoint(con, checkpoint_id)
        stood = None if row is None else standing(row)
        if row is None or stood is None:
            raise CheckpointUnreadable("It is gone, or damaged.")
        nodes = visits.nodes_of(con, stood.due)
        if not nodes or len(nodes) < len(stood.due):
            raise CheckpointUnreadable("It does not tell which node is due.")
        chunks = checkpoints.load_chunks(con, row.all_parts)
        past = [each for each in visits.visits_until(con, stood.numbered) if each.visit not in nodes]
        return ForkPoint(row, chunks, past, {number: nodes[number] for number in stood.due}, stood.tokens is not None)


def begin(con: Connection, beginning: ForkPoint, thread_id: str, now: str) -> None:
    """Let a run that has nothing yet begin there."""
    row = msgspec.structs.replace(beginning.checkpoint, thread_id=thread_id, parent_id=None)
    checkpoints.insert_checkpoint(con, row, beginning.chunks)
    visits.put_visits(con, beginning.past)
    for visit, node_id in beginning.due.items():
        visits.begin_visit(con, visit, node_id, now)
        visits.pause_visit(con, visit, now)  # whoever takes it over makes its first attempt
