"""Commands and events: in the order of their ids, each command until its effect is committed."""

import pytest

from support.stored import PAUSE, accept, at, bring_to
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.sqlite.database import Connection
from workflow_engine_shared.storage.workflow import moves, run_queue, signals
from workflow_engine_shared.storage.workflow.payloads import PAYLOADS


@pytest.fixture(autouse=True)
def _runs(con: Connection) -> None:
    for name in ("r1", "r2"):
        accept(con, name)


def test_commands_wait_in_the_order_they_came(con: Connection) -> None:
    payload = {"updates": {"a": ["é", None, 1.5]}, "value": None}
    first = signals.insert_command(con, "r1", "resume_request", payload, at(9))
    second = signals.insert_command(con, "R1", "pause_request", {}, at(1))  # clocks step back
    waiting = signals.waiting_commands(con, "r1")
    assert [(row.id, row.type, row.processed) for row in waiting] == [
        (first, "resume_request", False),
        (second, "pause_request", False),
    ]
    assert first < second
    assert waiting[0].payload == payload
    assert signals.waiting_commands(con, "r2") == []
    of_both = signals.commands_waiting_for(con, ["r2", "r1"])
    assert {name: [row.id for row in rows] for name, rows in of_both.items()} == {"r1": [first, second]}
    assert signals.commands_waiting_for(con, ["r2"]) == signals.commands_waiting_for(con, []) == {}


def test_a_processed_command_waits_no_more_but_is_kept(con: Connection) -> None:
    ids = [signals.insert_command(con, "r1", "pause_request", {}, at(n)) for n in range(3)]
    signals.mark_processed(con, ids[:2])
    signals.mark_processed(con, ids[:1])
    signals.mark_processed(con, [])
    signals.mark_processed(con, [10**9])
    assert [row.id for row in signals.waiting_commands(con, "r1")] == ids[2:]
    assert [(row.id, row.processed) for row in signals.list_signals(con, "r1")] == [
        (ids[0], True),
        (ids[1], True),
        (ids[2], False),
    ]


def test_runs_that_have_commands(con: Connection) -> None:
    assert signals.runs_with_commands(con) == []
    moves.insert_event(con, "r1", "stalled", {}, at(1))
    assert signals.runs_with_commands(con) == []
    ids = [signals.insert_command(con, "r2", "pause_request", {}, at(1)) for _ in range(2)]
    assert signals.runs_with_commands(con) == ["r2"]
    signals.mark_processed(con, ids)
    assert signals.runs_with_commands(con) == []


def test_pages_show_every_signal_once(con: Connection) -> None:
    made = [signals.insert_command(con, "r1", "pause_request", {"n": n}, at(n)) for n in range(7)]
    signals.insert_command(con, "r2", "pause_request", {}, at(1))
    seen: list[int] = []
    while page := signals.list_signals(con, "r1", after=seen[-1] if seen else 0, limit=3):
        seen += [row.id for row in page]
    assert seen == made


def test_ten_thousand_commands_are_processed_by_one_statement(con: Connection) -> None:
    ids = [signals.insert_command(con, "r1", "pause_request", {}, at(0)) for _ in range(10_000)]
    signals.mark_processed(con, ids)
    assert signals.waiting_commands(con, "r1") == []


def test_a_command_needs_a_run(con: Connection) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        signals.insert_command(con, "nobody", "pause_request", {}, at(0))


def test_each_move_leaves_an_event_with_the_payload_of_its_type(con: Connection) -> None:
    bring_to(con, "r1", RunStatus.RECOVERING, at(0))
    assert run_queue.claim_run(con, "r1") == 2
    assert moves.run_started(con, "r1", 2, at(1))
    assert moves.run_paused(con, "r1", at(2), epoch=2, interrupt=PAUSE)
    assert moves.run_cancelled(con, "r1", at(3))
    bring_to(con, "r2", RunStatus.ERROR, at(0))
    events = [*signals.list_signals(con, "r1"), *signals.list_signals(con, "r2")]
    assert [event.type.value for event in events] == [
        "start",
        "crash",
        "restart",
        "interrupt",
        "cancel",
        "start",
        "error",
    ]
    for event in events:
        assert set(event.payload) == set(PAYLOADS[event.type].__annotations__), event.type
