"""What is signed of a version: the flow's document, the flows that it calls, the code and the packages it runs with.

The text never changes for the same version, so that a signature holds for ever. Pure.
"""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from workflow_engine_shared.codec.canonical_json import canonical, fingerprint
from workflow_engine_shared.struct_types import ready_to_read

Demand: TypeAlias = Literal["off", "warn", "enforce"]
_KIND = "renflow-version-1"
_STRICTER: tuple[Demand, ...] = ("off", "warn", "enforce")


@ready_to_read
class Signature(msgspec.Struct, frozen=True):
    """Who vouches for a version."""

    key: str  #: its id
    signature: str  #: in base64
    at: str = ""  #: when it was kept


def statement(
    flow_id: str, document: Any, code: str | None, subflows: Mapping[str, Mapping[str, Any]], lock: str = ""
) -> str:
    """What a signature of a version is for, as one line of JSON.

    Args:
        flow_id: the flow's.
        document: the flow, as it came in.
        code: the hash of the kept code; None: it is not kept, and nobody can vouch for it.
        subflows: what the version keeps of the flows that it calls.
        lock: the hash of the packages that it was resolved to; empty: it has no environment of its own.
    """
    called = {node: [each.get("flow"), each.get("version")] for node, each in subflows.items()}
    about = {"kind": _KIND, "flow": flow_id.lower(), "dsl": fingerprint(document), "code": code, "calls": called}
    return canonical({**about, "lock": lock})


def stricter(one: Demand, other: Demand | None) -> Demand:
    """What holds where a flow and the settings both demand something."""
    return max(one, other or "off", key=_STRICTER.index)
