"""Processes that begin by a condition: it is looked at when somebody begins them, with the variables that come then."""

import pytest

from support.bpmn_files import flow, process
from support.virtual_time import VirtualRun
from workflow_engine_shared.bpmn.compile.program import check, compile_file
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
