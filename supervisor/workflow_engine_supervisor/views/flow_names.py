"""What a flow and its nodes are called by their author, kept for the versions that were asked for last."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from workflow_engine_shared.errors import DatabaseDamaged, ErrorData, FlowNotFound, VersionNotFound
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction

_KEPT = 256


class NodeName(NamedTuple):
    """A node's id, and what is shown instead of it."""

    id: str
    label: str | None
    label_zh: str | None


class FlowNames(NamedTuple):
    """The names of one version of a flow, and what its edges lead from and to."""

    name: str
    name_zh: str | None = None
    nodes: tuple[NodeName, ...] = ()
    edges: tuple[tuple[str, str], ...] = ()
    damage: ErrorData | None = None  #: the version cannot be read


class KnownNames:
    """Names by version. A version never changes, so it is read once. Any thread."""

    def __init__(self) -> None:
        self._kept: dict[int, FlowNames] = {}

    def of(self, tx: ReadTransaction, row: RunRow) -> FlowNames:
        """The names of the version that a run is bound to; of a damaged one the flow's id."""
        known = self._kept.get(row.flow_version_id)
        if known is not None:
            return known
        try:
            names = _read(tx, row)
        except (DatabaseDamaged, VersionNotFound) as error:
            return FlowNames(row.flow_id, damage=ErrorData("DATA_INVALID", error.detail, hint=error.advice))
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[row.flow_version_id] = names
        return names


def _read(tx: ReadTransaction, row: RunRow) -> FlowNames:
    document = tx.get_version_by_id(row.flow_version_id).document()
    try:
        name = tx.get_flow(row.flow_id).name
    except FlowNotFound:  # the run is there all the same
        name = row.flow_id
    if not isinstance(document, dict) or not isinstance(document.get("nodes"), list):
        raise DatabaseDamaged(f"Version {row.version} of flow {row.flow_id!r} is damaged (it is no flow).")
    nodes = (node for node in document["nodes"] if isinstance(node, dict) and isinstance(node.get("id"), str))
    named = tuple(NodeName(node["id"], _text(node, "label"), _text(node, "label_zh")) for node in nodes)
    return FlowNames(name, _text(document, "name_zh"), named, tuple(_ends(document.get("edges"))))


def _ends(edges: Any) -> Iterator[tuple[str, str]]:
    for edge in edges if isinstance(edges, list) else ():
        source, target = (edge.get("source"), edge.get("target")) if isinstance(edge, dict) else (None, None)
        yield str(source), str(target)


def _text(part: dict[str, Any], name: str) -> str | None:
    """A text of the document, or None: what an older renflow accepted is not looked at here."""
    found = part.get(name)
    return found if isinstance(found, str) and found.strip() else None
