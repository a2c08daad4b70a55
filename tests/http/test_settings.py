"""Settings that are changed while the supervisor works: written into config.toml, in effect at once, never guessed."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.api import Api, idle_engine, serving
from support.wait import until
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.settings import load_settings
from workflow_engine_supervisor.runs import housekeeping

OLD = "2020-01-01T00:00:00.000Z"
CONFIG = """# of mine
max_active_runs = 4   # not more

retention_days = 400  # a year
"""


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    monkeypatch.setattr(housekeeping, "EVERY_S", 0.05)
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "config.toml").write_text(CONFIG)
    (home / "config.toml").chmod(0o600)
    monkeypatch.setenv("REN_HOME_MAX_BYTES", "0")
    with serving(home, idle_engine, retention_days=4000) as running:
        yield running


def test_a_change_is_kept_counts_at_once_and_leaves_all_else(api: Api):
    asked = api.get("/settings").json()
    assert asked == {
        "retention_days": {"value": 4000.0, "source": "config.toml"},
        "home_max_bytes": {"value": 0.0, "source": "environment"},
        "due": 0,
    }
    old, new = api.run_in("old", RunStatus.FINISHED), api.run_in("new", RunStatus.FINISHED)
    with api.database.write() as con:
        con.execute("UPDATE runs SET finished_at = ? WHERE thread_id = 'old'", [OLD])
    assert api.get("/settings", retention_days=30).json()["due"] == 1
    assert old.root.is_dir(), "asking changes nothing"

    done = api.client.patch("/settings", json={"retention_days": 30})
    assert (done.status_code, done.json()["retention_days"]) == (200, {"value": 30.0, "source": "config.toml"})
    until(lambda: not old.root.exists())
    assert new.root.is_dir()
    assert api.get("/system").json()["settings"]["retention_days"] == 30.0
    config = api.home / "config.toml"
    assert config.read_text() == CONFIG.replace("400 ", "30.0 ")
    if sys.platform != "win32":
        assert config.stat().st_mode & 0o777 == 0o600
    assert load_settings({"home": str(api.home)}, {}).retention_days == 30.0


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"retention_days": -1}, "/retention_days"),
        ({"retention_days": 1e9}, "/retention_days"),
        ({"retention_days": "30"}, "/retention_days"),
        ({"retention_days": True}, "/retention_days"),
        ({"retention_days": [1]}, "/retention_days"),
        ({"retention_day": 1}, "/retention_day"),
        ({"port": 1}, "/port"),
    ],
)
def test_what_is_no_setting_changes_nothing(api: Api, body: object, told: str):
    answer = api.client.patch("/settings", json=body)
    assert (answer.status_code, answer.json()["problems"][0]["pointer"]) == (422, told)
    assert (api.home / "config.toml").read_text() == CONFIG


def test_numbers_that_are_none_are_refused(api: Api):
    for text in ("NaN", "Infinity", "1e999"):
        answer = api.client.patch(
            "/settings", content=f'{{"retention_days": {text}}}', headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in {400, 422}, text
    assert api.get("/settings", retention_days="nan").status_code == 422


def test_what_a_variable_decides_or_a_broken_file_holds_is_told(api: Api):
    fixed = api.client.patch("/settings", json={"home_max_bytes": 10**9, "retention_days": 1})
    assert (fixed.status_code, fixed.json()["code"]) == (409, "SETTING_FIXED")
    assert "REN_HOME_MAX_BYTES" in fixed.json()["detail"]
    assert api.get("/settings").json()["retention_days"]["value"] == 4000.0
    (api.home / "config.toml").write_text("a = = b")
    broken = api.client.patch("/settings", json={"retention_days": 1})
    assert (broken.status_code, broken.json()["code"]) == (409, "SETTING_NOT_WRITTEN")
    assert (api.home / "config.toml").read_text() == "a = = b"
    assert api.client.patch("/settings", json={}).status_code == 200
