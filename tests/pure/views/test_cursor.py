"""Cursors: what was made comes back, everything else is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine_shared.errors import BadCursor
from workflow_engine_supervisor.views.cursor import make_cursor, read_cursor


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


@pytest.mark.parametrize(
    "place",
    [-1, -(2**63) - 1, 2**63, 10**30, 10**700, "\ud800", "a\udfff", True, 1.5, None],
    ids=lambda each: repr(each)[:12],
)
def test_what_no_database_takes_is_no_cursor(place: object):
    for kind in (int, str):
        with pytest.raises(BadCursor):
            read_cursor("here", make_cursor("here", [place]), kind)


def test_the_largest_place_is_one():
    assert read_cursor("here", make_cursor("here", [2**63 - 1]), int) == [2**63 - 1]
