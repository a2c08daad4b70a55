"""Where lanes come from."""

import sys

import pytest

from workflow_engine_worker.lanes.run_lanes import forks_where


@pytest.mark.parametrize(
    ("platform", "forked"),
    [("linux", {"auto", "fork"}), ("darwin", {"fork"}), ("win32", set())],
)
def test_the_setting_and_the_system_say_whether_lanes_are_forked(monkeypatch, platform: str, forked: set[str]):
    monkeypatch.setattr(sys, "platform", platform)
    assert {chosen for chosen in ("auto", "fork", "spawn") if forks_where(chosen)} == forked
