"""Processes that begin by a condition: it is looked at when somebody begins them, with the variables that come then."""

import pytest

from support.bpmn_files import flow, process
from support.virtual_time import VirtualRun
from workflow_engine_shared.bpmn.check import advice_of, read
from workflow_engine_shared.bpmn.compile.program import check, compile_file
from workflow_engine_shared.bpmn.model import Model
from workflow_engine_shared.errors.running import NoBranch


def start(name: str, condition: str) -> str:
    """A start event with a condition."""
    inner = f"<conditionalEventDefinition><condition>{condition}</condition></conditionalEventDefinition>"
    return f'<startEvent id="{name}">{inner}</startEvent>'


def script(name: str) -> str:
    return f'<scriptTask id="{name}" scriptFormat="json"><script>[{{"took": "{name}"}}]</script></scriptTask>'


SCARCE = process(
    start("scarce", "${stock &lt; 5}"),
    start("plenty", "${stock &gt; 100}"),
    script("buy"),
    script("sell"),
    '<endEvent id="done"/>',
    flow("scarce", "buy"),
    flow("plenty", "sell"),
    flow("buy", "done"),
    flow("sell", "done"),
)


@pytest.mark.parametrize(("stock", "took"), [(3, "buy"), (101, "sell")])
def test_a_process_begins_where_the_condition_holds(stock: int, took: str) -> None:
    run = VirtualRun(compile_file(SCARCE).program, stock=stock).go_on()
    assert run.status == "finished"
    assert run.data["took"] == took


def test_a_process_whose_conditions_do_not_hold_does_not_begin() -> None:
    with pytest.raises(NoBranch, match=r"scarce.*plenty"):
        VirtualRun(compile_file(SCARCE).program, stock=50)


def test_a_condition_that_nobody_would_look_at_is_refused() -> None:
    beside = process(
        start("never", "${n == 1}"),
        '<startEvent id="begin"/>',
        script("work"),
        '<endEvent id="done"/>',
        flow("never", "work"),
        flow("begin", "work"),
        flow("work", "done"),
    )
    assert [(each.code, each.element) for each in check(beside)] == [("UNSUPPORTED", "never")]


@pytest.mark.parametrize(
    ("definition", "more"),
    [
        ("<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>", ""),
        ('<messageEventDefinition messageRef="m"/>', '<message id="m" name="ordered"/>'),
        ('<signalEventDefinition signalRef="m"/>', '<signal id="m" name="ordered"/>'),
    ],
)
def test_a_start_that_nothing_outside_brings_about_is_told(definition: str, more: str) -> None:
    source = process(
        f'<startEvent id="begin">{definition}</startEvent>', '<endEvent id="done"/>', flow("begin", "done")
    ).replace("</definitions>", f"{more}</definitions>")
    model = read(source)
    assert isinstance(model, Model)
    assert check(source) == []
    assert [(each.code, each.element) for each in advice_of(model)] == [("NOT_BEGUN", "begin")]


@pytest.mark.parametrize(
    ("element", "nodes"),
    [
        ("wait", ('<receiveTask id="wait" instantiate="true" messageRef="m"/>',)),
        (
            "first",
            (
                '<eventBasedGateway id="first" instantiate="true"/>',
                '<intermediateCatchEvent id="wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>',
                '<intermediateCatchEvent id="other"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>',
                flow("first", "wait"),
                flow("first", "other"),
                flow("other", "done"),
            ),
        ),
    ],
)
def test_what_waits_to_begin_a_process_and_is_brought_by_nothing_outside_is_told(
    element: str, nodes: tuple[str, ...]
) -> None:
    source = process(*nodes, '<endEvent id="done"/>', flow("wait", "done")).replace(
        "</definitions>", '<message id="m" name="ordered"/></definitions>'
    )
    model = read(source)
    assert isinstance(model, Model)
    assert check(source) == []
    assert [(each.code, each.element) for each in advice_of(model)] == [("NOT_BEGUN", element)]
