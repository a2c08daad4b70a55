"""JSON pointers: RFC 6901's own examples, and that every path leads back to its value."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine_shared import json_pointer

# RFC 6901, section 5.
RFC = {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, 'k"l': 6, " ": 7, "m~n": 8}


@pytest.mark.parametrize(
    ("steps", "pointer"),
    [
        ([], ""),
        (["foo"], "/foo"),
        (["foo", 0], "/foo/0"),
        ([""], "/"),
        (["a/b"], "/a~1b"),
        (["m~n"], "/m~0n"),
        (["~1"], "/~01"),
        (["i\\j"], "/i\\j"),
    ],
)
def test_steps_and_their_pointer(steps: list[Any], pointer: str) -> None:
    assert json_pointer.from_steps(steps) == pointer
    assert json_pointer.join("/above", *steps) == f"/above{pointer}"


@given(st.lists(st.text("~/01a"), max_size=4))
def test_a_pointer_tells_its_steps(steps: list[str]) -> None:
    pointer = json_pointer.from_steps(steps)
    assert [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]] == steps


@pytest.mark.parametrize("key", RFC)
def test_a_step_needs_no_other_escaping(key: str) -> None:
    assert json_pointer.escape(key).replace("~1", "/").replace("~0", "~") == key
