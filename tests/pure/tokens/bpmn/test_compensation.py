"""Compensation and transactions: what is over is undone, the newest first."""

from support.bpmn_drawing import (
    CANCEL,
    COMPENSATE,
    SIGNAL,
    START,
    boundary,
    bpmn,
    catch,
    end,
    flows,
    gateway,
    played,
    process,
    simple,
    steered,
    sub,
    throw,
    timer,
    times,
    undo,
    work,
    works,
)
from workflow_engine_shared.tokens.events import Signal


def undoing(activity: str) -> str:
    return f'<compensateEventDefinition activityRef="{activity}"/>'


def inner(*body: str, name: str = "x", tag: str = "subProcess") -> str:
    return sub(name, f'<startEvent id="{name}s"/>', end(f"{name}e"), *body, tag=tag)


def test_what_is_over_is_undone_in_reverse_one_after_the_other():
    source = simple(
        works("a b z"), undo("a", "ua"), undo("b", "ub"), throw("t", COMPENSATE), flows("s > a > b > t > z > e")
    )
    run = steered(source).done("a").done("b")
    assert run.enabled == ["ub"]
    assert run.done("ub").enabled == ["ua"]
    assert run.done("ua").enabled == ["z"]
    assert run.done("z").status == "finished"


def test_only_what_is_named_is_undone():
    source = simple(
        works("a b z"), undo("a", "ua"), undo("b", "ub"), throw("t", undoing("a")), flows("s > a > b > t > z > e")
    )
    assert played(source) == ["a", "b", "ua", "z"]


def test_what_is_not_over_is_not_undone():
    source = simple(works("a z"), undo("a", "ua"), boundary("b", "a", timer("PT1S")), throw("t", COMPENSATE),
                    flows("s > a > e", "b > t > z > e"))  # fmt: skip
    assert steered(source).go_on().enabled == ["z"]


def test_nothing_is_undone_twice():
    source = simple(
        works("a"), undo("a", "ua"), throw("t", COMPENSATE), throw("u", COMPENSATE), flows("s > a > t > u > e")
    )
    assert played(source) == ["a", "ua"]


def test_a_token_that_does_not_wait_goes_on_beside():
    throws = throw("t", '<compensateEventDefinition waitForCompletion="false"/>')
    run = steered(simple(works("a z"), undo("a", "ua"), throws, flows("s > a > t > z > e"))).done("a")
    assert sorted(run.enabled) == ["ua", "z"]
    assert run.done("z").status == "running"
    assert run.done("ua").status == "finished"


def test_a_sub_process_without_handler_is_undone_by_what_is_in_it():
    body = inner(works("a b"), undo("a", "ua"), undo("b", "ub"), flows("xs > a > b > xe"))
    assert played(simple(body, works("z"), throw("t", undoing("x")), flows("s > x > t > z > e"))) == [
        "a", "b", "ub", "ua", "z",
    ]  # fmt: skip


def test_a_sub_process_is_undone_by_its_event_sub_process_with_the_variables_it_had():
    start = f'<startEvent id="hs">{COMPENSATE}</startEvent>'
    handling = sub("h", start, works("h1"), end("he"), flows("hs > h1 > he"), triggeredByEvent="true")
    body = inner('<dataObject id="inside"/>', works("a"), handling, flows("xs > a > xe"))
    run = steered(simple(body, works("z"), throw("t", undoing("x")), flows("s > x > t > z > e"))).done("a", inside=5)
    assert run.enabled == ["h1"]
    assert run.seen_by("h1")["inside"] == 5
    assert "inside" not in run.data
    assert run.done("h1").done("z").status == "finished"


def test_an_ad_hoc_sub_process_is_undone_whatever_its_condition_says():
    condition = "<completionCondition>n > 0</completionCondition>"
    body = sub("x", works("a b"), undo("a", "ua"), undo("b", "ub"), condition, tag="adHocSubProcess")
    run = steered(simple(body, works("z"), throw("t", undoing("x")), flows("s > x > t > z > e")), n=0)
    run.done("a").done("b", n=1)
    assert run.enabled == ["ub"]
    assert run.done("ub").enabled == ["ua"]
    assert run.done("ua").enabled == ["z"]


def test_each_instance_of_a_loop_is_undone():
    loop = times("<loopCardinality>3</loopCardinality>", isSequential="true")
    source = simple(work("a", loop), undo("a", "ua"), throw("t", COMPENSATE), flows("s > a > t > e"))
    assert played(source) == ["a", "a", "a", "ua", "ua", "ua"]


def test_a_compensation_end_event():
    source = bpmn(process(START, works("a"), undo("a", "ua"), end("f", COMPENSATE), flows("s > a > f")))
    assert played(source) == ["a", "ua"]


def test_a_cancelled_transaction_stops_undoes_and_is_left_by_its_boundary():
    body = inner(works("a w"), undo("a", "ua"), gateway("parallel", "g"), end("xc", CANCEL),
                 flows("xs > a > g > w > xe", "g > xc"), tag="transaction")  # fmt: skip
    source = simple(body, boundary("b", "x", CANCEL), works("z"), flows("s > x > e", "b > z > e"))
    run = steered(source).done("a")
    assert run.enabled == ["ua"]
    assert run.done("ua").enabled == ["z"]
    assert run.done("z").status == "finished"


def test_an_error_leaves_a_transaction_without_undoing_it():
    body = inner(works("a b"), undo("a", "ua"), flows("xs > a > b > xe"), tag="transaction")
    source = simple(body, boundary("b1", "x", "<errorEventDefinition/>"), works("z"), flows("s > x > e", "b1 > z > e"))
    assert steered(source).done("a").fail("b").enabled == ["z"]


def test_a_handler_may_fail_and_be_tried_again():
    source = simple(works("a z"), undo("a", "ua"), throw("t", COMPENSATE), flows("s > a > t > z > e"))
    run = steered(source).done("a").fail("ua")
    assert run.trouble == [("ua", "BROKEN")]
    assert run.retry("ua").done("ua").enabled == ["z"]


def test_what_could_be_undone_goes_with_its_scope():
    """Nothing of a process that is over is kept, whatever could have been undone in it."""
    body = inner(works("a"), undo("a", "ua"), flows("xs > a > xe"))
    run = steered(simple(body, catch("c", SIGNAL), flows("s > x > c > e"))).done("a")
    assert len(run.state["vars"]) == 2
    run.hear(Signal("sig"))
    assert run.status == "finished"
    assert list(run.state["vars"]) == ["s1"]


def called(*body: str, name: str = "q") -> str:
    """A process that is called, with variables of its own."""
    return process(f'<startEvent id="{name}s"/>', end(f"{name}e"), *body, name=name)


def calls(name: str, process_id: str, *inside: str) -> str:
    return f'<callActivity id="{name}" calledElement="{process_id}">{"".join(inside)}</callActivity>'


def test_a_called_process_is_undone_by_what_is_over_in_it_with_the_variables_it_had():
    other = called(works("a b"), undo("a", "ua"), undo("b", "ub"), flows("qs > a > b > qe"))
    source = bpmn(process(START, end("e"), calls("x", "q"), throw("t", undoing("x")), works("z"),
                          flows("s > x > t > z > e")), other)  # fmt: skip
    run = steered(source, given=1).done("a", inside=5).done("b")
    assert run.enabled == ["ub"]
    assert (run.seen_by("ub")["inside"], run.seen_by("ub")["given"]) == (5, 1)
    assert run.done("ub", written=1).enabled == ["ua"]
    assert run.seen_by("ua")["written"] == 1
    assert run.done("ua").enabled == ["z"]
    assert "written" not in run.data
    assert run.done("z").status == "finished"
    assert list(run.state["vars"]) == ["s1"]


def test_what_is_called_is_undone_in_its_turn():
    other = called(works("a"), undo("a", "ua"), flows("qs > a > qe"))
    source = bpmn(process(START, end("e"), works("b c"), undo("b", "ub"), undo("c", "uc"), calls("x", "q"),
                          throw("t", COMPENSATE), flows("s > b > x > c > t > e")), other)  # fmt: skip
    assert played(source) == ["b", "a", "c", "uc", "ua", "ub"]


def test_a_handler_at_a_sub_process_comes_in_place_of_what_is_inside():
    body = inner(works("a"), undo("a", "ua"), flows("xs > a > xe"))
    assert played(simple(body, undo("x", "ux"), throw("t", COMPENSATE), flows("s > x > t > e"))) == ["a", "ux"]


def test_a_handler_at_the_call_activity_comes_in_place_of_what_is_inside():
    other = called(works("a"), undo("a", "ua"), flows("qs > a > qe"))
    source = bpmn(process(START, end("e"), calls("x", "q"), undo("x", "ux"), throw("t", COMPENSATE),
                          flows("s > x > t > e")), other)  # fmt: skip
    assert played(source) == ["a", "ux"]


def test_a_cancelled_transaction_undoes_what_it_called():
    other = called(works("a b"), undo("a", "ua"), undo("b", "ub"), flows("qs > a > b > qe"))
    body = inner(calls("y", "q"), gateway("parallel", "g"), end("xc", CANCEL), works("w"),
                 flows("xs > y > g > w > xe", "g > xc"), tag="transaction")  # fmt: skip
    source = bpmn(process(START, end("e"), body, boundary("b1", "x", CANCEL), works("z"),
                          flows("s > x > e", "b1 > z > e")), other)  # fmt: skip
    assert steered(source).done("a").done("b").done("ub").done("ua").done("z").status == "finished"


def test_what_a_called_process_called_is_undone_too():
    innermost = called(works("a"), undo("a", "ua"), flows("rs > a > re"), name="r")
    other = called(works("b"), undo("b", "ub"), calls("y", "r"), flows("qs > y > b > qe"))
    source = bpmn(
        process(START, end("e"), calls("x", "q"), throw("t", COMPENSATE), flows("s > x > t > e")), other, innermost
    )
    assert played(source) == ["a", "b", "ub", "ua"]


def test_each_instance_of_a_call_is_undone_with_its_own_variables():
    other = called(works("a"), undo("a", "ua"), flows("qs > a > qe"))
    loop = times("<loopCardinality>2</loopCardinality>", isSequential="true")
    source = bpmn(
        process(START, end("e"), calls("x", "q", loop), throw("t", COMPENSATE), flows("s > x > t > e")), other
    )
    run = steered(source).done("a", n=1).done("a", n=2)
    assert (run.enabled, run.seen_by("ua")["n"]) == (["ua"], 2)
    run.done("ua")
    assert (run.enabled, run.seen_by("ua")["n"]) == (["ua"], 1)
    assert run.done("ua").status == "finished"


def test_a_called_process_is_undone_by_its_compensation_event_sub_process():
    start = f'<startEvent id="hs">{COMPENSATE}</startEvent>'
    handling = sub("h", start, works("h1"), throw("ht", COMPENSATE), end("he"), flows("hs > h1 > ht > he"),
                   triggeredByEvent="true")  # fmt: skip
    other = called(works("a"), undo("a", "ua"), handling, flows("qs > a > qe"))
    source = bpmn(process(START, end("e"), calls("x", "q"), throw("t", COMPENSATE), works("z"),
                          flows("s > x > t > z > e")), other)  # fmt: skip
    run = steered(source).done("a", inside=5)
    assert (run.enabled, run.seen_by("h1")["inside"]) == (["h1"], 5)
    assert run.done("h1").enabled == ["ua"]
    assert run.done("ua").enabled == ["z"]
    assert run.done("z").status == "finished"


def test_a_handler_of_a_called_process_may_fail_and_be_tried_again():
    other = called(works("a"), undo("a", "ua"), flows("qs > a > qe"))
    source = bpmn(process(START, end("e"), calls("x", "q"), throw("t", COMPENSATE), works("z"),
                          flows("s > x > t > z > e")), other)  # fmt: skip
    run = steered(source).done("a").fail("ua")
    assert run.trouble == [("ua", "BROKEN")]
    assert run.retry("ua").done("ua").enabled == ["z"]


def test_what_a_call_could_undo_goes_with_the_process_that_called():
    other = called(works("a"), undo("a", "ua"), flows("qs > a > qe"))
    source = bpmn(process(START, end("e"), calls("x", "q"), catch("c", SIGNAL), flows("s > x > c > e")), other)
    run = steered(source).done("a")
    assert len(run.state["vars"]) == 2
    run.hear(Signal("sig"))
    assert (run.status, list(run.state["vars"])) == ("finished", ["s1"])
