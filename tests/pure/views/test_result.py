"""What of a run's files and items is shown first."""

import pytest

from workflow_engine_shared.storage.run.loop_sums import LoopSummary
from workflow_engine_supervisor.schemas.runs import ResultItems
from workflow_engine_supervisor.views.comparison import changes, file_changes
from workflow_engine_supervisor.views.result import MOST_FILES, chosen_files, items_of
from workflow_engine_supervisor.views.state import short_value

MANY = [f"images/{number:04}.png" for number in range(1900)]


@pytest.mark.parametrize(
    ("names", "registered", "listed", "folders", "more"),
    [
        ([], [], [], {}, 0),
        ([], ["gone.txt"], [], {}, 0),
        (["a.txt", "b.xlsx", "z/c.txt"], ["b.xlsx"], ["b.xlsx", "a.txt", "z/c.txt"], {}, 0),
        (["a/b/x", "a/y", "z"], [], ["z", "a/y", "a/b/x"], {}, 0),
        ([*MANY, "products.xlsx", "r.json"], ["r.json"], ["r.json", "products.xlsx"], {"images": 1900}, 0),
        ([f"{number:03}" for number in range(50)], ["049"], ["049", *(f"{n:03}" for n in range(19))], {}, 30),
        ([f"{number:03}/x" for number in range(50)], [], [], {f"{n:03}": 1 for n in range(20)}, 30),
    ],
)
def test_registered_files_come_first_then_the_rest_by_folder(
    names: list[str], registered: list[str], listed: list[str], folders: dict[str, int], more: int
) -> None:
    found = chosen_files(sorted(names), registered)
    assert found == (listed, folders, more)
    assert len(found[0]) <= MOST_FILES


def loop(total: int | None, done: int = 0, failed: int = 0, skipped: int = 0) -> LoopSummary:
    return LoopSummary(1, 1, "a", "s", "l", total, done, failed, skipped)


def test_items_are_those_of_loops_whose_number_is_known() -> None:
    loops = [loop(10, 7, 1, 2), loop(None, done=5), loop(4, 4)]
    assert items_of(loops) == ResultItems(total=14, done=11, failed=1, skipped=2)


def test_a_long_value_is_a_preview() -> None:
    assert short_value([1, 2]) == ([1, 2], False)
    shown, cut = short_value(list(range(1000)))
    assert cut
    assert (shown["$type"], shown["size"]) == ("list", 1000)


def test_two_inputs_side_by_side() -> None:
    found = changes({"a": 1, "b": True, "c": 3, "same": [1]}, {"a": 2, "b": 1, "same": [1], "d": None})
    assert [(each.key, each.kind, each.first, each.second) for each in found] == [
        ("a", "changed", 1, 2),
        ("b", "changed", True, 1),
        ("c", "removed", 3, None),
        ("d", "added", None, None),
    ]


def test_files_that_differ() -> None:
    found = file_changes({"a": 1, "b": 2, "same": 3}, {"b": 5, "same": 3, "new": 0})
    assert [(each.name, each.first, each.second) for each in found] == [("a", 1, None), ("b", 2, 5), ("new", None, 0)]
