"""Rows as they are answered: every field of the answer, and no other field of the row."""

from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.storage.workflow.rows import FlowRow
from workflow_engine_supervisor.views.flow_view import flow_answer
from workflow_engine_supervisor.views.run_view import error_answer


def test_a_row_is_answered_field_by_field():
    row = FlowRow("shop", "Shop", "2026-01-01T00:00:00.000Z", 3)
    assert flow_answer(row).model_dump() == {
        "id": "shop",
        "name": "Shop",
        "created_at": "2026-01-01T00:00:00.000Z",
        "latest_version": 3,
        "published_version": None,
    }


def test_an_error_is_answered_with_all_it_has():
    error = ErrorData("NODE_ERROR", "it broke", "node", "mend it", "Traceback ...")
    answer = error_answer(error)
    assert answer is not None
    assert answer.model_dump() == {
        "code": "NODE_ERROR",
        "message": "it broke",
        "node": "node",
        "hint": "mend it",
        "traceback": "Traceback ...",
    }
    assert error_answer(None) is None
