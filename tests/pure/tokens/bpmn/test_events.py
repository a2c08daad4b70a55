"""Events at every legal place: what throws, what catches, what is interrupted, and what goes on."""

import pytest

from support.bpmn_drawing import (
    ANY_ERROR,
    END,
    ERROR,
    ESCALATION,
    SIGNAL,
    START,
    TERMINATE,
    boundary,
    bpmn,
    catch,
    condition,
    element,
    end,
    flows,
    gateway,
    handler,
    message,
    played,
    process,
    run,
    simple,
    steered,
    sub,
    throw,
    timer,
    work,
    works,
)
from support.virtual_time import Outcome, VirtualRun
from workflow_engine_shared.tokens import engine
from workflow_engine_shared.tokens.events import (
    Completed,
    Ended,
    Escalated,
    Escalation,
    Ignored,
    Message,
    Sent,
    Signal,
    Signalled,
    TimerFired,
    Updated,
)


def slow(run: VirtualRun, work_id: str, node: str) -> Outcome:
    """Work takes ten seconds in `w`, none elsewhere."""
    return (10.0 if node == "w" else 0.0), Completed(work_id)


# -- timers ---------------------------------------------------------------------------------------------------------


def test_an_intermediate_timer_waits():
    begun = run(simple(catch("t", timer("PT30S")), works("a b"), flows("s > a > t > b > e"))).go_on(until=29)
    assert begun.trace == ["a"]
    assert begun.go_on(until=31).trace == ["a", "b"]
    assert begun.now == 30


def test_a_date_and_a_computed_duration():
    source = simple(catch("t", timer("2026-01-01T00:01:00Z", "timeDate")), works("a"), flows("s > t > a > e"))
    assert run(source).go_on().now == 60
    source = simple(catch("t", timer("${wait}")), works("a"), flows("s > t > a > e"))
    assert run(source, wait="PT1M30S").go_on().now == 90


def test_a_computed_duration_that_is_no_text_is_an_incident():
    source = simple(catch("t", timer("${wait}")), works("a"), flows("s > t > a > e"))
    broken = steered(source, wait=7)
    assert broken.trouble == [("t", "BAD_EXPRESSION")]
    assert broken.hear(Updated({"wait": "PT5S"})).retry("t").go_on().enabled == ["a"]


@pytest.mark.parametrize(("seconds", "trace"), [(5, ["w", "t"]), (20, ["w", "a"])])
def test_an_interrupting_timer_at_an_activity(seconds: int, trace: list[str]):
    source = simple(works("w a t"), boundary("b", "w", timer(f"PT{seconds}S")), flows("s > w > a > e", "b > t > e"))
    assert played(source, slow) == trace


def test_a_cycle_that_interrupts_nothing_counts_its_rounds():
    cycle = boundary("b", "w", timer("R3/PT2S", "timeCycle"), interrupting=False)
    assert played(simple(works("w n"), cycle, flows("s > w > e", "b > n > e")), slow) == ["w", "n", "n", "n"]


def test_a_cycle_without_end_goes_on_as_long_as_the_activity():
    cycle = boundary("b", "w", timer("R/PT3S", "timeCycle"), interrupting=False)
    assert played(simple(works("w n"), cycle, flows("s > w > e", "b > n > e")), slow) == ["w", "n", "n", "n"]


def test_an_intermediate_cycle_sends_a_token_each_time():
    source = simple(catch("t", timer("R2/PT2S", "timeCycle")), works("a"), flows("s > t > a > e"))
    assert played(source) == ["a", "a"]


# -- messages -------------------------------------------------------------------------------------------------------


def test_a_message_brings_its_payload():
    waiting = steered(simple(catch("m", message()), works("a"), flows("s > m > a > e")))
    assert [(each.node, each.waits["kind"], each.waits["ref"]) for each in engine.subscriptions(waiting.state)] == [
        ("m", "message", "msg")
    ]
    waiting.hear(Message("msg", {"n": 7}))
    assert waiting.seen_by("a") == {"n": 7}


def test_a_message_that_nobody_waits_for_is_told():
    waiting = steered(simple(catch("m", message()), works("a"), flows("s > m > a > e")))
    nobodys = Message("other")
    assert waiting.hear(nobodys).news == [Ignored(nobodys)]
    assert waiting.state["subs"]


def test_a_message_at_an_activity_that_is_not_interrupted_comes_as_often_as_it_comes():
    source = simple(works("a n"), boundary("b", "a", message(), interrupting=False), flows("s > a > e", "b > n > e"))
    open_run = steered(source)
    for _ in range(3):
        open_run.hear(Message("msg"))
    assert open_run.enabled == ["a", "n", "n", "n"]


def test_a_thrown_message_reaches_the_other_process_of_the_file_and_begins_it():
    other = process(
        '<startEvent id="qs">' + message() + "</startEvent>",
        work("q1"),
        '<endEvent id="qe"/>',
        flows("qs > q1 > qe"),
        name="q",
    )
    source = bpmn(process(START, END, throw("t", message()), works("a"), flows("s > a > t > e")), other)
    assert played(source) == ["a", "q1"]


def test_a_message_that_nothing_in_the_file_waits_for_is_the_hosts():
    sent = run(simple(throw("t", message()), flows("s > t > e")))
    assert Sent("t", "msg", {}) in sent.notices
    assert sent.status == "finished"


def test_two_pools_talk_by_message_flows():
    one = process(
        START,
        END,
        throw("ask", message("msg")),
        catch("answer", message("other")),
        works("a"),
        flows("s > ask > answer > a > e"),
    )
    begin = '<startEvent id="qs">' + message("msg") + "</startEvent>"
    two = process(
        begin,
        works("q1"),
        throw("reply", message("other")),
        '<endEvent id="qe"/>',
        flows("qs > q1 > reply > qe"),
        name="q",
    )
    ends = (
        '<messageFlow id="m1" sourceRef="ask" targetRef="qs"/>'
        '<messageFlow id="m2" sourceRef="reply" targetRef="answer"/>'
    )
    pools = '<participant id="pool1" processRef="p"/><participant id="pool2" processRef="q"/>'
    assert played(bpmn(one, two, more=f'<collaboration id="c">{pools}{ends}</collaboration>')) == ["q1", "a"]


def test_send_and_receive_tasks():
    tasks = '<sendTask id="t" messageRef="msg"/><receiveTask id="r" messageRef="msg"/>'
    source = simple(tasks, works("a"), gateway("parallel", "g", "j"), flows("s > g > r > a > j", "g > t > j > e"))
    assert played(source) == ["a"]


# -- event-based gateways -------------------------------------------------------------------------------------------

DEFERRED = simple(
    gateway("eventBased", "g"), catch("m", message()), catch("t", timer("PT9S")), works("a b"),
    flows("s > g > m > a > e", "g > t > b > e"),
)  # fmt: skip


def test_deferred_choice_the_first_event_wins_and_the_others_are_taken_back():
    begun = run(DEFERRED)
    begun.hear(Message("msg"))
    assert begun.state["subs"] == {}
    assert begun.go_on().trace == ["a"]
    assert played(DEFERRED) == ["b"]


def test_a_late_timer_is_ignored():
    begun = run(DEFERRED)
    late = next(TimerFired(each.id) for each in engine.subscriptions(begun.state) if each.waits["kind"] == "timer")
    begun.hear(Message("msg"))
    assert begun.hear(late).news == [Ignored(late)]


def test_an_event_based_gateway_that_begins_a_process():
    gate = '<eventBasedGateway id="g" instantiate="true"/>'
    other = process(gate, catch("m1", message("msg")), catch("m2", message("other")), works("q1 q2"),
                    flows("g > m1 > q1", "g > m2 > q2"), name="q")  # fmt: skip
    source = bpmn(process(START, END, throw("t", message("other")), flows("s > t > e")), other)
    assert played(source) == ["q2"]


def test_end_events_stand_behind_what_begins_a_process_by_waiting():
    """Where a gateway or a receive task begins a process there is no start event, and its ways may end as others do."""
    gate = '<eventBasedGateway id="g" instantiate="true"/>'
    line = flows("g > m1 > q1 > d", "g > m2 > q2 > d")
    other = process(gate, catch("m1", message("msg")), catch("m2", message("other")), works("q1 q2"), end("d"),
                    line, name="q")  # fmt: skip
    source = bpmn(process(START, END, throw("t", message("other")), flows("s > t > e")), other)
    assert played(source) == ["q2"]
    waits = element("receiveTask", "r", instantiate="true", messageRef="other")
    received = process(waits, works("q1"), end("d"), flows("r > q1 > d"), name="q")
    source = bpmn(process(START, END, throw("t", message("other")), flows("s > t > e")), received)
    assert played(source) == ["q1"]


def test_a_parallel_event_based_gateway_begins_with_the_first_and_waits_for_the_rest():
    gate = '<eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/>'
    other = process(gate, catch("m1", message("msg")), catch("m2", message("other")), works("q1 q2"),
                    flows("g > m1 > q1", "g > m2 > q2"), name="q")  # fmt: skip
    source = bpmn(process(START, END, throw("t", message("other")), flows("s > t > e")), other)
    begun = run(source).go_on()
    assert (begun.trace, begun.status) == (["q2"], "running")
    assert begun.hear(Message("msg")).go_on().trace == ["q2", "q1"]
    assert begun.status == "finished"


# -- signals --------------------------------------------------------------------------------------------------------


def test_a_signal_reaches_all_that_wait_also_whoever_comes_to_wait_in_the_same_step():
    """Who throws comes last, however the branches are drawn."""
    lines = flows("s > g > t > e", "g > c > a > e", "g > d > b > e")
    source = simple(
        gateway("parallel", "g"), throw("t", SIGNAL), catch("c", SIGNAL), catch("d", SIGNAL), works("a b"), lines
    )
    begun = run(source)
    assert begun.go_on().trace == ["a", "b"]
    assert [notice for notice in begun.notices if isinstance(notice, Signalled)] == [Signalled("t", "sig", {})]


def test_a_signal_from_outside():
    waiting = steered(simple(catch("c", SIGNAL), works("a"), flows("s > c > a > e")))
    assert waiting.hear(Signal("sig", {"n": 1})).seen_by("a") == {"n": 1}
    assert not any(isinstance(notice, Signalled) for notice in waiting.notices)


# -- errors ---------------------------------------------------------------------------------------------------------


def test_work_that_fails_is_caught_by_its_code_before_any_other():
    source = simple(works("a any exact"), boundary("b1", "a", ANY_ERROR), boundary("b2", "a", ERROR),
                    flows("s > a > e", "b1 > any > e", "b2 > exact > e"))  # fmt: skip
    assert steered(source).fail("a", "BAD").enabled == ["exact"]
    assert steered(source).fail("a", "OTHER").enabled == ["any"]


def test_what_failed_becomes_a_variable_where_the_event_says_so():
    taken = (
        '<extensionElements xmlns:renflow="urn:renflow:bpmn"><renflow:output name="why">${message}</renflow:output>'
        '<renflow:output name="at">${node}</renflow:output></extensionElements>'
    )
    source = simple(works("a z"), boundary("b", "a", taken + ANY_ERROR), flows("s > a > e", "b > z > e"))
    assert steered(source).fail("a").seen_by("z") == {"why": "a is broken", "at": "a"}


def test_work_that_fails_uncaught_is_an_incident_that_can_be_tried_again():
    begun = steered(simple(works("a b"), gateway("parallel", "g"), flows("s > g > a > e", "g > b > e"))).fail("a")
    assert begun.trouble == [("a", "BROKEN")]
    assert begun.enabled == ["b"]
    assert begun.done("b").retry("a").done("a").status == "finished"


def test_an_error_end_event_leaves_its_sub_process_by_the_boundary():
    inner = sub("x", '<startEvent id="xs"/>', works("a w"), gateway("parallel", "g"), end("xe", ERROR), end("xf"),
                flows("xs > g > a > xe", "g > w > xf"))  # fmt: skip
    source = simple(inner, boundary("b", "x", ERROR), works("z c"), flows("s > x > z > e", "b > c > e"))
    begun = steered(source).done("a")
    assert begun.enabled == ["c"]
    assert begun.done("c").status == "finished"


def test_an_error_that_nothing_catches_is_the_end_of_the_run():
    source = simple(works("a w"), gateway("parallel", "g"), end("f", ERROR), flows("s > g > a > f", "g > w > e"))
    ended = steered(source).done("a")
    assert ended.status == "failed"
    assert ended.news[-1] == Ended("failed", "f", "BAD")
    assert ended.hear(Completed("a9")).status == "failed"


def test_an_error_from_a_called_process_reaches_the_call():
    called = process('<startEvent id="qs"/>', works("q1"), end("qe", ERROR), flows("qs > q1 > qe"), name="q")
    source = bpmn(process(START, END, '<callActivity id="c" calledElement="q"/>', boundary("b", "c", ERROR), works("z"),
                          flows("s > c > e", "b > z > e")), called)  # fmt: skip
    assert played(source) == ["q1", "z"]


def test_an_event_sub_process_does_not_catch_its_own_error():
    caught = handler("h", ANY_ERROR, works("h1") + end("he", ERROR) + flows("hs > h1 > he"))
    inner = sub("x", '<startEvent id="xs"/>', works("a"), end("xe"), flows("xs > a > xe"), caught)
    source = simple(inner, boundary("b", "x", ERROR), works("z"), flows("s > x > e", "b > z > e"))
    begun = steered(source).fail("a").done("h1")
    assert begun.enabled == ["z"]


# -- escalations ----------------------------------------------------------------------------------------------------


def test_an_escalation_that_interrupts_nothing():
    inner = sub("x", '<startEvent id="xs"/>', works("a"), throw("t", ESCALATION), end("xe"), flows("xs > t > a > xe"))
    source = simple(
        inner, boundary("b", "x", ESCALATION, interrupting=False), works("n"), flows("s > x > e", "b > n > e")
    )
    assert sorted(played(source)) == ["a", "n"]


def test_an_escalation_that_interrupts():
    inner = sub("x", '<startEvent id="xs"/>', works("a"), throw("t", ESCALATION), end("xe"), flows("xs > t > a > xe"))
    source = simple(inner, boundary("b", "x", ESCALATION), works("n"), flows("s > x > e", "b > n > e"))
    assert played(source) == ["n"]


def test_an_escalation_that_nothing_catches_goes_on():
    ended = run(simple(throw("t", ESCALATION), works("a"), flows("s > t > a > e"))).go_on()
    assert Escalation("t", "ESC") in ended.notices
    assert (ended.trace, ended.status) == (["a"], "finished")


def test_work_escalates_and_goes_on():
    source = simple(works("a n"), boundary("b", "a", ESCALATION, interrupting=False), flows("s > a > e", "b > n > e"))
    begun = steered(source)
    assert begun.hear(Escalated(begun.id_of("a"), "ESC")).enabled == ["a", "n"]


# -- conditions -----------------------------------------------------------------------------------------------------


def test_a_condition_that_holds_already_and_one_that_comes_to_hold():
    source = simple(
        catch("c", condition("n > 2")), works("a b"), gateway("parallel", "g"), flows("s > g > c > b > e", "g > a > e")
    )
    assert steered(source, n=3).enabled == ["a", "b"]
    waiting = steered(source, n=0)
    assert waiting.enabled == ["a"]
    assert waiting.done("a", n=5).enabled == ["b"]


def test_a_condition_that_interrupts_nothing_is_met_each_time_it_becomes_true():
    source = simple(
        works("a n"), boundary("b", "a", condition("n > 2"), interrupting=False), flows("s > a > e", "b > n > e")
    )
    begun = steered(source, n=0)
    for value in (3, 4, 0, 5):
        begun.hear(Updated({"n": value}))
    assert begun.enabled == ["a", "n", "n"]


# -- event sub-processes, terminate, links, several definitions -----------------------------------------------------


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_event_sub_process_of_the_process(interrupting: bool):
    inner = handler("h", message(), works("h1") + end("he") + flows("hs > h1 > he"), interrupting=interrupting)
    begun = steered(simple(works("a"), inner, flows("s > a > e"))).hear(Message("msg"))
    assert begun.enabled == (["h1"] if interrupting else ["a", "h1"])
    for node in begun.enabled:
        begun.done(node)
    assert begun.status == "finished"


def test_terminate_ends_its_own_scope_only():
    inner = sub("x", '<startEvent id="xs"/>', works("a w"), gateway("parallel", "g"), end("xe", TERMINATE), end("xf"),
                flows("xs > g > a > xe", "g > w > xf"))  # fmt: skip
    begun = steered(simple(inner, works("z"), flows("s > x > z > e"))).done("a")
    assert begun.enabled == ["z"]
    assert begun.done("z").status == "finished"


def test_links_lead_to_their_target():
    link = '<linkEventDefinition name="over"/>'
    source = simple(works("a b"), throw("t", link), catch("c", link), flows("s > a > t", "c > b > e"))
    assert played(source) == ["a", "b"]


def test_an_event_with_several_definitions_takes_the_first_that_comes():
    both = message() + SIGNAL
    waiting = steered(simple(catch("c", both), works("a"), flows("s > c > a > e")))
    assert waiting.hear(Signal("sig")).enabled == ["a"]
    assert waiting.state["subs"] == {}


def test_a_parallel_multiple_event_needs_them_all():
    both = message() + SIGNAL
    event = f'<intermediateCatchEvent id="c" parallelMultiple="true">{both}</intermediateCatchEvent>'
    waiting = steered(simple(event, works("a"), flows("s > c > a > e"))).hear(Signal("sig"))
    assert waiting.enabled == []
    assert waiting.hear(Message("msg")).enabled == ["a"]


def test_a_parallel_multiple_event_that_interrupts_nothing_may_happen_again():
    both = message() + SIGNAL
    event = (
        f'<boundaryEvent id="b" attachedToRef="a" cancelActivity="false" parallelMultiple="true">{both}</boundaryEvent>'
    )
    begun = steered(simple(works("a n"), event, flows("s > a > e", "b > n > e")))
    for _ in range(2):
        begun.hear(Signal("sig")).hear(Message("msg"))
    assert begun.enabled == ["a", "n", "n"]


def test_the_late_result_of_what_was_interrupted_is_ignored():
    source = simple(works("a t"), boundary("b", "a", timer("PT1S")), flows("s > a > e", "b > t > e"))
    begun = steered(source)
    late = Completed(begun.id_of("a"), {"n": 1})
    begun.go_on()
    assert begun.enabled == ["t"]
    assert begun.hear(late).news == [Ignored(late)]
    assert "n" not in begun.data
