"""Paths of an input that lead into the user's home, or to nothing."""

import os
from pathlib import Path

import pytest

from workflow_engine_shared.errors import InvalidInput
from workflow_engine_shared.reach.input_paths import has_paths, paths_in_home, paths_to_nothing
from workflow_engine_shared.reach.places import Reach
from workflow_engine_supervisor.runs.input_check import check_paths

pytestmark = pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "user"
    for folder in ("pictures", ".ren/runs", "project/flows", "allowed"):
        (home / folder).mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture
def reach(home: Path) -> Reach:
    return Reach.of(home / ".ren", [home / "project" / "flows"], [str(home / "allowed")])


@pytest.mark.parametrize(
    ("text", "exists"),
    [
        ("{home}/pictures", True),
        ("{home}/pictures/", True),
        ("{home}", True),
        ("{home}/picturs", False),
        ("~/pictures", True),
        ("~/nothing", False),
        ("{home}/.ren/../pictures", True),
        ("{home}/allowed/../pictures", True),
    ],
)
def test_what_functions_cannot_read(home: Path, reach: Reach, text: str, exists: bool) -> None:
    found = list(paths_in_home({"folder": text.format(home=home)}, reach))
    assert [(each.key, each.exists) for each in found] == [("folder", exists)]
    assert not found[0].path.startswith("~")


@pytest.mark.parametrize(
    "value",
    [
        "{home}/.ren/runs/r1/inputs/folder",
        "{home}/project/flows/a.json",
        "{home}/allowed/new.txt",
        "{home}x",
        "see {home}/pictures",
        "{home}/pict\nures",
        "{home}/" + "x" * 5000,
        "~",
        "~other/x",
        "/etc/passwd",
        "pictures",
        "",
        "\x00",
        7,
        None,
        True,
    ],
)
def test_what_is_none_of_that(home: Path, reach: Reach, value: object) -> None:
    given = value.format(home=home) if isinstance(value, str) else value
    assert list(paths_in_home({"folder": given}, reach)) == []
    check_paths({"folder": given}, reach)


def test_a_refusal_names_each_field_and_its_mend(home: Path, reach: Reach) -> None:
    given = {"a/b": [{"deep": f"{home}/pictures"}], "file": f"{home}/gone"}
    with pytest.raises(InvalidInput) as refused:
        check_paths(given, reach)
    assert [(each.code, each.pointer) for each in refused.value.problems] == [
        ("PATH_IN_HOME", "/input/a~1b/0/deep"),
        ("PATH_NOT_THERE", "/input/file"),
    ]
    assert "--file" in refused.value.problems[0].hint
    assert has_paths(given)
    assert has_paths(["~/pictures"])
    assert not has_paths({"text": "a/b", "number": 7, "nothing": None})
    check_paths(given, None)  # the guard is off


def test_a_hundred_thousand_paths_are_a_hundred_problems(home: Path, reach: Reach) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_paths({"all": [f"{home}/{number}" for number in range(100_000)]}, reach)
    assert len(refused.value.problems) == 100


def test_paths_to_nothing_are_those_that_begin_here(tmp_path: Path) -> None:
    given = {"gone": f"{tmp_path}/gone", "there": str(tmp_path), "address": "/products/12", "root": "/", "word": "x"}
    assert [each.key for each in paths_to_nothing(given)] == ["gone"]


@pytest.mark.parametrize("key", ["folder", "image_folder", "outDir", "fileName", "base-path", "图片文件夹", "路径"])
def test_a_key_may_say_that_it_is_a_path(key: str) -> None:
    """`--input folder=/picturs` did nothing, and said nothing."""
    assert [each.pointer for each in paths_to_nothing({key: "/picturs"})] == [f"/{key}"]
    assert [each.pointer for each in paths_to_nothing({"in": [{key: "/picturs/new"}]})] == [f"/in/0/{key}"]


@pytest.mark.parametrize("key", ["profile", "filesystem", "pathway", "address", "目标"])
def test_other_keys_say_nothing(key: str) -> None:
    assert list(paths_to_nothing({key: "/products/12"})) == []
