"""What is kept beside the document of a version, for lists."""

from typing import Any

from workflow_engine_shared.dsl.drawing.identity import flow_hash
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_supervisor.runs.called_flows import meta_of_subflows


def meta_of(flow: Flow, document: Any, note: str | None = None) -> dict[str, Any]:
    """What lists tell of a version."""
    return {
        **({} if note is None else {"note": note}),
        "code_refs": flow.code_refs(),
        "nodes": len(flow.nodes),
        "edges": len(flow.edges),
        "hash": flow_hash(document),
        "subflows": meta_of_subflows(flow, None),
    }
