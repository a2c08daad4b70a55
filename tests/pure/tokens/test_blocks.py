"""Branches side by side: what each sees, when they join, what becomes of a sibling's failure."""

import itertools
from typing import Any

import pytest

from support.token_runs import TokenRun, program, to
from workflow_engine_shared.tokens.events import (
    Cancel,
    Completed,
    Disabled,
    Enabled,
    Ended,
    Ignored,
    Left,
    Passed,
    Retry,
    Updated,
)
from workflow_engine_shared.tokens.program import Block, Catch, Choice, End, Node, Program, Start, Task, Way
from workflow_engine_shared.tokens.reducers import Reducer


def split(
    *firsts: str, name: str = "p", join: str = "j", then: str = "z", need: int = 0, finish: bool = False
) -> Block:
    return Block(name, tuple(map(to, firsts)), join, to(then), need or len(firsts), finish)


def around(*nodes: Node, **reducers: Reducer) -> Program:
    """A start that leads to block `p`, and a task `z` and an end behind it."""
    return program(Start("s", to("p")), *nodes, Task("z", to("e")), End("e"), **reducers)


def two(need: int = 0, finish: bool = False, **reducers: Reducer) -> Program:
    """Branches a -> a2, and b."""
    tasks = Task("a", to("a2")), Task("a2", to("j!")), Task("b", to("j!"))
    return around(split("a", "b", need=need, finish=finish), *tasks, **reducers)


def nested(inner: bool = False, outer: bool = False, **reducers: Reducer) -> Program:
    """Block p holds block p2 (a, b) -> m, and c beside it."""
    blocks = split("p2", "c", finish=outer), split("a", "b", name="p2", join="j2", then="m", finish=inner)
    tasks = Task("a", to("j2!")), Task("b", to("j2!")), Task("m", to("j!")), Task("c", to("j!"))
    return around(*blocks, *tasks, **reducers)


# -- side by side ---------------------------------------------------------------------------------------------------


def test_branches_begin_together_and_a_fast_one_does_not_wait():
    run = TokenRun(two())
    assert run.enabled == ["a", "b"]
    assert Passed("p", ("a", "b")) in run.notices
    run.done("a")
    assert run.enabled == ["b", "a2"]
    run.done("a2")
    assert run.enabled == ["b"]
    run.done("b")
    assert run.enabled == ["z"]
    assert Passed("j", ("z",)) in run.news
    assert run.done("z").status == "finished"


def test_a_branch_sees_the_split_and_its_own_writes_only():
    run = TokenRun(two(), n=1)
    run.done("a", x=1, n=2)
    assert run.seen_by("a2") == {"n": 2, "x": 1}
    assert run.seen_by("b") == {"n": 1}
    assert run.data == {"n": 1}
    assert run.done("a2", y=2).done("b", w=3).data == {"n": 2, "x": 1, "y": 2, "w": 3}


def test_the_result_does_not_depend_on_who_is_faster():
    ends = []
    for order in ("a a2 b", "a b a2", "b a a2"):
        run = TokenRun(two(log="append", best="max"), log=["0"])
        for node in order.split():
            run.done(node, log=[node], best=len(node), **{f"by_{node}": True})
        ends.append(run.data)
    assert ends == [{"log": ["0", "a", "a2", "b"], "best": 2, "by_a": True, "by_a2": True, "by_b": True}] * 3


def test_a_loop_inside_a_branch():
    again = Choice("q", {"<": [{"var": "i"}, 3]}, (Way(True, to("a")),), to("j!"))
    run = TokenRun(around(split("a", "b"), Task("a", to("q")), again, Task("b", to("j!"))), i=0)
    for i in (1, 2, 3):
        run.done("a", i=i)
    assert run.enabled == ["b"]
    assert run.done("b").data == {"i": 3}


def test_a_branch_without_nodes_is_at_the_join_at_once():
    run = TokenRun(around(split("a", "j!"), Task("a", to("j!"))))
    assert run.enabled == ["a"]
    assert run.done("a", x=1).enabled == ["z"]


def test_blocks_inside_branches():
    run = TokenRun(nested(n="sum", log="append"), n=10)
    assert run.enabled == ["c", "a", "b"]
    run.done("a", n=1, log=["a"]).done("b", n=2, log=["b"])
    assert run.enabled == ["c", "m"]
    assert run.seen_by("m") == {"n": 13, "log": ["a", "b"]}
    assert run.seen_by("c") == {"n": 10}
    run.done("m", n=4, log=["m"]).done("c", n=8, log=["c"])
    assert run.data == {"n": 25, "log": ["a", "b", "m", "c"]}


def test_a_loop_around_a_block_opens_it_anew():
    again = Choice("z", {"<": [{"var": "i"}, 2]}, (Way(True, to("p")),), to("e"))
    nodes = Start("s", to("p")), split("a", "b"), Task("a", to("j!")), Task("b", to("j!")), again, End("e")
    run = TokenRun(program(*nodes, i="sum"), i=0)
    first = set(run.state["acts"])
    run.done("a", i=1).done("b")
    assert (run.enabled, run.data) == (["a", "b"], {"i": 1})
    assert not first & set(run.state["acts"])
    assert run.done("b", i=1).done("a").status == "finished"


# -- joining --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "base", "wrote", "becomes"),
    [
        ("append", [0], ([1, 2], [3]), [0, 1, 2, 3]),
        ("append", None, ([1], [2]), [1, 2]),
        ("sum", 10, (1, 2.5), 13.5),
        ("sum", None, (1, 2), 3),
        ("merge", {"k": 0, "l": 0}, ({"k": 1}, {"m": 2}), {"k": 1, "l": 0, "m": 2}),
        ("last", "x", ("y", None), None),
        ("max", 5, (3, 4), 5),
        ("max", None, (3, 4), 4),
        ("min", 5, (3, 4), 3),
        ("min", "b", ("c", "a"), "a"),
    ],
)
def test_reducers_join_in_the_order_of_the_edges(how: Reducer, base: Any, wrote: tuple[Any, Any], becomes: Any):
    start = {} if base is None else {"k": base}
    run = TokenRun(two(k=how), **start)
    run.done("b", k=wrote[1]).done("a", k=wrote[0]).done("a2")
    assert run.data == {"k": becomes}
    assert run.enabled == ["z"]


def test_behind_a_join_and_outside_of_branches_a_value_replaces():
    run = TokenRun(two(k="append"), k=[0])
    run.done("a", k=[1]).done("a2").done("b").done("z", k=["new"])
    assert run.data == {"k": ["new"]}


def test_two_writers_of_one_key_are_a_conflict_that_names_key_and_branches():
    run = TokenRun(two(), x=0)
    run.done("a", x=1).done("a2", y=1).done("b", x=2, w=1)
    assert run.trouble == [("p", "STATE_CONFLICT")]
    assert "'x' was written by several branches (those that begin at 'a', 'b')." in str(run.news[-1])
    assert (run.enabled, run.data) == ([], {"x": 0})
    run.hear(Retry(run.id_of("p")))
    assert run.trouble == [("p", "STATE_CONFLICT")]
    run.hear(Updated({"x": 3})).hear(Retry(run.id_of("p")))
    assert (run.trouble, run.enabled, run.data) == ([], ["z"], {"x": 3, "y": 1, "w": 1})


def test_a_value_that_a_reducer_cannot_take_fails_the_work_that_gave_it():
    run = TokenRun(two(k="append"), k=[0])
    run.done("a", k="text", x=1)
    assert run.trouble == [("a", "STATE_CONFLICT")]
    assert "The reducer 'append' of 'k' takes lists, not 'text'." in str(run.news)
    run.hear(Retry(run.id_of("a"))).done("a", k=["text"])
    assert run.done("a2").done("b").data == {"k": [0, "text"]}


@pytest.mark.parametrize(("how", "value"), [("sum", True), ("sum", "1"), ("merge", [1]), ("append", {"a": 1})])
def test_reducers_take_their_own_kind_only(how: Reducer, value: Any):
    run = TokenRun(two(k=how))
    run.done("b", k=value)
    assert run.trouble == [("b", "STATE_CONFLICT")]


def test_a_base_that_a_reducer_cannot_take_is_told_at_the_join_and_mended_there():
    run = TokenRun(two(k="max"), k="high")
    run.done("a", k=1).done("a2", k=3).done("b", k=2)
    assert run.trouble == [("p", "STATE_CONFLICT")]
    run.hear(Updated({"k": 2})).hear(Retry(run.id_of("p")))
    assert (run.data, run.enabled) == ({"k": 3}, ["z"])


# -- enough branches ------------------------------------------------------------------------------------------------


def three(need: int, finish: bool = False) -> Program:
    return around(split(*"abc", need=need, finish=finish), *(Task(name, to("j!")) for name in "abc"))


def test_any_takes_the_first_and_cancels_the_rest():
    run = TokenRun(three(1))
    a, c = run.id_of("a"), run.id_of("c")
    run.done("b", v=1)
    assert [each for each in run.news if isinstance(each, Disabled)] == [Disabled(a, "a"), Disabled(c, "c")]
    assert (run.enabled, run.data) == (["z"], {"v": 1})
    late = Completed(a, {"v": 2})
    assert run.hear(late).news == [Ignored(late)]
    assert run.data == {"v": 1}


@pytest.mark.parametrize("order", [*itertools.permutations("abc", 2)])
def test_so_many_branches_are_waited_for(order: tuple[str, str]):
    run = TokenRun(three(2))
    run.done(order[0], **{order[0]: 1})
    assert len(run.enabled) == 2
    run.done(order[1], **{order[1]: 1})
    assert (run.enabled, run.data) == (["z"], dict.fromkeys(sorted(order), 1))


def test_the_rest_that_is_cancelled_may_hold_blocks():
    blocks = split("p2", "c", need=1), split("a", "b", name="p2", join="j2", then="m")
    tasks = Task("a", to("j2!")), Task("b", to("j2!")), Task("m", to("j!")), Task("c", to("j!"))
    run = TokenRun(around(*blocks, *tasks))
    run.done("a", x=1).done("c", y=1)
    assert (run.enabled, run.data) == (["z"], {"y": 1})
    assert len(run.state["scopes"]) == 1


def test_any_with_a_branch_without_nodes_begins_no_work():
    run = TokenRun(around(split("j!", "a", need=1), Task("a", to("j!"))))
    assert run.enabled == ["z"]


def test_cancel_takes_the_work_of_all_branches_back():
    run = TokenRun(nested())
    run.hear(Cancel())
    assert sorted(each.node for each in run.news if isinstance(each, Disabled)) == ["a", "b", "c"]
    assert run.news[-1] == Ended("cancelled")


# -- failures -------------------------------------------------------------------------------------------------------


def test_a_failure_stops_the_siblings_until_it_is_tried_again():
    run = TokenRun(two())
    run.fail("b")
    assert (run.enabled, run.trouble) == ([], [("b", "BROKEN")])
    run.done("a", x=1)
    assert run.enabled == [], "a result that comes meanwhile is kept, and nothing new begins"
    run.hear(Retry(run.id_of("b")))
    assert sorted(run.enabled) == ["a2", "b"]
    assert run.done("b").done("a2").data == {"x": 1}


def test_with_finish_the_siblings_go_on_to_the_join_first():
    run = TokenRun(two(finish=True))
    run.fail("b")
    assert run.enabled == ["a"]
    run.done("a")
    assert run.enabled == ["a2"]
    run.done("a2")
    assert (run.enabled, run.status) == ([], "running")
    assert run.hear(Retry(run.id_of("b"))).done("b").enabled == ["z"]


def test_with_finish_and_any_the_first_success_wins():
    run = TokenRun(three(1, finish=True))
    run.fail("a").fail("b")
    assert run.enabled == ["c"]
    assert (run.done("c").enabled, run.trouble) == (["z"], [])


@pytest.mark.parametrize(
    ("inner", "outer", "goes_on", "after_sibling"),
    [
        (False, False, [], []),
        (False, True, ["c"], ["c"]),
        (True, False, ["b", "c"], []),
        (True, True, ["b", "c"], ["c"]),
    ],
)
def test_a_block_that_finishes_keeps_its_failure_to_itself_while_it_runs(
    inner: bool, outer: bool, goes_on: list[str], after_sibling: list[str]
):
    run = TokenRun(nested(inner, outer))
    run.fail("a")
    assert sorted(run.enabled) == goes_on
    run.done("b")
    assert run.enabled == after_sibling
    run.hear(Retry(run.id_of("a")))
    assert sorted(run.enabled) == ["a", "c"]


def deep(*, finish: bool = False) -> Program:
    """Three blocks, one in the other: p (m -> p2, c), p2 (k -> p3, a), p3 (d, g)."""
    blocks = (
        split("m", "c"),
        split("k", "a", name="p2", join="j2", then="j!", finish=finish),
        split("d", "g", name="p3", join="j3", then="j2!"),
    )
    tasks = Task("m", to("p2")), Task("c", to("j!")), Task("k", to("p3")), Task("a", to("j2!"))
    return around(*blocks, *tasks, Task("d", to("j3!")), Task("g", to("j3!")))


def test_a_failure_further_in_may_hold_up_what_another_one_let_go_on():
    run = TokenRun(deep(finish=True))
    run.done("m").done("k").fail("a")
    assert sorted(run.enabled) == ["c", "d", "g"]
    run.fail("d")
    assert run.enabled == [], "p3 stops g; so nothing of p2 runs any more, and p stops c"
    run.retry("d")
    assert sorted(run.enabled) == ["c", "d", "g"]


def test_what_was_written_further_in_hides_what_was_written_further_out():
    run = TokenRun(deep(), x=0)
    run.done("m", x=1, y=1).done("k", x=2)
    assert run.seen_by("d") == {"x": 2, "y": 1}
    assert run.seen_by("c") == {"x": 0}
    assert run.done("d").done("g").done("a").done("c").data == {"x": 2, "y": 1}


def test_a_join_that_contradicts_holds_up_the_branches_that_are_not_needed():
    run = TokenRun(three(2, finish=True))
    run.done("a", x=1).done("b", x=2)
    assert (run.enabled, run.trouble) == ([], [("p", "STATE_CONFLICT")])
    run.done("c", y=1)
    assert run.trouble == [("p", "STATE_CONFLICT")], "a late result changes nothing about that"
    assert [type(each) for each in run.news] == [Left], "and is no second incident"
    run.hear(Updated({"x": 0})).hear(Retry(run.id_of("p")))
    assert (run.enabled, run.data) == (["z"], {"x": 0, "y": 1})


def test_a_failure_may_be_caught_inside_its_branch():
    caught = Task("a", to("j!"), {"error": Catch(to("mend"))})
    run = TokenRun(around(split("a", "b"), caught, Task("mend", to("j!")), Task("b", to("j!"))))
    run.fail("a")
    assert sorted(run.enabled) == ["b", "mend"]
    assert "error" in run.seen_by("mend")
    assert "error" not in run.seen_by("b")
    assert run.done("mend").done("b").data["error"]["node"] == "a"


def test_an_error_whose_key_has_another_reducer_stays_an_incident():
    caught = Task("a", to("j!"), {"error": Catch(to("j!"), "log")})
    run = TokenRun(around(split("a", "b"), caught, Task("b", to("j!")), log="append"))
    run.fail("a")
    assert run.trouble == [("a", "STATE_CONFLICT")]


# -- updates from outside -------------------------------------------------------------------------------------------


def test_an_update_holds_in_every_branch_also_where_one_wrote_before():
    run = TokenRun(two(), x=0)
    run.done("a", x=1, y=1)
    run.hear(Updated({"x": 5}))
    assert run.seen_by("a2") == {"x": 5, "y": 1}
    assert run.seen_by("b") == {"x": 5}
    run.done("a2").done("b")
    assert run.data == {"x": 5, "y": 1}


def test_what_branches_add_to_a_variable_stays_beside_an_update_of_it():
    run = TokenRun(two(n="sum"), n=0)
    run.done("a", n=1).hear(Updated({"n": 100}))
    assert run.seen_by("a2") == {"n": 101}
    assert run.done("a2", n=1).done("b", n=1).data == {"n": 103}


def test_an_update_that_does_not_fit_a_reducer_is_seen_as_it_was_until_the_join():
    run = TokenRun(two(n="sum"), n=0)
    run.done("a", n=1).hear(Updated({"n": "many"}))
    assert run.seen_by("a2") == {"n": 1}
    run.done("a2").done("b")
    assert run.trouble == [("p", "STATE_CONFLICT")]


def test_work_is_told_once_when_it_begins():
    run = TokenRun(nested())
    run.done("a").done("b").done("m").done("c").done("z")
    assert [each.node for each in run.notices if isinstance(each, Enabled)] == ["c", "a", "b", "m", "z"]
