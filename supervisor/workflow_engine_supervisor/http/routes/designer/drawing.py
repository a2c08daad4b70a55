"""Drawing a flow: which types of nodes there are, and what is wrong with what is drawn so far."""

from workflow_engine_shared.dsl.designer import without_designer_fields
from workflow_engine_supervisor.designer.check import check_drawn
from workflow_engine_supervisor.designer.check_bpmn import check_bpmn
from workflow_engine_supervisor.designer.node_types import node_types
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.designer_bodies import CheckFlow
from workflow_engine_supervisor.http.parameters import Wired, no_parameters
from workflow_engine_supervisor.schemas.designer.check import CheckedFlow
from workflow_engine_supervisor.schemas.designer.node_types import NodeTypes

router = ApiRouter(tags=["designer"])


@router.get("/node-types", dependencies=[no_parameters])
def list_node_types() -> NodeTypes:
    """The types of nodes: their words, the schema of their `data`, their edges, and what a fresh one begins with."""
    return node_types()


@router.post("/flows/check", dependencies=[no_parameters])
def check_flow(body: CheckFlow, engine: Wired) -> CheckedFlow:
    """All that is wrong with a flow or a BPMN file, and what is worth a second look. Nothing is stored."""
    if body.bpmn is not None:
        return check_bpmn(engine.store, engine.catalogue, engine.settings, engine.clock.now(), body.bpmn, body.forms)
    return check_drawn(engine.store, engine.catalogue, without_designer_fields(body.dsl), body.flow_id)
