"""The flows that a flow calls, as the store has them: which versions are meant, and the flow with all their nodes."""

import functools
import json
from pathlib import Path
from typing import Any

import msgspec

from workflow_engine_shared.bpmn.flow import flow_of as read_version
from workflow_engine_shared.dsl.linking.link import at_the_caller, link
from workflow_engine_shared.dsl.linking.pins import Pin
from workflow_engine_shared.dsl.linking.resolve import Document, Resolved, resolve
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.errors import DatabaseDamaged, InvalidFlow, Problem, VersionNotFound
from workflow_engine_shared.storage.workflow.rows import VersionRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction
from workflow_engine_supervisor.functions.catalogue import Catalogue

_KNOWN_VERSIONS = 256


class Whole(msgspec.Struct, frozen=True):
    """A flow with all that it calls."""

    own: Flow  #: without what it calls
    resolved: Resolved
    versions: tuple[VersionRow, ...] = ()  #: of the flows that it calls

    @property
    def linked(self) -> Flow:
        """The flow with the nodes of all that it calls; for one without problems only."""
        return link(self.own, self.resolved.pins, {pin: each.flow for pin, each in self.resolved.documents.items()})

    @property
    def row_pins(self) -> dict[str, tuple[str, int]]:
        """Which versions are meant, as a run's row keeps them."""
        return {place: (pin.flow, pin.version) for place, pin in self.resolved.pins.items()}

    def problems(
        self, catalogue: Catalogue, *, missing_too: bool = True, folders: tuple[Path, ...] | None = None
    ) -> list[Problem]:
        """What is wrong with the calls, of flows and of functions: each at a node of the flow itself.

        `folders` hold the code that is kept with the version, where that is so.
        """
        if self.resolved.problems:
            own = catalogue.problems(self.own, missing_too=missing_too, folders=folders)
            return [*self.resolved.problems, *own]
        linked = self.linked
        found = catalogue.problems(linked, missing_too=missing_too, folders=folders)
        return [*at_the_caller(linked, len(self.own.nodes), found)]


def whole(tx: ReadTransaction, flow_id: str, flow: Flow, pins: dict[str, Pin] | None = None) -> Whole:
    """A flow with all that it calls; `pins` are those of its version, if that is published."""
    if not any(True for _ in flow.subflows()):
        return Whole(flow, Resolved())
    resolved = resolve(Document(Pin(flow_id, 0), flow, pins or {}), functools.partial(_document, tx))
    called = sorted({(pin.flow, pin.version) for pin in resolved.pins.values()})
    return Whole(flow, resolved, tuple(tx.get_version(*each) for each in called))


def whole_version(tx: ReadTransaction, version: VersionRow) -> Whole:
    """A version of a flow with all that it calls, as a run that starts now gets it.

    Raises:
        InvalidFlow, DatabaseDamaged: its document is none.
    """
    return whole(tx, version.flow_id, flow_of(tx, version), pins_of(version))


def pins_of(version: VersionRow) -> dict[str, Pin]:
    """What was pinned when a version was published."""
    return {node: Pin(pin["flow"], pin["version"]) for node, pin in subflows_of(version).items() if pin["pinned"]}


def subflows_of(version: VersionRow) -> dict[str, dict[str, Any]]:
    """What lists tell of the flows that a version calls: by node."""
    found = version.meta().get("subflows")
    return found if isinstance(found, dict) else {}


def meta_of_subflows(flow: Flow, resolved: Resolved | None) -> dict[str, dict[str, Any]]:
    """What is kept of the flows that a version calls; `resolved` when it is published: that is when they are pinned."""
    kept = {}
    for _, node, call in flow.subflows():
        pin = resolved.pins.get(node.id) if resolved is not None and call.version is None else None
        version = call.version if pin is None else pin.version
        kept[node.id] = {"flow": call.flow, "version": version, "pinned": pin is not None}
    return kept


def flow_of(tx: ReadTransaction, version: VersionRow) -> Flow:
    """The flow of a version.

    Raises:
        InvalidFlow, DatabaseDamaged: it is none.
    """
    return _read(version.dsl_json, tx.version_source(version.id) if version.format == "bpmn" else None)


@functools.lru_cache(_KNOWN_VERSIONS)
def _read(dsl_json: str, source: bytes | None) -> Flow:
    """A version never changes, and is started again and again."""
    return read_version(json.loads(dsl_json), source)


def _document(tx: ReadTransaction, flow_id: str, version: int | None) -> Document:
    row = tx.latest_published(flow_id) if version is None else tx.get_version(flow_id, version)
    if row.origin == "draft":
        raise VersionNotFound(f"Flow {row.flow_id!r} has no version {row.version} but for tests.")
    return Document(Pin(row.flow_id, row.version), flow_of(tx, row), pins_of(row))


def code_refs_of(tx: ReadTransaction, version: VersionRow) -> list[str] | None:
    """The functions of a version and of all that it calls; None: something of that is not there."""
    try:
        called = whole_version(tx, version)
    except (InvalidFlow, DatabaseDamaged):
        return None
    return None if called.resolved.problems else called.linked.code_refs()
