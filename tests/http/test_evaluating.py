"""POST /runs/{id}/evaluate: what a condition would make of a run's state, without telling its secrets."""

from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import pytest

from support.api import Api
from workflow_engine_shared.storage.run import checkpoints, db
from workflow_engine_shared.storage.run.checkpoints import CheckpointRow
from workflow_engine_supervisor.http.designer_bodies import MAX_EXPRESSIONS

NOW = "2026-01-01T00:00:00.000Z"
SECRET = "correct-horse-battery"
TOTAL = {"var": "total"}


@pytest.fixture(scope="module", autouse=True)
def run(api: Api) -> str:
    """A run with two checkpoints."""
    database = db.open_for_writing(api.run("asked", input={"password": SECRET}).db, 1)
    with database.write() as con:
        _keep(con, "c1", {"total": 50}, None)
        values = {
            "total": Decimal("150.0"),
            "due": datetime(2026, 2, 1, tzinfo=timezone.utc),
            "password": SECRET,
            "note": f"it is {SECRET}",
            "long": ["x" * 100] * 1000,
            "价格": {"最高": 7},
        }
        _keep(con, "c2", values, "c1")
    database.close()
    return "asked"


def _keep(con: Any, checkpoint_id: str, values: dict[str, Any], parent: str | None) -> None:
    manifest, chunks = {}, {}
    for key, value in values.items():
        manifest[key], parts = checkpoints.split(value)
        chunks.update(parts)
    checkpoints.insert_checkpoint(con, CheckpointRow("", checkpoint_id, parent, NOW, b"", b"", manifest), chunks)


def _ask(api: Api, *expressions: Any, **more: Any) -> list[dict[str, Any]]:
    with api.unchanged():
        answer = api.post("/runs/asked/evaluate", {"expressions": list(expressions), **more})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def test_values_come_in_the_order_of_the_expressions(api: Api):
    first, second, third = _ask(api, {">": [TOTAL, 100]}, {"var": "价格.最高"}, {"var": "none"})
    assert first == {"value": True, "truthy": True, "error": None}
    assert second == {"value": 7, "truthy": True, "error": None}
    assert third == {"value": None, "truthy": False, "error": None}


def test_an_older_state_is_asked_by_its_checkpoint(api: Api):
    assert _ask(api, {">": [TOTAL, 100]}, checkpoint="c1")[0]["value"] is False
    answer = api.post("/runs/asked/evaluate", {"expressions": [True], "checkpoint": "none"})
    assert (answer.status_code, answer.json()["code"]) == (404, "CHECKPOINT_NOT_FOUND")
    answer = api.post("/runs/nowhere/evaluate", {"expressions": [True]})
    assert (answer.status_code, answer.json()["code"]) == (404, "RUN_NOT_FOUND")


def test_the_state_has_its_own_types_as_in_a_run(api: Api):
    """In JSON a Decimal and a date are objects that no comparison is true of."""
    equal, early, late = _ask(
        api, {"==": [TOTAL, 150]}, {"<": [{"var": "due"}, "2026-03-01T00:00:00Z"]}, {"var": "due"}
    )
    assert (equal["value"], early["value"]) == (True, True)
    assert late["value"] == {"$type": "datetime", "preview": "2026-02-01T00:00:00+00:00"}


def test_secrets_are_hidden_before_they_are_compared(api: Api):
    told = _ask(
        api,
        {"var": "password"},
        {"==": [{"var": "password"}, SECRET]},
        {"==": [{"substr": [{"var": "password"}, 0, 1]}, SECRET[0]]},
        {"in": [SECRET, {"var": "note"}]},
        {"var": "note"},
    )
    assert [each["value"] for each in told[1:4]] == [False, False, False]
    assert SECRET not in str(told)


def test_long_values_are_previews(api: Api):
    (long,) = _ask(api, {"var": "long"})
    assert long["value"]["size"] == 1000
    assert long["truthy"] is True


def test_what_is_no_rule_says_so_beside_the_others(api: Api):
    broken, strange, fails, fine = _ask(api, {"and": [], "or": []}, {"system": ["ls"]}, {"var": "due.year"}, 3)
    for each in (broken, strange, fails):
        assert (each["value"], each["truthy"], each["error"]["code"]) == (None, None, "BAD_EXPRESSION")
    assert "exactly one operator" in broken["error"]["detail"]
    assert fine["value"] == 3


def test_a_rule_as_deep_as_bodies_may_be_is_evaluated_and_no_deeper(api: Api):
    assert _ask(api, _nested(50))[0]["error"] is None
    answer = api.post("/runs/asked/evaluate", {"expressions": [_nested(200)]})
    assert (answer.status_code, answer.json()["code"]) == (400, "TOO_DEEP")


def _nested(depth: int) -> Any:
    rule: Any = TOTAL
    for _ in range(depth):
        rule = {"!": rule}
    return rule


def test_expensive_rules_are_ended_for_all_of_a_request(api: Api):
    doubling = {
        "reduce": [
            {"var": "long"},
            {"merge": [{"var": "accumulator"}, {"map": [{"var": "accumulator"}, {"var": ""}]}]},
            [1, 2, 3],
        ]
    }
    *_, last = _ask(api, *[doubling] * 20)
    assert last["error"]["code"] == "BAD_EXPRESSION"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"expressions": []},
        {"expressions": [1] * (MAX_EXPRESSIONS + 1)},
        {"expressions": {"var": "a"}},
        {"expressions": [1], "checkpoint": 7},
        {"expressions": [1], "state": {}},
    ],
)
def test_bad_requests_name_the_field(api: Api, body: Any):
    answer = api.post("/runs/asked/evaluate", body)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["pointer"].startswith("/")
