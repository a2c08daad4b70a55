"""What a run's own database says: of its visits; of its checkpoints, whose visit each ended and what it changed."""

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.storage.run import checkpoints, fork_point, loop_sums, results, visits
from workflow_engine_shared.storage.run.checkpoints import CheckpointRow, Manifest, chunk_names
from workflow_engine_shared.storage.run.loop_sums import LoopSummary
from workflow_engine_shared.storage.run.results import Refusals
from workflow_engine_shared.storage.run.visits import NodeSummary, Visit
from workflow_engine_shared.storage.sqlite.database import Connection
from workflow_engine_shared.storage.workflow.rows import SignalRow
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.schemas.history import CheckpointAnswer, DueVisit, SignalAnswer
from workflow_engine_supervisor.views.open_visits import reported_of
from workflow_engine_supervisor.views.run_view import Visited
from workflow_engine_supervisor.views.state import visible_state

MOST_REFUSALS = 20


def checkpoint_answers(con: Connection, page: Sequence[CheckpointRow]) -> list[CheckpointAnswer]:
    """Checkpoints as they are told, in the order they came."""
    stood = {row.checkpoint_id: fork_point.standing(row) for row in page}
    # What the engine says of the input was so before any visit.
    visit_of = {name: each.ended_visit for name, each in stood.items() if each is not None and each.ended_visit}
    due_of = {name: each.due for name, each in stood.items() if each is not None}
    node_of = visits.nodes_of(con, {*visit_of.values(), *chain.from_iterable(due_of.values())})
    parents = {row.checkpoint_id: row.manifest for row in page}
    size_of = cache(lambda name: checkpoints.chunk_size(con, name))
    answers = []
    for row in page:
        visit = visit_of.get(row.checkpoint_id)
        answers.append(
            CheckpointAnswer(
                checkpoint_id=row.checkpoint_id,
                parent_id=row.parent_id,
                ts=row.ts,
                step=fork_point.step_of(row),
                node=None if visit is None else node_of.get(visit),
                visit=visit,
                due=[
                    DueVisit(node=node_of[each], visit=each)
                    for each in due_of.get(row.checkpoint_id, ())
                    if each in node_of
                ],
                keys=[*row.manifest],
                changed=changed_keys(row.manifest, _manifest(con, row.parent_id, parents)),
                size=_inline_bytes(row.manifest) + sum(size_of(name) for name in chunk_names(row.manifest)),
            )
        )
    return answers


def changed_keys(manifest: Manifest, parent: Manifest) -> list[str]:
    """The keys whose value is another one than before."""
    return [key for key, stored in manifest.items() if parent.get(key) != stored]


def _manifest(con: Connection, checkpoint_id: str | None, known: dict[str, Manifest]) -> Manifest:
    """A checkpoint's manifest; empty when there is none, or none any more."""
    if checkpoint_id is None:
        return {}
    if checkpoint_id not in known:
        row = checkpoints.get_checkpoint(con, checkpoint_id)
        known[checkpoint_id] = {} if row is None else row.manifest
    return known[checkpoint_id]


def _inline_bytes(manifest: Manifest) -> int:
    return sum(len(stored.parts[0]) for stored in manifest.values() if stored.kind == "inline")


def signal_answer(signal: SignalRow, masker: Masker) -> SignalAnswer:
    payload, _ = visible_state(signal.payload, masker)
    return SignalAnswer(id=signal.id, type=signal.type.value, ts=signal.ts, processed=signal.processed, payload=payload)


class History(NamedTuple):
    """What the run's own database says, whatever its worker tells."""

    nodes: list[NodeSummary]
    open: list[Visit]
    newest: dict[int, list[LoopSummary]]  #: the newest loop of each visit that is open, if it has one
    refusals: Refusals
    edges: dict[int, int] | None

    def visited(self, live: LiveRun | None) -> Visited:
        """This, with the worker at hand."""
        # What the worker has told of a loop is newer than the rows.
        untold = (self.newest[each.visit] for each in self.open if reported_of(each, live) is None)
        return Visited(self.nodes, self.open, [*chain.from_iterable(untold)], self.refusals, self.edges)


def what_happened(con: Connection) -> History:
    """All of it that an answer about the run tells."""
    at_hand = visits.open_visits(con)
    return History(
        visits.visits_by_node(con),
        at_hand,
        {each.visit: loop_sums.loop_summaries(con, each.visit)[-1:] for each in at_hand},
        results.refusals(con, MOST_REFUSALS),
        visits.edges_taken(con),
    )
