"""A queue of runs has an end: beyond it a start is refused in words, for now, and nothing of it is kept."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from support.api import Api, idle_engine, serving
from support.command_line import CommandLine
from workflow_engine_shared.run_status import RunStatus

LIMIT = 3


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Api]:
    """A server with as many waiting runs as may wait, and one that is paused."""
    with serving(tmp_path / "home", idle_engine, max_queued_runs=LIMIT) as api:
        api.run_in("paused", RunStatus.INTERRUPTED)
        for number in range(LIMIT):
            api.run(f"waits-{number}")
        yield api


def start(api: Api, thread_id: str) -> httpx.Response:
    return api.post("/runs/start", {"flow_id": "minimal", "thread_id": thread_id})


def folders(api: Api) -> set[str]:
    return {each.name for each in (api.home / "runs").iterdir()}


def test_b64_a_start_beyond_the_limit_is_refused_and_leaves_nothing(full: Api):
    before = folders(full)
    with full.unchanged():
        refused = start(full, "late")
        assert (refused.status_code, refused.json()["code"]) == (429, "QUEUE_FULL")
        assert int(refused.headers["Retry-After"]) > 0
        assert refused.json()["detail"] == "3 runs wait for a worker, and no more may wait."
        assert "max_queued_runs" in refused.json()["hint"]
        assert start(full, "waits-1").status_code == 200, "what was accepted stays accepted"
    assert folders(full) == before

    assert full.post("/runs/paused/resume").status_code == 202, "a run that was accepted before is never refused"
    assert start(full, "late").status_code == 429
    with full.database.write() as con:
        con.execute("UPDATE runs SET status = 'running', epoch = 1 WHERE thread_id IN ('waits-0', 'waits-2')")
    assert start(full, "late").status_code == 201
    assert start(full, "later").status_code == 429
    assert full.get("/system").json()["limits"]["max_queued_runs"] == LIMIT


def test_b64_of_many_starts_at_once_only_as_many_are_accepted_as_may_wait(tmp_path: Path):
    with serving(tmp_path / "home", idle_engine, max_queued_runs=LIMIT) as api:
        api.flow("minimal")
        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(lambda number: start(api, f"r{number}"), range(16)))
        accepted = {answer.json()["thread_id"] for answer in answers if answer.status_code == 201}
        assert sorted(answer.status_code for answer in answers) == [201] * LIMIT + [429] * (16 - LIMIT)
        assert {each["thread_id"] for each in api.get("/runs").json()["items"]} == accepted
        assert not folders(api), "whoever is accepted gets one with a worker"


def test_b64_the_command_line_says_it_in_words_and_leaves_no_folder(full: Api, tmp_path: Path):
    given = tmp_path / "given.txt"
    given.write_text("input")
    before = folders(full)
    with CommandLine(tmp_path) as renflow:
        said = renflow("run", "minimal", "--file", f"list={given}")
    assert said.code == 4
    assert said.err.startswith(
        "renflow: 3 runs wait for a worker, and no more may wait. [QUEUE_FULL]\n  Try again when"
    )
    assert folders(full) == before
