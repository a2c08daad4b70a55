"""The numbers of visits, by what the tokens tell."""

from typing import Any

from workflow_engine_shared.tokens.events import Disabled, Enabled, Ended, Incident, Left, Passed
from workflow_engine_shared.tokens.program import Block, End, Flow, Program, Start, Task
from workflow_engine_worker.kernel.visit_book import REFUSED, VisitBook

PROGRAM = Program(
    {
        each.id: each
        for each in (
            Start("start", Flow("split")),
            Block("split", (Flow("a"), Flow("b")), join="join", then=Flow("end"), need=2),
            Task("a", Flow("join", leaves=True)),
            Task("b", Flow("join", leaves=True)),
            End("end"),
        )
    },
    "start",
)


def book(most: int = 100, **ctl: Any) -> VisitBook:
    return VisitBook(PROGRAM, most, {"visits": 0, "open": {}, **ctl})


def test_numbers_are_given_in_the_order_of_what_is_told():
    made = book()
    entries = made.enter(
        [Passed("start", ("split",)), Passed("split", ("a", "b")), Enabled("t1", "a"), Enabled("t2", "b")]
    )
    assert entries.due == [(1, "start"), (2, "split"), (3, "a"), (4, "b")]
    assert entries.passed == [(1, "start"), (2, "split")]
    assert made.open == {"t1": 3, "t2": 4}
    assert made.channel() == {"visits": 2, "open": {"t1": 3, "t2": 4}, REFUSED: None}


def test_the_first_node_may_have_its_number_already():
    entries = book(visits=0, open={}).enter([Passed("start", ("a",)), Enabled("t1", "a")], given=1)
    assert entries.due == [(1, "a")], "the given number is not given again"
    known = VisitBook(PROGRAM, 9, {"visits": 0, "open": {"x": 1}})
    known.open.pop("x")
    assert known.enter([Passed("start", ()), Enabled("t1", "a")], given=1).due == [(2, "a")]


def test_a_book_goes_on_where_its_channel_was_left():
    before = book()
    before.enter([Passed("start", ("split",)), Passed("split", ()), Enabled("t1", "a"), Enabled("t2", "b")])
    assert before.close("t1") == 3
    after = VisitBook(PROGRAM, 100, before.channel())
    assert (after.over, after.open) == (3, {"t2": 4})
    assert after.enter([Left("t1", "a", "a"), Enabled("t3", "a")]).due == [(5, "a")], "no number is used twice"


def test_what_is_tried_again_keeps_its_number():
    made = book(visits=3, open={"t1": 4})
    assert made.enter([Incident("t1", "a", "C", "m"), Enabled("t1", "a")]).due == []
    assert made.open == {"t1": 4}


def test_an_incident_of_a_block_is_a_visit_of_its_join():
    made = book(visits=2)
    trouble = Incident("k1", "split", "STATE_CONFLICT", "x")
    assert made.place(trouble) == "join"
    assert made.enter([trouble]).due == [(3, "join")]
    assert made.open == {"k1": 3}
    assert made.place(Incident("t9", "a", "C", "m")) == "a"


def test_what_is_not_wanted_any_more_is_over():
    made = book(visits=2, open={"t1": 3, "t2": 4})
    entries = made.enter([Disabled("t2", "b"), Disabled("unknown", "b"), Passed("join", ("end",)), Passed("end", ())])
    assert entries.dropped == [(4, Disabled("t2", "b"))]
    assert entries.passed == [(5, "join"), (6, "end")]
    assert (made.over, made.open) == (5, {"t1": 3})
    assert made.enter([Ended("finished")]).due == []


def test_one_visit_too_many_is_refused_and_nothing_behind_it_is_entered():
    made = book(most=3, visits=2)
    entries = made.enter([Passed("start", ()), Passed("split", ()), Enabled("t1", "a")])
    assert entries.passed == [(3, "start")]
    assert entries.due == [(3, "start"), (4, "split")]
    assert (made.refused, made.open) == ("split", {REFUSED: 4})
    again = VisitBook(PROGRAM, 3, made.channel())
    assert again.refused == "split"
    assert again.enter([Passed("split", ())]).due == [], "a refused run comes to no other node"


def test_work_is_refused_by_its_own_visit_not_here():
    """Its number tells: the visit refuses itself when it begins."""
    made = book(most=1, visits=1)
    assert made.enter([Enabled("t1", "a")]).due == [(2, "a")]
    assert made.refused is None
