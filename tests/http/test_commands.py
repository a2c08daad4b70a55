"""Pause, resume, cancel: accepted in the right states only, and written once (B-34, B-58, B-59)."""

import json

import pytest

from support.api import Api, IdleMonitor
from workflow_engine_shared.run_status import COMMANDS, FINAL, RunStatus, allowed_commands


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("status", list(RunStatus))
def test_each_command_is_taken_in_its_states_only(api: Api, command: str, status: RunStatus):
    thread_id = f"{command}-{status.value}"
    api.run_in(thread_id, status)
    if status in COMMANDS[command]:
        IdleMonitor.rung.clear()
        answer = api.post(f"/runs/{thread_id}/{command}")
        stands = RunStatus.PENDING if command in {"resume", "retry"} else status
        assert answer.status_code == 202
        assert answer.json()["thread_id"] == thread_id
        assert answer.json()["status"] == stands.value
        assert answer.json()["signal_id"] > 0
        assert IdleMonitor.rung == [thread_id]
        return
    with api.unchanged():
        answer = api.post(f"/runs/{thread_id}/{command}")
    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "INVALID_STATE")
    assert (body["status"], body["run_status"], body["allowed"]) == (409, status.value, allowed_commands(status))
    assert status.value in body["detail"]
    assert (status in FINAL) == (body["allowed"] == [])


@pytest.mark.parametrize("command", ["pause", "cancel"])
def test_asking_twice_is_asking_once(api: Api, command: str):
    api.run_in(f"twice-{command}", RunStatus.RUNNING)
    first = api.post(f"/runs/twice-{command}/{command}")
    with api.unchanged():
        second = api.post(f"/runs/twice-{command}/{command}", {})
    assert (second.status_code, second.json()) == (202, first.json())


def test_what_was_asked_shows_before_it_takes_effect(api: Api):
    api.run_in("asked", RunStatus.RUNNING)
    api.post("/runs/asked/pause")
    view = api.get("/runs/asked").json()
    assert (view["status"], view["pause_requested"], view["cancel_requested"]) == ("running", True, False)
    assert api.get("/runs", q="asked").json()["items"][0]["pause_requested"] is True


def test_resume_writes_its_row_and_moves_the_run_in_one_step(api: Api):
    api.run_in("resumed", RunStatus.INTERRUPTED)
    answer = api.post("/runs/resumed/resume", {"updates": {"limit": 5, "ü": None}})
    assert answer.status_code == 202
    row = next(row for row in api.dump()["signals"] if row[0] == answer.json()["signal_id"])
    assert row[2] == "resume_request"
    assert json.loads(row[3]) == {"updates": {"limit": 5, "ü": None}}
    assert api.get("/runs/resumed").json()["status"] == "pending"
    assert api.post("/runs/resumed/resume").status_code == 409


def test_an_answer_to_nothing_is_refused(api: Api):
    api.run_in("unasked", RunStatus.INTERRUPTED)
    with api.unchanged():
        answer = api.post("/runs/unasked/resume", {"value": {"ok": True}})
    assert (answer.status_code, answer.json()["code"]) == (409, "NO_QUESTION")


def test_a_retry_asks_for_the_failed_items_again(api: Api):
    api.run_in("again", RunStatus.ERROR)
    answer = api.post("/runs/again/retry")
    row = next(row for row in api.dump()["signals"] if row[0] == answer.json()["signal_id"])
    assert (row[2], json.loads(row[3])) == ("resume_request", {"updates": {}, "retry_items": True, "error": None})


def test_a_run_in_a_crash_loop_can_be_resumed(api: Api):
    api.run_in("looped", RunStatus.ERROR)
    assert api.get("/runs/looped").json()["reason"] == "crash_loop"
    assert api.post("/runs/looped/resume").status_code == 202


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"updates": {"__ctl": 1}}', 422, "INVALID_UPDATES"),
        (b'{"updates": []}', 422, "INVALID_BODY"),
        (b'{"updates": "x"}', 422, "INVALID_BODY"),
        (b'{"update": {}}', 422, "INVALID_BODY"),
        (b'{"updates": {"a": NaN}}', 400, "NON_FINITE_NUMBER"),
        (b'{"updates": {"a": 1, "a": 2}}', 400, "DUPLICATE_KEY"),
        (b'{"value": "' + b"x" * (8 * 1024 * 1024) + b'"}', 413, "BODY_TOO_LARGE"),
        (b"[]", 422, "INVALID_BODY"),
    ],
)
def test_a_resume_that_is_wrong_changes_nothing(api: Api, body: bytes, status: int, code: str):
    if api.get("/runs/unresumed").status_code == 404:
        api.run_in("unresumed", RunStatus.INTERRUPTED)
    with api.unchanged():
        answer = api.post_bytes("/runs/unresumed/resume", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_reserved_updates_are_pointed_at(api: Api):
    api.run_in("pointed", RunStatus.INTERRUPTED)
    body = api.post("/runs/pointed/resume", {"updates": {"__a/b": 1, "fine": 1, "__c": 2}}).json()
    assert [each["pointer"] for each in body["problems"]] == ["/updates/__a~1b", "/updates/__c"]


@pytest.mark.parametrize("command", ["pause", "cancel"])
def test_commands_without_fields_take_none(api: Api, command: str):
    api.run_in(f"fieldless-{command}", RunStatus.RUNNING)
    with api.unchanged():
        answer = api.post(f"/runs/fieldless-{command}/{command}", {"reason": "x"})
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "UNKNOWN_FIELD")


def test_an_unknown_command_is_not_found(api: Api):
    api.run("uncommanded")
    with api.unchanged():
        assert api.post("/runs/uncommanded/stop").json()["code"] == "NOT_FOUND"
