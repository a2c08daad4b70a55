"""Processes, sub-processes and calls: what is seen and written where, and how ad-hoc ones come to their end."""

import pytest

from support.bpmn_drawing import (
    END,
    START,
    bpmn,
    catch,
    element,
    end,
    flows,
    gateway,
    message,
    played,
    process,
    script,
    simple,
    steered,
    sub,
    works,
)
from workflow_engine_shared.errors import InvalidFlow
from workflow_engine_shared.tokens import engine
from workflow_engine_shared.tokens.events import Begin, Cancel, Completed, Ended, Message, Updated


def test_script_tasks_assign_one_variable_after_the_other():
    task = script("c", '[{"n": {"+": [{"var": "n"}, 1]}}, {"m": {"*": [{"var": "n"}, 10]}}]')
    assert steered(simple(task, works("a"), flows("s > c > a > e")), n=1).seen_by("a") == {"n": 2, "m": 20}


def test_a_script_that_cannot_be_evaluated_is_an_incident():
    task = script("c", '[{"n": {"+": [{"var": "n"}, {"throw": "no"}]}}]')
    run = steered(simple(task, works("a"), flows("s > c > a > e")), n=1)
    assert run.trouble == [("c", "BAD_EXPRESSION")]


def test_a_sub_process_writes_outside_but_for_its_own_data():
    body = sub(
        "x", '<dataObject id="own"/>', START.replace('"s"', '"xs"'), works("a b"), end("xe"), flows("xs > a > b > xe")
    )
    run = steered(simple(body, works("z"), flows("s > x > z > e"))).done("a", own=1, other=2)
    assert run.seen_by("b") == {"own": 1, "other": 2}
    assert run.data == {"other": 2}
    assert run.done("b").seen_by("z") == {"other": 2}


def test_updates_hold_everywhere():
    body = sub("x", '<dataObject id="own"/>', START.replace('"s"', '"xs"'), works("a"), end("xe"), flows("xs > a > xe"))
    run = steered(simple(body, flows("s > x > e"))).hear(Updated({"own": 7}))
    assert run.seen_by("a")["own"] == 7


def test_a_called_process_has_variables_of_its_own():
    called = process(START.replace('"s"', '"qs"'), works("q1"), end("qe"), flows("qs > q1 > qe"), name="q")
    run = steered(
        bpmn(
            process(START, END, element("callActivity", "c", calledElement="q"), works("z"), flows("s > c > z > e")),
            called,
        ),
        n=1,
    )
    assert run.seen_by("q1") == {"n": 1}
    run.done("q1", m=2)
    assert run.enabled == ["z"]
    assert "q1" not in run.state["acts"]


def test_a_process_that_calls_itself_is_refused():
    call = element("callActivity", "c", calledElement="q")
    begin = START.replace('"s"', '"qs"')
    called = process(begin, works("a"), call, end("qe"), flows("qs > a > c > qe"), name="q")
    with pytest.raises(InvalidFlow, match="call itself"):
        steered(bpmn(called))


def adhoc(*inside: str, ordering: str = "Parallel", enough: str = "", cancels: str = "true") -> str:
    condition = f"<completionCondition>{enough}</completionCondition>" if enough else ""
    return element("adHocSubProcess", "x", *inside, condition, ordering=ordering, cancelRemainingInstances=cancels)


def test_ad_hoc_all_at_once():
    source = simple(adhoc(works("a b c")), works("z"), flows("s > x > z > e"))
    assert steered(source).enabled == ["a", "b", "c"]
    assert played(source) == ["a", "b", "c", "z"]


def test_ad_hoc_one_after_the_other():
    source = simple(adhoc(works("a b c"), ordering="Sequential"), works("z"), flows("s > x > z > e"))
    run = steered(source)
    assert run.enabled == ["a"]
    assert run.done("a").enabled == ["b"]
    assert played(source) == ["a", "b", "c", "z"]


def test_ad_hoc_ends_when_its_condition_holds():
    source = simple(adhoc(works("a b c"), enough="n > 1"), works("z"), flows("s > x > z > e"))
    run = steered(source, n=0).done("a", n=1)
    assert run.enabled == ["b", "c"]
    assert run.done("c", n=2).enabled == ["z"]
    run = steered(simple(adhoc(works("a b"), enough="n > 0", ordering="Sequential"), flows("s > x > e")), n=0)
    assert run.done("a", n=1).status == "finished"


def test_ad_hoc_waits_for_the_rest_if_it_is_to():
    source = simple(adhoc(works("a b"), enough="n > 0", cancels="false"), works("z"), flows("s > x > z > e"))
    run = steered(source, n=0).done("a", n=1)
    assert run.enabled == ["b"]
    assert run.done("b").enabled == ["z"]


def test_two_processes_in_one_run():
    other = process('<startEvent id="qs"/>', works("q1"), end("qe"), flows("qs > q1 > qe"), name="q")
    run = steered(bpmn(process(START, END, works("a"), flows("s > a > e")), other)).hear(Begin("q", {"n": 1}))
    assert run.seen_by("q1") == {"n": 1}
    assert run.done("a").status == "running"
    assert run.done("q1").status == "finished"


def test_cancel_ends_all():
    run = steered(simple(works("a b"), gateway("parallel", "g"), flows("s > g > a > e", "g > b > e"))).hear(Cancel())
    assert run.news[-1] == Ended("cancelled")
    assert run.state["acts"] == {}


def test_held_tokens_stand_in_front_of_what_looks_at_variables():
    lines = flows("s > a > g", "g > b ? n == 1", "g > c", "b > e", "c > e")
    run = steered(simple(works("a b c"), gateway("exclusive", "g", default="g_c"), lines), n=1)
    run.hear(Completed(run.id_of("a")), hold=True)
    assert run.held == ["g"]
    run.hear(Updated({"n": 2})).retry("g")
    assert run.enabled == ["c"]


# -- correlation ----------------------------------------------------------------------------------------------------

CONVERSATION = (
    '<correlationProperty id="order" name="order"><correlationPropertyRetrievalExpression messageRef="msg">'
    "<messagePath>number</messagePath></correlationPropertyRetrievalExpression>"
    '<correlationPropertyRetrievalExpression messageRef="other"><messagePath>number</messagePath>'
    "</correlationPropertyRetrievalExpression></correlationProperty>"
    '<collaboration id="c"><participant id="pool" processRef="p"/><correlationKey id="key" name="key">'
    "<correlationPropertyRef>order</correlationPropertyRef></correlationKey></collaboration>"
)


def test_the_first_message_of_a_conversation_fixes_its_keys():
    body = [
        START,
        END,
        catch("m", message("msg")),
        catch("n", message("other")),
        works("a"),
        flows("s > m > n > a > e"),
    ]
    run = steered(bpmn(process(*body), more=CONVERSATION)).hear(Message("msg", {"number": 7}))
    run.hear(Message("other", {"number": 8}))
    assert run.enabled == []
    assert run.hear(Message("other", {"number": 7})).enabled == ["a"]


def test_a_subscription_tells_its_timer():
    run = steered(
        simple(
            catch("c", "<timerEventDefinition><timeCycle>R3/PT1M</timeCycle></timerEventDefinition>"),
            works("a"),
            flows("s > c > a > e"),
        )
    )
    (waiting,) = engine.subscriptions(run.state)
    assert (waiting.waits["mode"], waiting.waits["spec"], waiting.waits["left"]) == ("cycle", "R3/PT1M", 3)
