"""What nodes that wait ask for, with the state and the clock of the moment; and what becomes of what comes."""

import json
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from workflow_engine_shared.clock import rfc3339
from workflow_engine_shared.dsl.node_types import NODE_TYPES
from workflow_engine_shared.dsl.place import Place
from workflow_engine_shared.errors import BadExpression, InvalidWait, NodeTimeout
from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.secrets.names import SecretNames
from workflow_engine_shared.storage.workflow.waits import WaitHow, WaitKind
from workflow_engine_shared.storage.workflow.waits.rows import correlation_text
from workflow_engine_worker.masks import RunMasker
from workflow_engine_worker.nodes import Asked, Asking, waiter_of
from workflow_engine_worker.nodes.form import MAX_VALUE

NOW = datetime(2026, 3, 28, 12, tzinfo=timezone.utc)


def made(kind: str, data: dict[str, Any]) -> Any:
    return NODE_TYPES[kind].node(id="x", **NODE_TYPES[kind].data(data, Place([])))


def asked(kind: str, data: dict[str, Any], *, files: tuple[str, ...] = (), now: datetime = NOW, **state: Any) -> Asked:
    node = made(kind, data)
    return waiter_of(node).ask(node, Asking(state, now, lambda: list(files)))


def due(data: dict[str, Any], now: datetime = NOW, **state: Any) -> str:
    found = asked("wait", data, now=now, **state)
    assert found.kind is WaitKind.TIMER
    assert found.ends is not None
    return rfc3339(found.ends.at)


@pytest.mark.parametrize(
    ("data", "moment"),
    [
        ({"seconds": 0.5}, "2026-03-28T12:00:00.500Z"),
        ({"seconds": {"*": [{"var": "n"}, 3600]}}, "2026-03-28T14:00:00.000Z"),
        ({"until": "2026-03-28T12:00:01Z"}, "2026-03-28T12:00:01.000Z"),
        ({"until": "2001-01-01T00:00:00Z"}, "2001-01-01T00:00:00.000Z"),
        ({"until": "2026-03-29T03:30", "timezone": "Europe/Berlin"}, "2026-03-29T01:30:00.000Z"),
        ({"until": {"var": "skipped"}, "timezone": "Europe/Berlin"}, "2026-03-29T01:00:00.000Z"),
        ({"until": {"var": "twice"}, "timezone": "Europe/Berlin"}, "2026-10-25T00:30:00.000Z"),
        ({"until": {"var": "aware"}}, "2026-03-28T04:00:00.000Z"),
        ({"until": {"var": "day"}, "timezone": "Asia/Shanghai"}, "2026-03-31T16:00:00.000Z"),
        ({"cron": "30 2 * * *", "timezone": "Europe/Berlin"}, "2026-03-29T01:00:00.000Z"),
        ({"cron": "0 12 * * *"}, "2026-03-29T12:00:00.000Z"),
        ({"seconds": 3600, "timeout": 60}, "2026-03-28T12:01:00.000Z"),
    ],
)  # fmt: skip
def test_when_a_wait_ends(data: dict[str, Any], moment: str):
    state = {
        "n": 2,
        "skipped": "2026-03-29T02:30",
        "twice": "2026-10-25T02:30",
        "aware": datetime(2026, 3, 28, 12, tzinfo=timezone(timedelta(hours=8))),
        "day": date(2026, 4, 1),
    }
    assert due(data, **state) == moment


def test_a_cron_line_has_one_time_where_clocks_show_an_hour_twice():
    data = {"cron": "30 2 * * *", "timezone": "Europe/Berlin"}
    first = due(data, datetime(2026, 10, 24, 23, tzinfo=timezone.utc))
    assert first == "2026-10-25T00:30:00.000Z"
    assert due(data, datetime(2026, 10, 25, 0, 30, tzinfo=timezone.utc)) == "2026-10-26T01:30:00.000Z"


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ({"seconds": {"var": "v"}}, None),
        ({"seconds": {"var": "v"}}, -1),
        ({"seconds": {"var": "v"}}, float("nan")),
        ({"seconds": {"var": "v"}}, float("inf")),
        ({"seconds": {"var": "v"}}, 10**30),
        ({"seconds": {"var": "v"}}, "5"),
        ({"seconds": {"var": "v"}}, True),
        ({"until": {"var": "v"}}, None),
        ({"until": {"var": "v"}}, 1_800_000_000),
        ({"until": {"var": "v"}}, "soon"),
        ({"until": {"var": "v"}}, "2026-04-01T10:00"),
        ({"until": {"var": "v"}, "timezone": "UTC"}, "x" * 100_000),
        ({"message": "m", "correlation": {"var": "v"}}, None),
        ({"message": "m", "correlation": {"var": "v"}}, "x" * 5000),
        ({"message": "m", "correlation": {"var": "v"}}, b"id"),
        ({"message": "m", "correlation": {"var": "v"}}, {"a": [float("inf")]}),
    ],
)  # fmt: skip
def test_rules_that_give_nothing_to_wait_for(data: dict[str, Any], value: Any):
    with pytest.raises(InvalidWait) as raised:
        asked("wait", data, v=value)
    assert "'x'" in str(raised.value)
    assert len(str(raised.value)) < 400


def test_a_rule_that_has_no_value():
    with pytest.raises(BadExpression):
        asked("wait", {"seconds": {"<": [{"var": "v"}, "soon"]}}, v=date(2026, 1, 1))


def test_messages_are_known_by_equal_texts():
    rule = {"message": "paid", "correlation": {"var": "v"}}
    first, second = (asked("wait", rule, v=value) for value in ({"b": 1, "a": "é"}, {"a": "é", "b": 1}))
    assert first == second
    assert (first.ref, first.correlation, first.ends) == ("paid", '{"a":"é","b":1}', None)
    assert asked("wait", {"message": "paid"}).correlation is None
    late = asked("wait", {"message": "paid", "timeout": 5}).ends
    assert late is not None
    assert (late.how, late.seconds) == (WaitHow.TIMEOUT, 5.0)


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (7.0, 7),
        (7, 7.0),
        (-0.0, 0),
        ({"n": [1.0, {"x": 2}]}, {"n": [1, {"x": 2.0}]}),
        (True, True),
        ("7", "7"),
        (1e300, 1e300),
        (date(2027, 1, 1), "2027-01-01"),
        ({"day": [date(2027, 1, 1)]}, {"day": ["2027-01-01"]}),
        ({"at": datetime(2027, 1, 1, 8, tzinfo=timezone(timedelta(hours=8)))}, {"at": "2027-01-01T00:00:00.000Z"}),
        (Decimal("7.50"), 7.5),
        (Decimal("7.00"), 7),
    ],
)
def test_a_message_is_about_a_value_however_its_sender_writes_it(value: Any, sent: Any):
    rule = {"message": "paid", "correlation": {"var": "v"}}
    assert asked("wait", rule, v=value).correlation == correlation_text(json.loads(json.dumps(sent)))


def test_numbers_words_and_truths_are_not_one_another():
    assert len({correlation_text(value) for value in (1, "1", True, [1], {"1": 1}, 1.5)}) == 6


def test_a_form_shows_what_the_state_has_now(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(RunMasker, "masker", Masker(SecretNames([]), {"hunter2-hunter2"}))
    data = {
        "title": {"cat": ["For ", {"var": "who"}]},
        "title_zh": "给你",
        "assignee": {"var": "nobody"},
        "schema": {"type": "object"},
        "show": {
            "state": ["who", "report.total", "password", "at", "huge", "none", "a.b", "at.year"],
            "artifacts": ["b*.png", "gone.txt", {"var": "made"}, "*.txt"],
        },
        "deadline": 60,
    }
    found = asked(
        "form", data, files=("a.txt", "b1.png", "b2.png", "c/d.csv"),
        who="hunter2-hunter2", report={"total": 5}, password="x", at=date(2026, 1, 1), huge="x" * (MAX_VALUE + 1),
        made=[{"artifact": "c/d.csv"}, "b1.png", 7], **{"a.b": 1},
    )  # fmt: skip
    assert found.kind is WaitKind.FORM
    assert found.ends is not None
    assert found.ends.how is WaitHow.TIMEOUT
    body = found.body
    assert body is not None
    assert (body["title"], body["title_zh"], "assignee" in body) == ("For ***", "给你", False)
    state = body["show"]["state"]
    assert (state["who"], state["report.total"], state["password"], state["a.b"], state["none"]) == (
        "***",
        5,
        "***",
        1,
        None,
    )
    assert state["at"] == {"$type": "date", "preview": "2026-01-01"}
    assert state["at.year"] is None, "a date has no parts here, and what is shown breaks no run"
    assert body["show"]["left_out"] == ["huge"]
    assert body["show"]["artifacts"] == ["b1.png", "b2.png", "c/d.csv", "a.txt"]


def test_what_comes_goes_into_the_state():
    for kind, data, how in (
        ("form", {"outputKey": "k"}, WaitHow.ANSWER),
        ("wait", {"message": "m", "outputKey": "k"}, WaitHow.MESSAGE),
    ):
        node = made(kind, data)
        assert waiter_of(node).came(node, how, {"ok": True}).updates == {"k": {"ok": True}}
    timer = made("wait", {"seconds": 1})
    assert waiter_of(timer).came(timer, WaitHow.TIMER, None).updates == {}


def test_what_comes_too_late():
    strict, easy = (made("form", {"deadline": 5, "onTimeout": word}) for word in ("fail", "continue"))
    with pytest.raises(NodeTimeout, match="'x' waited 5 s"):
        waiter_of(strict).came(strict, WaitHow.TIMEOUT, None)
    let_pass = waiter_of(easy).came(easy, WaitHow.TIMEOUT, None).let_pass
    assert let_pass is not None
    assert let_pass.code == "NODE_TIMEOUT"
