"""What a flow and its nodes are called by their author, kept for the versions that were asked for last."""

from collections.abc import Hashable, Iterator
from typing import Any, NamedTuple

from workflow_engine_shared.dsl.linking.pins import WITHIN
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
    """Names by version, and by what it calls. A version never changes, so it is read once. Any thread."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, FlowNames] = {}

    def of(self, tx: ReadTransaction, row: RunRow) -> FlowNames:
        """The names of the version that a run is bound to; of a damaged one the flow's id."""
        known = self.known(row)
        if known is not None:
            return known
        try:
            names = _read(tx, row)
        except (DatabaseDamaged, FlowNotFound, VersionNotFound) as error:
            return FlowNames(row.flow_id, damage=ErrorData("DATA_INVALID", error.detail, hint=error.advice))
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[_kept_as(row)] = names
        return names

    def known(self, row: RunRow) -> FlowNames | None:
        """The same, without a look; None: it takes one."""
        return self._kept.get(_kept_as(row))


def _kept_as(row: RunRow) -> Hashable:
    return row.flow_version_id, *row.subflows.items()


def _read(tx: ReadTransaction, row: RunRow) -> FlowNames:
    document = tx.get_version_by_id(row.flow_version_id).document()
    try:
        name = tx.get_flow(row.flow_id).name
    except FlowNotFound:  # the run is there all the same
        name = row.flow_id
    if not isinstance(document, dict) or not isinstance(document.get("nodes"), list):
        raise DatabaseDamaged(f"Version {row.version} of flow {row.flow_id!r} is damaged (it is no flow).")
    return FlowNames(
        name, _text(document, "name_zh"), tuple(_nodes(tx, row, document, "")), tuple(_ends(tx, row, document))
    )


def _nodes(tx: ReadTransaction, row: RunRow, document: Any, within: str) -> Iterator[NodeName]:
    """The nodes of a document; behind each that calls a flow those of that flow."""
    nodes = document.get("nodes") if isinstance(document, dict) else None
    for node in nodes if isinstance(nodes, list) else ():
        if not isinstance(node, dict) or not isinstance(node.get("id"), str):
            continue
        node_id = f"{within}{node['id']}"
        yield NodeName(node_id, _text(node, "label"), _text(node, "label_zh"))
        if node_id in row.subflows and not _is_a_run(node):
            called = tx.get_version(*row.subflows[node_id])
            yield from _nodes(tx, row, called.document(), f"{node_id}{WITHIN}")


def _ends(tx: ReadTransaction, row: RunRow, document: Any) -> Iterator[tuple[str, str]]:
    """What each edge leads from and to; behind those of the document, as `link` has them, those of flows it calls."""
    waiting = [(document, "")]
    while waiting:
        found, within = waiting.pop(0)
        for edge in _parts(found, "edges"):
            yield f"{within}{edge.get('source')}", f"{within}{edge.get('target')}"
        for node in _parts(found, "nodes"):
            node_id = f"{within}{node.get('id')}"
            if node_id in row.subflows and not _is_a_run(node):
                called = tx.get_version(*row.subflows[node_id])
                waiting.append((called.document(), f"{node_id}{WITHIN}"))


def _parts(document: Any, name: str) -> Iterator[dict[str, Any]]:
    """The nodes or edges of a document that may be damaged; those that are none count, too."""
    parts = document.get(name) if isinstance(document, dict) else None
    for each in parts if isinstance(parts, list) else ():
        yield each if isinstance(each, dict) else {}


def _is_a_run(node: dict[str, Any]) -> bool:
    """Whether the flow that a node calls is a run of its own."""
    data = node.get("data")
    return isinstance(data, dict) and data.get("mode") == "run"


def _text(part: dict[str, Any], name: str) -> str | None:
    """A text of the document, or None: what an older renflow accepted is not looked at here."""
    found = part.get(name)
    return found if isinstance(found, str) and found.strip() else None
