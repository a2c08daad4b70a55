"""What from outside begins a process: told of a file, and begun at its event with what that brings."""

from datetime import datetime, timezone

import pytest

from support.bpmn_drawing import END, SIGNAL, START, bpmn, condition, end, flows, message, process, script, timer
from workflow_engine_shared.bpmn.check import advice_of, read
from workflow_engine_shared.bpmn.compile.program import check, compile_file
from workflow_engine_shared.bpmn.model import Model
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.tokens import engine
from workflow_engine_shared.tokens.elements.definitions import SignalDefinition, TimerDefinition
from workflow_engine_shared.tokens.elements.outside_starts import OutsideStart, outside_starts
from workflow_engine_shared.tokens.events import Ended


def begins(name: str, *definitions: str, inside: str = "", **attributes: str) -> str:
    words = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<startEvent id="{name}"{words}>{"".join(definitions)}{inside}</startEvent>'


def alone(*body: str) -> bytes:
    return bpmn(process(END, *body))


def kind(each: OutsideStart) -> str:
    if isinstance(each.definition, TimerDefinition):
        return f"{each.definition.mode} {each.definition.rule}"
    return f"{'signal' if isinstance(each.definition, SignalDefinition) else 'message'} {each.definition.ref}"


def told(source: bytes) -> list[tuple[str, str | None]]:
    model = read(source)
    assert isinstance(model, Model)
    assert check(source) == []
    return [(each.code, each.element) for each in advice_of(model)]


GATEWAY = (
    '<eventBasedGateway id="first" instantiate="true"/>'
    '<intermediateCatchEvent id="wait"><messageEventDefinition messageRef="msg"/></intermediateCatchEvent>'
    '<intermediateCatchEvent id="late"><messageEventDefinition messageRef="other"/></intermediateCatchEvent>'
)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (alone(begins("t", timer("R/P1D", "timeCycle")), flows("t > e")), [("t", "cycle R/P1D")]),
        (alone(begins("m", message()), flows("m > e")), [("m", "message msg")]),
        (alone(begins("g", SIGNAL), flows("g > e")), [("g", "signal sig")]),
        (alone(begins("x", SIGNAL, message()), flows("x > e")), [("x", "signal sig"), ("x", "message msg")]),
        (
            alone('<receiveTask id="r" instantiate="true" messageRef="msg"/>', flows("r > e")),
            [("r", "message msg")],
        ),
        (
            alone(GATEWAY, flows("first > wait > e", "first > late > e")),
            [("wait", "message msg"), ("late", "message other")],
        ),
        (bpmn(process(START, END, flows("s > e"))), []),
        (alone(begins("c", condition("${n == 1}")), flows("c > e")), []),
    ],
)
def test_what_begins_a_process_from_outside(source: bytes, found: list[tuple[str, str]]) -> None:
    assert told(source) == []
    assert [(each.node, kind(each)) for each in outside_starts(compile_file(source).program)] == found


@pytest.mark.parametrize(
    ("source", "element"),
    [
        (alone(begins("x", SIGNAL, message(), parallelMultiple="true"), flows("x > e")), "x"),
        (alone(begins("m", "<messageEventDefinition/>"), flows("m > e")), "m"),
        (alone('<receiveTask id="r" instantiate="true"/>', flows("r > e")), "r"),
    ],
)
def test_what_nothing_from_outside_can_bring_about_is_told(source: bytes, element: str) -> None:
    assert told(source) == [("NOT_BEGUN", element)]


@pytest.mark.parametrize(
    ("time", "wrong"),
    [
        ("${'PT1H'}", False),
        ('="PT1H"', False),
        ("${wait}", True),
        ("${'soon'}", True),
        ("${1 + 1}", True),
    ],
)
def test_a_start_timer_says_its_time_without_variables(time: str, wrong: bool) -> None:
    source = alone(begins("t", timer(time)), flows("t > e"))
    problems = check(source, now=datetime(2026, 1, 1, tzinfo=timezone.utc))
    assert check(source) == [], "what was taken in before stays what it is"
    assert [(each.code, each.line is not None) for each in problems] == ([("BAD_TIMER", True)] if wrong else [])
    behind = bpmn(process(START, END, f'<intermediateCatchEvent id="c">{timer(time)}</intermediateCatchEvent>'))
    assert not [each for each in check(behind) if each.code == "BAD_TIMER"]


MAPPED = '<extensionElements><output xmlns="urn:renflow:bpmn" name="n">${amount + 1}</output></extensionElements>'


def test_a_run_begins_at_the_event_with_what_it_brings() -> None:
    source = bpmn(
        process(START, END, script("usual", '{"by": "start"}'), flows("s > usual > e")),
        process(
            begins("m", message()).replace("<messageEvent", MAPPED + "<messageEvent", 1),
            script("work", '{"by": {"var": "n"}}'),
            end("done"),
            flows("m > work > done"),
            name="q",
        ),
    )
    program = compile_file(source).program
    begun = {"m": 3, None: "start"}
    for at, by in begun.items():
        state, notices = engine.start(program, {"amount": 2}, evaluate, at=at)
        (ended,) = [each for each in notices if isinstance(each, Ended)]
        assert (ended.status, state["vars"]["s1"]["by"]) == ("finished", by)


def test_a_gateway_that_begins_with_all_its_events_waits_for_the_rest() -> None:
    both = GATEWAY.replace('instantiate="true"', 'instantiate="true" eventGatewayType="Parallel"', 1)
    program = compile_file(
        alone(both, '<parallelGateway id="j"/>', flows("first > wait > j", "first > late > j", "j > e"))
    ).program
    state, _ = engine.start(program, {"a": 1}, evaluate, at="late")
    assert state["status"] == "running"
    assert [each.node for each in engine.subscriptions(state)] == ["wait"]
