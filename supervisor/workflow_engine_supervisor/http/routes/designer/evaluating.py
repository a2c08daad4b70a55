"""What expressions give over a run's state. Stands alone: its routes are below `/runs`, those of `drawing` are not."""

from workflow_engine_supervisor.designer.evaluation import evaluate_over
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.designer_bodies import EvaluateExpressions
from workflow_engine_supervisor.http.parameters import ThreadId, Wired, no_parameters
from workflow_engine_supervisor.schemas.designer.evaluation import EvaluationAnswer

router = ApiRouter(prefix="/runs", tags=["designer"])


@router.post("/{thread_id}/evaluate", dependencies=[no_parameters])
def evaluate_expressions(thread_id: ThreadId, body: EvaluateExpressions, engine: Wired) -> EvaluationAnswer:
    """What expressions give over a run's state, as its own conditions would have it. Nothing is stored."""
    return evaluate_over(engine.reader, thread_id, body.checkpoint, body.expressions)
