"""Cursors and state previews by themselves."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workflow_engine_shared.errors import BadCursor, ErrorData
from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.storage.workflow.rows import FlowRow
from workflow_engine_supervisor.views.cursor import make_cursor, read_cursor
from workflow_engine_supervisor.views.flow_view import flow_answer
from workflow_engine_supervisor.views.run_view import error_answer
from workflow_engine_supervisor.views.state import MAX_BYTES, visible_state

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=200),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=20), inner, max_size=5),
)


@given(st.text(max_size=100), st.integers(0, 2**60))
def test_a_cursor_comes_back_as_it_was_made(text: str, value: int):
    assert read_cursor("here", make_cursor("here", [text, value]), str, int) == [text, value]
    with pytest.raises(BadCursor):
        read_cursor("there", make_cursor("here", [text, value]), str, int)
    with pytest.raises(BadCursor):
        read_cursor("here", make_cursor("here", [text, value]), int, str)


@given(st.text(max_size=100))
def test_garbage_is_no_cursor(text: str):
    with pytest.raises(BadCursor):
        read_cursor("here", text, int)


@given(st.dictionaries(st.text(max_size=20), JSON, max_size=10))
def test_a_small_state_is_shown_whole(values: dict[str, object]):
    assume(Masker().view(values) == values)  # nothing in it looks like a secret
    shown, truncated = visible_state(values, Masker())
    assert (shown == values) or truncated


def test_the_longest_values_give_way_first():
    values = {"a": "x" * 60_000, "b": "y" * 50_000, "c": "z" * 1000}
    shown, truncated = visible_state(values, Masker())
    assert truncated
    assert shown["a"]["$type"] == "string"
    assert (shown["b"], shown["c"]) == (values["b"], values["c"])


def test_a_state_just_at_the_limit_is_whole():
    text = "x" * (MAX_BYTES - len('"a"') - len('""') - 4)
    assert visible_state({"a": text}, Masker()) == ({"a": text}, False)
    assert visible_state({"a": text + "x"}, Masker())[1]


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
