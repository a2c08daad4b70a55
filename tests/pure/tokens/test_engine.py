"""Tokens in one line: tasks, choices, loops, failures and what leads on from them."""

import json
from typing import Any

import pytest

from support.token_runs import TokenRun, program, to
from workflow_engine_shared.errors import BadExpression, NoBranch
from workflow_engine_shared.tokens import engine
from workflow_engine_shared.tokens.events import (
    Cancel,
    Completed,
    Disabled,
    Enabled,
    Ended,
    Failed,
    Ignored,
    Incident,
    Left,
    Passed,
    Retry,
    Updated,
)
from workflow_engine_shared.tokens.program import Catch, Choice, End, Program, Start, Task, Way

LINE = program(Start("s", to("a")), Task("a", to("b")), Task("b", to("e")), End("e"))


def choice(rule: Any, *ways: tuple[Any, str], default: str | None = None) -> Program:
    """A task, a choice behind it, and tasks `x`, `y`, `z` that its ways may lead to."""
    tasks = [Task(name, to("e")) for name in "xyz"]
    made = Choice("q", rule, tuple(Way(when, to(target)) for when, target in ways), to(default) if default else None)
    return program(Start("s", to("a")), Task("a", to("q")), made, *tasks, End("e"))


LOOP = choice({"<": [{"var": "i"}, 3]}, (True, "a"), default="x")


# -- one after the other --------------------------------------------------------------------------------------------


def test_tasks_are_enabled_one_after_the_other_and_the_end_finishes():
    run = TokenRun(LINE, n=1)
    assert run.notices == [Passed("s", ("a",)), Enabled(run.id_of("a"), "a")]
    assert run.enabled == ["a"]
    first = run.id_of("a")
    run.done("a", x=2)
    assert run.news == [Left(first, "a", "b"), Enabled(run.id_of("b"), "b")]
    assert run.seen_by("b") == {"n": 1, "x": 2}
    last = run.id_of("b")
    run.done("b", x=3)
    assert run.news == [Left(last, "b", "e"), Passed("e", ()), Ended("finished")]
    assert (run.status, run.data, run.enabled) == ("finished", {"n": 1, "x": 3}, [])


def test_ids_are_never_used_twice():
    run = TokenRun(LOOP)
    ids = {run.id_of("a")}
    for i in range(3):
        run.done("a", i=i)
        ids |= run.state["acts"].keys()
    assert len(ids) == 4


def test_a_late_result_is_ignored():
    run = TokenRun(LINE)
    late = Completed(run.id_of("a"), {"x": 1})
    run.done("a").hear(late)
    assert (run.news, run.data, run.enabled) == ([Ignored(late)], {}, ["b"])
    run.done("b")
    for event in (late, Failed(late.id, "X", ""), Retry(late.id), Updated({"x": 1}), Cancel()):
        run.hear(event)
        assert (run.news, run.status, run.data) == ([Ignored(event)], "finished", {})


def test_what_a_task_is_given_is_its_own():
    run = TokenRun(LINE, n=1)
    run.seen_by("a")["n"] = 2
    assert run.data == {"n": 1}


# -- choices --------------------------------------------------------------------------------------------------------


def test_the_edge_that_a_choice_takes_is_told_also_where_two_lead_to_one_node():
    ways = (Way(1, to("x", 5)), Way(2, to("x", 6)))
    line = program(Start("s", to("q", 0)), Choice("q", {"var": "v"}, ways, to("x")), Task("x", to("e", 8)), End("e"))
    told = [each for each in TokenRun(line, v=2).notices if isinstance(each, Passed)]
    assert told == [Passed("s", ("q",), (0,)), Passed("q", ("x",), (6,))]
    assert Passed("q", ("x",)) in TokenRun(line, v=7).notices, "an edge without a number is not told"


@pytest.mark.parametrize(
    ("value", "taken"), [(1, "x"), (1.0, "x"), ("1", "y"), (True, "y"), (7, "y"), (0, "z"), ([], "z"), (None, "z")]
)
def test_a_choice_takes_an_equal_value_then_truth_then_the_default(value: Any, taken: str):
    run = TokenRun(choice({"var": "v"}, (1, "x"), (True, "y"), default="z"))
    run.done("a", v=value)
    assert run.enabled == [taken]
    assert Passed("q", (taken,)) in run.news


def test_a_loop_goes_back_until_its_condition_ends_it():
    run = TokenRun(LOOP)
    sizes = []
    for i in range(100):
        run.done("a", i=i % 3)
        sizes.append(len(json.dumps(run.state)))
    assert run.enabled == ["a"]
    assert max(sizes) < 210, "the state grows with what happened"
    assert run.done("a", i=3).done("x").status == "finished"


def test_no_fitting_branch_is_an_incident_and_a_retry_after_an_update_goes_on():
    run = TokenRun(choice({"var": "v"}, (1, "x")))
    run.done("a", v=2)
    stuck = run.id_of("q")
    told = "Node 'q' evaluated to 2, and no edge out of it fits."
    assert run.news[-1] == Incident(stuck, "q", NoBranch.code, told)
    assert (run.enabled, run.trouble) == ([], [("q", "NO_BRANCH")])
    run.hear(Retry(stuck))
    assert run.trouble == [("q", "NO_BRANCH")]
    run.hear(Updated({"v": 1})).hear(Retry(run.id_of("q")))
    assert (run.enabled, run.trouble) == (["x"], [])


def test_a_bad_expression_is_an_incident():
    run = TokenRun(choice({"throw": "no such shop"}, (1, "x")))
    run.done("a")
    assert run.trouble == [("q", BadExpression.code)]


def test_choices_in_a_circle_are_told_and_not_followed_for_ever():
    first, second = (Choice(name, {"var": "v"}, (Way(True, to(other)),), to("e")) for name, other in ("qr", "rq"))
    run = TokenRun(program(Start("s", to("q")), first, second, End("e")), v=1)
    ((node, code),) = run.trouble
    assert (node in {"q", "r"}, code) == (True, "ENDLESS_CIRCLE")
    run.hear(Retry(run.id_of(node)))
    assert [code for _, code in run.trouble] == ["ENDLESS_CIRCLE"]
    run.hear(Updated({"v": 0})).hear(Retry(run.id_of(run.trouble[0][0])))
    assert run.status == "finished"


# -- failures -------------------------------------------------------------------------------------------------------

CAUGHT = program(
    Start("s", to("a")),
    Task("a", to("b"), {"error": Catch(to("mend")), "timeout": Catch(to("late"), "why")}),
    Task("b", to("e")),
    Task("mend", to("e")),
    Task("late", to("e")),
    End("e"),
)


def test_an_uncaught_failure_is_an_incident_and_a_retry_keeps_the_id():
    run = TokenRun(LINE)
    work = run.id_of("a")
    run.fail("a")
    assert run.news == [Incident(work, "a", "BROKEN", "a is broken")]
    assert (run.enabled, run.status) == ([], "running")
    run.done("a", x=1)
    assert isinstance(run.news[0], Ignored)
    run.hear(Retry(work))
    assert (run.news, run.enabled, run.trouble) == ([Enabled(work, "a")], ["a"], [])
    run.hear(Retry(work))
    assert isinstance(run.news[0], Ignored)


@pytest.mark.parametrize(("kind", "leads_to", "key"), [("error", "mend", "error"), ("timeout", "late", "why")])
def test_a_failure_takes_the_edge_that_is_drawn_for_it(kind: str, leads_to: str, key: str):
    run = TokenRun(CAUGHT)
    work = run.id_of("a")
    run.fail("a", "BROKEN", kind)
    assert run.news == [Left(work, "a", leads_to), Enabled(run.id_of(leads_to), leads_to)]
    assert run.data == {key: {"code": "BROKEN", "message": "a is broken", "node": "a"}}
    assert run.done(leads_to).status == "finished"


def test_an_edge_for_errors_catches_a_timeout_that_has_none_but_not_the_other_way_round():
    run = TokenRun(
        program(Start("s", to("a")), Task("a", to("e"), {"error": Catch(to("b"))}), Task("b", to("e")), End("e"))
    )
    assert run.fail("a", "NODE_TIMEOUT", "timeout").enabled == ["b"]
    run = TokenRun(program(Start("s", to("a")), Task("a", to("e"), {"timeout": Catch(to("e"))}), End("e")))
    assert run.fail("a").trouble == [("a", "BROKEN")]


def test_cancel_takes_all_work_back():
    run = TokenRun(LINE, n=1)
    work = run.id_of("a")
    run.hear(Cancel())
    assert run.news == [Disabled(work, "a"), Ended("cancelled")]
    assert (run.status, run.enabled, run.data) == ("cancelled", [], {"n": 1})


def test_a_rule_that_raises_what_it_must_not_leaves_the_state_as_it_was():
    def faulty(_rule: Any, _variables: Any) -> Any:
        raise ZeroDivisionError

    run = TokenRun(LOOP)
    before = json.dumps(run.state)
    with pytest.raises(ZeroDivisionError):
        engine.apply(LOOP, run.state, Completed(run.id_of("a"), {"i": 1}), faulty)
    assert json.dumps(run.state) == before


# -- held, because the run is to stop ---------------------------------------------------------------------------------


def test_a_choice_is_held_and_looks_at_what_was_changed_meanwhile():
    run = TokenRun(LOOP, i=0)
    run.hear(Completed(run.id_of("a"), {"i": 1}), hold=True)
    held = run.id_of("q")
    assert run.news == [Left("a2", "a", "q"), Enabled(held, "q")]
    assert (run.held, run.enabled, run.trouble) == (["q"], [], [])
    run.hear(Updated({"i": 7}))
    run.hear(Retry(held))
    assert run.news == [Passed("q", ("x",)), Enabled(run.id_of("x"), "x")]
    assert run.held == []


def test_an_end_and_a_start_are_held():
    run = TokenRun(LINE, hold=True)
    assert run.held == ["s"]
    run.hear(Retry(run.id_of("s")))
    run.hear(Completed(run.id_of("a")), hold=True)
    assert (run.held, run.enabled) == ([], ["b"]), "work is not held: it has a safe point of its own"
    run.hear(Completed(run.id_of("b")), hold=True)
    assert (run.status, run.held) == ("running", ["e"])
    run.hear(Retry(run.id_of("e")), hold=True)
    assert (run.status, run.held) == ("running", ["e"]), "asked to stop again, before it went on"
    run.hear(Retry(run.id_of("e")))
    assert run.news == [Passed("e", ()), Ended("finished")]


def test_what_is_held_is_taken_back_like_work():
    run = TokenRun(LOOP, i=0)
    run.hear(Completed(run.id_of("a"), {"i": 1}), hold=True)
    held = run.id_of("q")
    run.hear(Cancel())
    assert run.news == [Disabled(held, "q"), Ended("cancelled")]
    assert run.hear(Retry(held)).news == [Ignored(Retry(held))]
