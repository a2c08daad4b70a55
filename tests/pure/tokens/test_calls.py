"""Calls of other flows: what they see, what comes back, and how a failure in them is led on from."""

from typing import Any

import pytest

from support.token_runs import TokenRun, program, to
from workflow_engine_shared.tokens.events import (
    Cancel,
    Caught,
    Completed,
    Disabled,
    Enabled,
    Entered,
    Left,
    Passed,
    Returned,
    Updated,
)
from workflow_engine_shared.tokens.program import Block, Call, Catch, Choice, End, Node, Program, Start, Task, Way

VAR = {"var": "n"}
CHILD = Start("c/s", to("c/a")), Task("c/a", to("c/e")), End("c/e")


def call(name: str = "c", then: str = "z", **fields: Any) -> Call:
    return Call(name, f"{name}/s", to(then), "child", **fields)


def around(*nodes: Node, **reducers: Any) -> Program:
    """A start that leads to call `c`, and a task `z` and an end behind it."""
    return program(Start("s", to("c")), *nodes, Task("z", to("e")), Task("mend", to("e")), End("e"), **reducers)


def test_it_sees_its_input_and_gives_its_output():
    run = TokenRun(around(call(input={"x": VAR, "y": 2}, output={"got": "sum"}), *CHILD), n=1, secret="s")
    act, work = run.id_of("c"), run.id_of("c/a")
    begun = [Passed("s", ("c",)), Entered(act, "c"), Passed("c/s", ("c/a",)), Enabled(work, "c/a")]
    assert run.notices == begun
    assert run.enabled == ["c/a"]
    assert run.seen_by("c/a") == {"x": 1, "y": 2}
    run.done("c/a", sum=3, n=99)
    over = [Left(work, "c/a", "c/e"), Passed("c/e", ()), Returned(act, "c", "z")]
    assert run.news == [*over, Enabled(run.id_of("z"), "z")]
    assert run.data == {"n": 1, "secret": "s", "got": 3}
    assert run.done("z").status == "finished"


def test_without_a_mapping_nothing_goes_in_or_out():
    run = TokenRun(around(call(), *CHILD), n=1)
    assert run.seen_by("c/a") == {}
    assert run.done("c/a", n=5).data == {"n": 1}


def test_the_same_flow_many_times_side_by_side():
    child = [*CHILD, Start("d/s", to("d/a")), Task("d/a", to("d/e")), End("d/e")]
    block = Block("p", (to("c"), to("d")), "j", to("z"), 2)
    both = [call(then="j!", input={"x": 1}, output={"log": "r"}), call("d", "j!", input={"x": 2}, output={"log": "r"})]
    made = program(Start("s", to("p")), block, *both, *child, Task("z", to("e")), End("e"), log="append")
    run = TokenRun(made, log=[0])
    assert [run.seen_by(node) for node in ("c/a", "d/a")] == [{"x": 1}, {"x": 2}]
    run.done("d/a", r=["d"])
    assert run.data == {"log": [0]}
    assert run.done("c/a", r=["c"]).data == {"log": [0, "c", "d"]}


def test_branches_inside_have_the_reducers_of_their_own_flow():
    inner = [
        Start("c/s", to("c/p")), Block("c/p", (to("c/a"), to("c/b")), "c/j", to("c/e"), 2),
        Task("c/a", to("c/j!")), Task("c/b", to("c/j!")), End("c/e"),
    ]  # fmt: skip
    made = around(call(input={"k": VAR}, output={"k": "k"}, reducers={"k": "sum"}), *inner, k="max")
    run = TokenRun(made, n=10, k=7).done("c/a", k=1)
    assert run.seen_by("c/b") == {"k": 10}
    assert run.done("c/b", k=2).data == {"n": 10, "k": 13}


def test_calls_in_calls():
    deep = [
        Start("c/s", to("c/d")), Call("c/d", "c/d/s", to("c/e"), "grandchild", {"v": {"var": "x"}}, {"w": "v"}),
        Start("c/d/s", to("c/d/a")), Task("c/d/a", to("c/d/e")), End("c/d/e"), End("c/e"),
    ]  # fmt: skip
    run = TokenRun(around(call(input={"x": VAR}, output={"out": "w"}), *deep), n=4)
    assert run.seen_by("c/d/a") == {"v": 4}
    assert run.done("c/d/a", v=5).data == {"n": 4, "out": 5}


def failing(**fields: Any) -> Program:
    return around(call(**fields), *CHILD)


def test_a_failure_leaves_by_the_edge_of_the_call():
    run = TokenRun(failing(catches={"error": Catch(to("mend"), "why")}), n=1)
    act, work = run.id_of("c"), run.id_of("c/a")
    run.fail("c/a")
    assert run.news[:2] == [
        Left(work, "c/a", "mend"),
        Caught(act, "c", "BROKEN", "c/a is broken", "error", "mend", "c"),
    ]
    assert run.data == {"n": 1, "why": {"code": "BROKEN", "message": "c/a is broken", "node": "c/a"}}
    assert run.enabled == ["mend"]
    assert set(run.state["scopes"]) == {"s1"}


def test_the_edge_behind_a_call_is_told_of_the_call_alone():
    deep = [
        Start("c/s", to("c/d")), Call("c/d", "c/d/s", to("c/e", 5), "grandchild"),
        Start("c/d/s", to("c/d/a")), Task("c/d/a", to("c/d/e")), End("c/d/e"), End("c/e"),
    ]  # fmt: skip
    catching = Call("c", "c/s", to("z", 1), "child", catches={"error": Catch(to("mend", 2))})
    run = TokenRun(around(catching, *deep))
    told = {each.node: each.edge for each in run.fail("c/d/a").news if isinstance(each, Caught)}
    assert told == {"c/d": None, "c": 2}
    run = TokenRun(around(catching, *deep)).done("c/d/a")
    assert {each.node: each.edge for each in run.news if isinstance(each, Returned)} == {"c/d": 5, "c": 1}


def test_the_nearest_edge_counts():
    catch = {"error": Catch(to("c/e"), "inner")}
    nodes = Start("c/s", to("c/a")), Task("c/a", to("c/e"), catch), End("c/e")
    made = around(call(output={"x": "inner"}, catches={"error": Catch(to("mend"))}), *nodes)
    assert TokenRun(made).fail("c/a").data["x"]["node"] == "c/a"


@pytest.mark.parametrize("kind", ["error", "timeout"])
def test_an_edge_for_time_outs_is_for_these_only(kind: Any):
    run = TokenRun(failing(catches={"timeout": Catch(to("mend"))})).fail("c/a", kind=kind)
    assert run.enabled == (["mend"] if kind == "timeout" else [])
    assert run.trouble == ([] if kind == "timeout" else [("c/a", "BROKEN")])


def test_a_failure_may_be_let_pass():
    run = TokenRun(failing(lets_pass=True, output={"x": "x"}), n=1)
    run.fail("c/a")
    assert (run.data, run.enabled) == ({"n": 1}, ["z"])
    assert [each.kind for each in run.news if isinstance(each, Caught)] == [None]


def test_nothing_catches_it_so_it_is_tried_again():
    run = TokenRun(failing(output={"got": "x"})).fail("c/a")
    assert (run.trouble, run.enabled) == ([("c/a", "BROKEN")], [])
    assert run.retry("c/a").enabled == ["c/a"]
    assert run.done("c/a", x=1).data == {"got": 1}


def test_what_is_around_a_failure_is_left_with_it():
    """A block in the called flow, and another call: all of it is over, each visit is told of."""
    inner = [
        Start("c/s", to("c/p")), Block("c/p", (to("c/a"), to("c/d")), "c/j", to("c/e"), 2), End("c/e"),
        Task("c/a", to("c/j!")), Call("c/d", "c/d/s", to("c/j!"), "grandchild"),
        Start("c/d/s", to("c/d/a")), Task("c/d/a", to("c/d/e")), End("c/d/e"),
    ]  # fmt: skip
    run = TokenRun(around(call(catches={"error": Catch(to("mend"))}), *inner))
    assert run.enabled == ["c/a", "c/d/a"]
    beside = run.id_of("c/a")
    run.fail("c/d/a")
    assert [(type(each), each.node) for each in run.news[:4]] == [
        (Left, "c/d/a"), (Caught, "c/d"), (Caught, "c"), (Disabled, "c/a"),
    ]  # fmt: skip
    assert run.news[3].why
    assert run.enabled == ["mend"]
    assert run.hear(Completed(beside)).enabled == ["mend"]


def test_what_is_no_work_and_cannot_go_on_is_caught_too():
    choice = Choice("c/q", VAR, (Way(7, to("c/e")),))
    nodes = Start("c/s", to("c/q")), choice, End("c/e")
    run = TokenRun(around(call(catches={"error": Catch(to("mend"))}), *nodes))
    told = [each for each in run.notices if isinstance(each, Caught)]
    assert [(each.node, each.code) for each in told] == [("c/q", "NO_BRANCH"), ("c", "NO_BRANCH")]
    assert run.data["error"]["node"] == "c/q"


def test_branches_that_contradict_each_other_are_told_of_their_join():
    inner = [
        Start("c/s", to("c/p")), Block("c/p", (to("c/a"), to("c/b")), "c/j", to("c/e"), 2), End("c/e"),
        Task("c/a", to("c/j!")), Task("c/b", to("c/j!")),
    ]  # fmt: skip
    run = TokenRun(around(call(catches={"error": Catch(to("mend"))}), *inner)).done("c/a", x=1).done("c/b", x=2)
    assert (run.data["error"]["code"], run.data["error"]["node"]) == ("STATE_CONFLICT", "c/j")


def test_an_input_that_does_not_fit():
    schema = {"properties": {"x": {"type": "integer"}}}
    made = around(call(input={"x": VAR}, inputs=schema), *CHILD)
    run = TokenRun(made, n="many")
    assert run.trouble == [("c", "INVALID_INPUT")]
    assert "/x" in run.state["acts"][run.id_of("c")]["error"][1]
    assert run.hear(Updated({"n": 3})).retry("c").seen_by("c/a") == {"x": 3}
    caught = around(call(input={"x": VAR}, inputs=schema, catches={"error": Catch(to("mend"))}), *CHILD)
    assert TokenRun(caught, n="many").enabled == ["mend"]


def test_an_output_that_is_not_there():
    run = TokenRun(failing(output={"got": "summe"})).done("c/a", sum=1)
    assert run.trouble == [("c", "OUTPUT_MISSING")]
    assert "'sum'" in run.state["acts"][run.id_of("c")]["error"][1]
    assert run.retry("c").trouble == [("c", "OUTPUT_MISSING")]
    assert run.hear(Updated({"summe": 2})).retry("c").data == {"summe": 2, "got": 2}


def test_updates_hold_inside_too():
    run = TokenRun(failing(input={"x": VAR}), n=1).fail("c/a").hear(Updated({"x": 5})).retry("c/a")
    assert run.seen_by("c/a") == {"x": 5}
    assert run.data == {"n": 1, "x": 5}


def test_a_run_that_is_to_stop_is_held_in_front_of_a_call_and_inside_of_it():
    made = program(Start("s", to("t")), Task("t", to("c")), call(), *CHILD, Task("z", to("e")), End("e"))
    run = TokenRun(made)
    run.hear(Completed(run.id_of("t")), hold=True)
    assert run.held == ["c"]
    run.retry("c")
    run.hear(Completed(run.id_of("c/a")), hold=True)
    assert run.held == ["c/e"]
    assert run.retry("c/e").enabled == ["z"]


def test_cancel_inside_of_it():
    run = TokenRun(failing()).hear(Cancel())
    assert run.status == "cancelled"
    assert {each.node for each in run.news if isinstance(each, Disabled)} == {"c", "c/a"}


def test_a_branch_that_is_not_waited_for_takes_its_call_along():
    block = Block("p", (to("c"), to("t")), "j", to("z"), 1)
    made = program(
        Start("s", to("p")), block, call(then="j!"), *CHILD, Task("t", to("j!")), Task("z", to("e")), End("e")
    )
    run = TokenRun(made).done("t")
    assert {each.node for each in run.news if isinstance(each, Disabled)} == {"c", "c/a"}
    assert run.enabled == ["z"]


def test_a_loop_leaves_nothing_behind():
    again = Choice("q", {"<": [VAR, 50]}, (Way(True, to("c")),), to("e"))
    made = program(Start("s", to("c")), call(then="q", input={"n": VAR}, output={"n": "n"}), *CHILD, again, End("e"))
    run = TokenRun(made, n=0)
    sizes = set()
    while run.status == "running":
        sizes.add((len(run.state["acts"]), len(run.state["scopes"])))
        run.done("c/a", n=run.seen_by("c/a")["n"] + 1)
    assert (run.data, sizes) == ({"n": 50}, {(2, 2)})
