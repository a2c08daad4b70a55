"""The visits of one run (which node ran when, with which outcome), and the state updates given from outside."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from workflow_engine_shared.codec import decode, encode
from workflow_engine_shared.errors import CheckpointUnreadable, ErrorData
from workflow_engine_shared.storage.sqlite.database import Connection, Row, columns, every, one
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.struct_types import ready_to_read
from workflow_engine_shared.vocabulary import VisitStatus

_SQL = load(__package__, "visits")
_SINCE_SPENT, _SINCE_EDGES = 4, 6  #: versions of run.db
RUN = 0  #: the visit that updates of the whole run are kept under


@ready_to_read
class Visit(msgspec.Struct, frozen=True):
    """One execution of a node in a run."""

    visit: int  #: counts all visits of the run from 1
    node_id: str
    status: VisitStatus
    attempt: int
    started_at: str
    finished_at: str | None
    error: ErrorData | None
    edges: str | None = None  #: by which the run went on: their places among those of the flow, as a list in JSON


@ready_to_read
class NodeSummary(msgspec.Struct, frozen=True):
    """All visits of one node: its newest one, how many, and the seconds spent in them, without an attempt under way."""

    node_id: str
    visit: int
    visits: int
    status: VisitStatus
    attempt: int
    started_at: str
    finished_at: str | None
    error: ErrorData | None
    duration_s: float


def begin_visit(con: Connection, visit: int, node_id: str, now: str) -> None:
    """A node is due. Beginning the same visit again changes nothing."""
    con.execute(_SQL["begin_visit"], {"visit": visit, "node_id": node_id, "now": now})


def end_visit(
    con: Connection,
    visit: int,
    status: VisitStatus,
    now: str,
    error: ErrorData | None = None,
    edges: Sequence[int] = (),
) -> None:
    """A visit is over: `finished`, `failed`, or `skipped` (its error was let pass); it went on by these edges."""
    by = json.dumps(edges) if edges else None
    params = {"visit": visit, "status": status, "now": now, "error_json": _json(error), "edges": by}
    con.execute(_SQL["end_visit"], params)


def pause_visit(con: Connection, visit: int, now: str) -> None:
    """The run stopped before or inside this visit."""
    con.execute(_SQL["keep_spent"], {"visit": visit, "until": now})
    con.execute(_SQL["pause_visit"], {"visit": visit})


def try_visit_again(
    con: Connection, visit: int, now: str, error: ErrorData | None = None, *, until: str | None = None
) -> None:
    """A further attempt; `error` is what ended the one before, `until` when, where its row does not say."""
    con.execute(_SQL["keep_spent"], {"visit": visit, "until": until})
    con.execute(_SQL["try_visit_again"], {"visit": visit, "now": now, "error_json": _json(error)})


def continue_visit(con: Connection, visit: int, now: str) -> None:
    """A paused visit goes on: not a new attempt."""
    con.execute(_SQL["continue_visit"], {"visit": visit, "now": now})


def visits_until(con: Connection, last: int) -> list[Visit]:
    """A run's visits up to one of them, oldest first."""
    return [msgspec.convert(_with_error(row), Visit) for row in every(con, _SQL["visits_until"], {"last": last})]


def visits_from(con: Connection, first: int, limit: int) -> list[Visit]:
    """Visits from one of them on, oldest first; from 0: the newest one alone."""
    rows = every(con, _SQL["visits_from"], {"first": first, "limit": limit})
    return [msgspec.convert(_with_error(row), Visit) for row in rows]


def put_visits(con: Connection, past: Iterable[Visit]) -> None:
    """Give a run visits that another one made."""
    fields = ({**msgspec.structs.asdict(visit), "error_json": _json(visit.error)} for visit in past)
    con.executemany(_SQL["put_visit"], [{key: row[key] for key in row if key != "error"} for row in fields])


def nodes_of(con: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """The nodes that these visits were of; unknown ones are left out."""
    rows = every(con, _SQL["nodes_of"], {"visits": json.dumps(sorted(set(numbers)))})
    return {row["visit"]: row["node_id"] for row in rows}


def open_visits(con: Connection) -> list[Visit]:
    """The visits that the run has not left behind, oldest first: running, paused or failed."""
    return [msgspec.convert(_with_error(row), Visit) for row in every(con, _SQL["open_visits"], {})]


def visits_of(con: Connection, numbers: Iterable[int]) -> list[Visit]:
    """These visits, oldest first; unknown ones are left out."""
    rows = every(con, _SQL["visits_of"], {"visits": json.dumps(sorted(set(numbers)))})
    return [msgspec.convert(_with_error(row), Visit) for row in rows]


def latest_visit(con: Connection) -> Visit | None:
    """The visit with the highest number, or None before the first."""
    row = one(con, _SQL["latest_visit"], {})
    return None if row is None else msgspec.convert(_with_error(row), Visit)


def visits_by_node(con: Connection) -> list[NodeSummary]:
    """One summary for each node that was visited, in the order of first visits."""
    spent = (
        {row["node_id"]: row["seconds"] for row in every(con, _SQL["spent_by_node"], {})}
        if _is_since(con, _SINCE_SPENT)
        else {}
    )
    found = [msgspec.convert(_with_error(row), NodeSummary) for row in every(con, _SQL["visits_by_node"], {})]
    return [replace(node, duration_s=node.duration_s + spent.get(node.node_id, 0.0)) for node in found]


def edges_taken(con: Connection) -> dict[int, int] | None:
    """How often the run went by each edge that it went by; None: an older renflow ended it, and did not count."""
    if not _is_since(con, _SINCE_EDGES):
        return None
    taken: Counter[int] = Counter()
    for row in every(con, _SQL["edges"], {}):
        for place in json.loads(row["edges"]):
            taken[place] += row["visits"]
    return dict(taken)


def _is_since(con: Connection, version: int) -> bool:
    """A run that an older renflow ended has not what came later, and nobody brings it forward."""
    return bool(con.execute("PRAGMA main.user_version").fetchone()[0] >= version)


def add_overlay(con: Connection, visit: int, updates: dict[str, Any]) -> None:
    """Keep state updates that reached a visit from outside or from its middle."""
    con.execute(_SQL["insert_overlay"], {"visit": visit, "updates": encode(updates)})


def drop_overlay(con: Connection, visit: int) -> None:
    """Forget the updates given to a visit: they are part of the state."""
    con.execute(_SQL["drop_overlay"], {"visit": visit})


def mark_applied(con: Connection, signal_id: int) -> bool:
    """Record that a command's effect is committed here. False: it was before."""
    return one(con, _SQL["apply_signal"], {"signal_id": signal_id}) is not None


def overlay_of(con: Connection, visit: int) -> dict[str, Any]:
    """All updates given to a visit, merged key by key in the order they came.

    Raises:
        CheckpointUnreadable: one is damaged.
    """
    merged: dict[str, Any] = {}
    for row in every(con, _SQL["overlays_of"], {"visit": visit}):
        try:
            merged.update(decode(row["updates"]))
        except (ValueError, TypeError) as error:
            raise CheckpointUnreadable(f"An update of visit {visit} is damaged ({error}).") from error
    return merged


def _with_error(row: Row) -> dict[str, Any]:
    fields = columns(row)
    text = fields.pop("error_json")
    fields["error"] = None if text is None else msgspec.json.decode(text, type=ErrorData)
    return fields


def _json(error: ErrorData | None) -> str | None:
    return None if error is None else msgspec.json.encode(error).decode()
