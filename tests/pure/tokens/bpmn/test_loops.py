"""Loops and multi-instance activities."""

import pytest

from support.bpmn_drawing import (
    ANY_ERROR,
    SIGNAL,
    boundary,
    flows,
    message,
    played,
    simple,
    steered,
    sub,
    times,
    work,
    works,
)
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.tokens import engine
from workflow_engine_shared.tokens.events import Completed, Message, Updated


def of(count: str, more: str = "", **attributes: str) -> str:
    return times(f"<loopCardinality>{count}</loopCardinality>{more}", **attributes)


def again(text: str, **attributes: str) -> str:
    words = "".join(f' {key}="{value}"' for key, value in attributes.items())
    inside = f"<loopCondition>{text}</loopCondition>"
    return f"<standardLoopCharacteristics{words}>{inside}</standardLoopCharacteristics>"


def done_if(text: str) -> str:
    return f"<completionCondition>{text}</completionCondition>"


@pytest.mark.parametrize(("before", "trace"), [("false", ["a", "z"]), ("true", ["z"])])
def test_a_standard_loop_tests_before_or_behind(before: str, trace: list[str]):
    loop = again("n > 5", testBefore=before)
    assert played(simple(work("a", loop), works("z"), flows("s > a > z > e")), n=0) == trace


def test_a_standard_loop_goes_on_while_its_condition_holds_but_not_longer_than_its_maximum():
    loop = again("n == 0", loopMaximum="3")
    source = simple(work("a", loop), flows("s > a > e"))
    assert played(source, n=0) == ["a", "a", "a"]
    run = steered(source, n=0)
    assert run.seen_by_id(run.enabled_ids[0])["loopCounter"] == 0
    assert run.hear(Completed(run.enabled_ids[0], {"n": 1})).status == "finished"


def test_instances_side_by_side_each_with_its_counter():
    run = steered(simple(work("a", of("3")), works("z"), flows("s > a > z > e")))
    assert [run.seen_by_id(each)["loopCounter"] for each in run.enabled_ids] == [0, 1, 2]
    for each in run.enabled_ids:
        run.hear(Completed(each))
    assert run.enabled == ["z"]


def test_instances_one_after_the_other():
    run = steered(simple(work("a", of("3", isSequential="true")), flows("s > a > e")))
    for number in range(3):
        assert [run.seen_by_id(each)["loopCounter"] for each in run.enabled_ids] == [number]
        run.hear(Completed(run.enabled_ids[0]))
    assert run.status == "finished"


def test_no_instance_at_all():
    assert played(simple(work("a", of("0")), works("z"), flows("s > a > z > e"))) == ["z"]


def _collecting(**attributes: str) -> bytes:
    refs = "<loopDataInputRef>xs</loopDataInputRef><loopDataOutputRef>ys</loopDataOutputRef>"
    loop = times(f'{refs}<inputDataItem id="x"/><outputDataItem id="y"/>', **attributes)
    data = '<dataObject id="xs" isCollection="true"/><dataObject id="ys" isCollection="true"/>'
    return simple(data, work("a", loop), works("z"), flows("s > a > z > e"))


def test_a_collection_is_gone_through_and_its_results_come_in_its_order():
    run = steered(_collecting(), xs=[1, 2, 3])
    for each in reversed(run.enabled_ids):
        run.hear(Completed(each, {"y": run.seen_by_id(each)["x"] * 10}))
    assert run.seen_by("z")["ys"] == [10, 20, 30]
    assert "y" not in run.seen_by("z")


def test_a_collection_is_what_it_was_when_the_loop_began():
    run = steered(_collecting(isSequential="true"), xs=["p", "q"])
    run.hear(Updated({"xs": []}))
    run.hear(Completed(run.enabled_ids[0], {"y": 1}))
    assert [run.seen_by_id(each)["x"] for each in run.enabled_ids] == ["q"]


def test_what_is_no_list_is_an_incident_that_can_be_mended():
    run = steered(_collecting(), xs=7)
    assert run.trouble == [("a", "BAD_LOOP")]
    assert run.hear(Updated({"xs": ["p"]})).retry("a").enabled == ["a"]


@pytest.mark.parametrize("count", ["-1", "2.5"])
def test_a_number_of_instances_that_is_none(count: str):
    run = steered(simple(work("a", of("n")), flows("s > a > e")), n=float(count))
    assert run.trouble == [("a", "BAD_LOOP")]


def test_ten_million_instances_are_refused():
    run = steered(simple(work("a", of("n")), flows("s > a > e")), n=10_000_000)
    assert run.trouble == [("a", "TOO_MANY_INSTANCES")]
    sequential = simple(work("a", of("n", isSequential="true")), flows("s > a > e"))
    assert steered(sequential, n=10_000_000).trouble == [("a", "TOO_MANY_INSTANCES")]


def test_the_rest_is_cancelled_once_the_completion_condition_holds():
    source = simple(work("a", of("5", done_if("numberOfCompletedInstances >= 2"))), works("z"), flows("s > a > z > e"))
    run = steered(source)
    late = run.enabled_ids[4]
    run.hear(Completed(run.enabled_ids[0])).hear(Completed(run.enabled_ids[0]))
    assert run.enabled == ["z"]
    assert run.hear(Completed(late)).done("z").status == "finished"


def test_a_completion_condition_that_is_unclear_is_an_incident_and_nothing_is_done_twice():
    source = simple(work("a", of("3", done_if("enough"), isSequential="true")), flows("s > a > e"))
    run = steered(source, enough="maybe")
    run.hear(Completed(run.enabled_ids[0]))
    assert run.trouble == [("a", "BAD_EXPRESSION")]
    run.hear(Updated({"enough": False})).retry("a")
    assert [run.seen_by_id(each)["loopCounter"] for each in run.enabled_ids] == [1]


def test_sub_processes_side_by_side_have_their_own_variables():
    inner = sub("x", of("3"), '<startEvent id="xs"/>', works("a"), '<endEvent id="xe"/>', flows("xs > a > xe"))
    run = steered(simple(inner, works("z"), flows("s > x > z > e")))
    assert sorted(run.seen_by_id(each)["loopCounter"] for each in run.enabled_ids) == [0, 1, 2]
    for each in run.enabled_ids:
        run.hear(Completed(each))
    assert run.enabled == ["z"]


def test_an_error_in_one_instance_ends_them_all_by_the_boundary():
    inner = sub("x", of("3"), '<startEvent id="xs"/>', works("a"), '<endEvent id="xe"/>', flows("xs > a > xe"))
    run = steered(simple(inner, boundary("b", "x", ANY_ERROR), works("z"), flows("s > x > e", "b > z > e")))
    run.fail_id(run.enabled_ids[1], "error")
    assert run.enabled == ["z"]
    assert len(run.state["scopes"]) == 1


def test_a_message_interrupts_a_loop_as_a_whole():
    source = simple(work("a", of("4")), boundary("b", "a", message()), works("z"), flows("s > a > e", "b > z > e"))
    assert steered(source).hear(Message("msg")).enabled == ["z"]


def test_a_loop_tells_of_its_first_instance_and_goes_on():
    loop = of("3", behavior="One", oneBehaviorEventRef="first")
    events = f'<boundaryEvent id="b" attachedToRef="a" cancelActivity="false">{SIGNAL}</boundaryEvent>'
    named = '<signalEventDefinition id="first" signalRef="sig"/>'
    source = simple(work("a", loop), events, works("n"), flows("s > a > e", "b > n > e"), more=named)
    assert played(source).count("n") == 1


# -- limits of size and time -----------------------------------------------------------------------------------------


def test_a_loop_of_ten_thousand_rounds_leaves_the_state_as_small_as_it_was():
    source = simple(works("a"), '<exclusiveGateway id="m"/><exclusiveGateway id="x" default="x_e"/>',
                    flows("s > m > a > x", "x > m ? n > 0", "x > e"))  # fmt: skip
    program = steered(source, n=1).program
    state, _ = engine.start(program, {"n": 10_000}, evaluate)
    size = len(repr(state))
    for n in range(9_999, -1, -1):
        (due,) = engine.enabled(program, state)
        state, _ = engine.apply(program, state, Completed(due.id, {"n": n}), evaluate)
        assert len(repr(state)) < size + 20
    assert state["status"] == "finished"


def test_a_thousand_instances_side_by_side():
    run = steered(simple(work("a", of("1000")), flows("s > a > e")))
    program, state = run.program, run.state
    while state["status"] == "running":
        state, _ = engine.apply(program, state, Completed(engine.enabled(program, state)[0].id), evaluate)
    assert state["scopes"] == {}


def test_instances_without_any_work_are_no_endless_circle():
    inner = sub("x", of("900"), '<startEvent id="xs"/>', '<task id="t"/>', '<endEvent id="xe"/>', flows("xs > t > xe"))
    assert played(simple(inner, works("z"), flows("s > x > z > e"))) == ["z"]


def test_a_circle_without_work_is_told():
    loop = "<standardLoopCharacteristics><loopCondition>true</loopCondition></standardLoopCharacteristics>"
    run = steered(simple(f'<task id="t">{loop}</task>', flows("s > t > e")))
    assert run.trouble == [("t", "ENDLESS_CIRCLE")]
