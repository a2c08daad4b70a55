"""One list made of several: each run once, in order, whatever comes between two pages."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine_shared.errors import BadCursor
from workflow_engine_shared.storage.workflow.found_runs import RunOrder, SortKey
from workflow_engine_supervisor.machines.merging import MAX_CURSOR, Listed, Places, make_cursor, merge, read_cursor

ORDER = RunOrder(SortKey.TITLE, descending=False)


def page(runs: list[str], after: Any, limit: int) -> Listed:
    """What a machine answers: its runs by title, behind a place."""
    placed = [(title, number) for number, title in enumerate(sorted(runs))]
    behind = [each for each in placed if after is None or each > after]
    items = [{"run": {"thread_id": title}, "key": title, "place": [title, number]} for title, number in behind]
    return Listed(items[:limit], len(items) > limit, len(runs))


@given(st.dictionaries(st.sampled_from("abc"), st.lists(st.text("xyz", max_size=3))), st.integers(1, 5))
def test_pages_show_every_run_of_every_machine_once_and_in_order(machines: dict[str, list[str]], limit: int) -> None:
    seen: list[tuple[str, str]] = []
    cursor: str | None = None
    while True:
        order, found = read_cursor(cursor, ORDER)
        where = found or Places(dict.fromkeys(machines), {})
        lists = {name: page(machines[name], after, limit) for name, after in where.begun.items()}
        merged = merge(lists, where, order, limit)
        assert sum(each.total for each in lists.values()) + sum(where.over.values()) == sum(map(len, machines.values()))
        seen += [(run["thread_id"], run["machine"]) for run in merged.items]
        if merged.next is None:
            break
        assert len(merged.items) == limit
        cursor = merged.next
    assert sorted(seen) == sorted((title, name) for name, titles in machines.items() for title in titles)
    assert [title for title, _ in seen] == sorted(title for title, _ in seen)


@pytest.mark.parametrize(
    "said",
    [
        "", "nonsense", "é", "bnVsbA", [], {}, None, ["title", False, "", {}], ["title", True, "", {}, {}],
        ["created", False, "", {}, {}], ["title", False, 1, {}, {}], ["title", False, "", [], {}],
        ["title", False, "", {"a": 1}, {}], ["title", False, "", {"a": ["x"]}, {}],
        ["title", False, "", {"a": ["x", -1]}, {}], ["title", False, "", {"a": ["x", 2**70]}, {}],
        ["title", False, "", {"a": [True, 1]}, {}], ["title", False, "", {"a": [{}, 1]}, {}],
        ["title", False, "", {}, {"a": "x"}], "A" * (MAX_CURSOR + 1),
    ],
)  # fmt: skip
def test_a_cursor_of_nobody_is_refused(said: Any) -> None:
    text = said if isinstance(said, str) else base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
    with pytest.raises(BadCursor):
        read_cursor(text, ORDER)


def test_a_cursor_carries_its_order_and_places() -> None:
    order, found = read_cursor(make_cursor(ORDER, {"a": ["x", 3], "b": None}, {"c": 5}), ORDER)
    assert order == ORDER
    assert found == Places({"a": ("x", 3), "b": None}, {"c": 5})
