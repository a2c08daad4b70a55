"""Runs that wait, their workers killed at every moment: nothing comes twice, nothing is lost, hours cost no process."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from faults.start_windows import KILLED
from support.launchers import on_linux
from support.wait import patient

TESTS = Path(__file__).resolve().parents[1]
pytestmark = on_linux


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    command = [sys.executable, "-m", "faults.waits", str(tmp_path_factory.mktemp("waits"))]
    said = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, timeout=patient(200), check=False)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


def test_forms_messages_and_timers_beside_work(facts: dict[str, Any]) -> None:
    told = facts["side_by_side"]
    assert told["running"] == ["running", None]
    assert told["open"] == {"ask": ["form", None, "armed"], "paid": ["message", '"Ann"', "armed"]}, (
        "a short timer has none"
    )
    assert told["body"]["title"] == "Go, Ann?"
    assert told["body"]["show"] == {"state": {"who": "Ann", "key": None}, "artifacts": []}
    assert told["left"] == [["interrupted", "waiting"], ["woken", "told", "slow"], ["running", 1]]
    assert told["end"] == ["finished", None]
    assert told["effects"] == ["woken", "told", "slow", "last"]
    assert told["stands"] == {"ask": "met", "paid": "met"}
    assert (told["open_at_end"], told["unprocessed"]) == ([], 0)


def test_a_worker_dies_at_every_moment_before_it_leaves(facts: dict[str, Any]) -> None:
    *killed, last = facts["before_it_leaves"]
    assert (len(killed) >= 6, last[0]) == (True, 0), "the moments were all that there are"
    assert {each[0] for each in killed} == {KILLED}
    for _, left, visit, armed, effects in [*killed, last]:
        assert (left, armed, effects) == (["interrupted", "form"], 1, [])
        assert visit == ["running", 1], "whoever waits is at no new attempt"


def test_a_worker_dies_at_every_moment_behind_an_answer(facts: dict[str, Any]) -> None:
    *killed, last = facts["behind_an_answer"]
    assert (len(killed) >= 10, last[0]) == (True, 0)
    assert {each[0] for each in killed} == {KILLED}
    for _, end, visit, effects, unprocessed in [*killed, last]:
        assert (end, visit, unprocessed) == (["finished", None], ["finished", 1], 0)
        assert set(effects) == {"done"}
    assert len([each for each in killed if len(each[3]) > 1]) <= 2, "only what was under way at the kill is done again"


def test_ten_hours_with_nobody_there(facts: dict[str, Any]) -> None:
    told = facts["ten_hours"]
    assert told["left"] == ["interrupted", "form"]
    assert told["end"] == ["finished", None]
    assert told["effects"] == ["woken", "last"]
    assert told["stands"] == {"ask": "met", "hours": "met"}
    assert {attempt for _, attempt in told["visits"].values()} == {1}
    assert facts["early"] == {
        "status": ["interrupted", "waiting"], "same": True, "effects": [], "visit": ["running", 1],
    }  # fmt: skip


def test_a_deadline_excludes_what_it_waits_for(facts: dict[str, Any]) -> None:
    told = facts["deadline"]
    assert (told["end"], told["effects"]) == (["finished", None], ["late"])
    assert (told["late"], told["how"], told["visit"]) == (False, "timeout", ["finished", 1])
    assert facts["again"] == {
        "failed": ["error", "node_timeout"], "end": ["finished", None], "effects": ["done"], "visit": ["finished", 2],
    }  # fmt: skip


def test_who_waits_heeds_a_pause_and_a_cancel(facts: dict[str, Any]) -> None:
    told = facts["asked_to_stop"]
    assert told["paused"] == told["still"] == ["interrupted", "paused"]
    assert (told["visits"]["nap"], told["visits"]["ask"]) == (["paused", 1], ["paused", 1])
    assert (told["end"], told["stands"], told["effects"]) == (["cancelled", None], {"ask": "met"}, [])


def test_what_nobody_waits_for_any_more(facts: dict[str, Any]) -> None:
    assert facts["not_wanted"] == {
        "end": ["finished", None], "stands": {"ask": "off"}, "effects": ["quick", "last"], "met": False,
    }  # fmt: skip


def test_an_answer_beside_a_failure_is_kept(facts: dict[str, Any]) -> None:
    told = facts["beside_a_failure"]
    assert told["failed"] == ["error", "node_error"]
    assert (told["end"], told["effects"]) == (["finished", None], ["bad", "last", "told"])


def test_a_failure_waits_for_no_person(facts: dict[str, Any]) -> None:
    failed, effects, stands, end, after = facts["finishing"]
    assert (failed, effects, stands) == (["error", "node_error"], ["woken"], {"ask": "armed"})
    assert (end, after) == (["finished", None], ["bad", "last", "told", "woken"])


def test_a_loop_of_short_times_leaves_nothing(facts: dict[str, Any]) -> None:
    status, visits, rows = facts["again_and_again"]
    assert (status, rows) == (["error", "step_limit"], 0)
    assert visits == 42
