"""`[[machines]]`: every mistake is told at once, with the machine that it is in."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from workflow_engine_shared.errors import ConfigError
from workflow_engine_shared.settings import Settings, load_settings
from workflow_engine_shared.web.machines import MAX_MACHINES


def load(home: Path, machines: Any, **env: str) -> Settings:
    text = machines if isinstance(machines, str) else json.dumps(machines)
    return load_settings({"home": str(home)}, {"REN_MACHINES": text, **env})


def complaints(home: Path, machines: Any, **env: str) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        load(home, machines, **env)
    return {problem.pointer: problem.detail for problem in caught.value.problems}


def token(home: Path, text: str = "secret", mode: int = 0o600) -> str:
    file = home / "a token"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return str(file)


def test_they_come_from_the_file_and_from_the_variable(tmp_path: Path) -> None:
    token(tmp_path)
    told = '[[machines]]\nname = "a"\nurl = "http://10.0.0.5:8000/"\ntoken_file = "a token"\n'
    (tmp_path / "config.toml").write_text(told, encoding="utf-8")
    (machine,) = load_settings({"home": str(tmp_path)}, {}).machines
    assert (machine.address, machine.token()) == ("http://10.0.0.5:8000", "secret")
    (tmp_path / "config.toml").unlink()
    assert load(tmp_path, [{"name": "b", "url": "https://b.example"}]).machines[0].token() == ""
    assert load(tmp_path, "").machines == load(tmp_path, []).machines == ()


@pytest.mark.parametrize("name", ["", " ", "a b", "a/b", "é", "-a", "a,b", "x" * 64, "local", "LOCAL"])
def test_names_are_plain(tmp_path: Path, name: str) -> None:
    assert list(complaints(tmp_path, [{"name": name, "url": "http://a:1"}])) == ["machines[0].name"]


@pytest.mark.parametrize(
    "url",
    [
        "", "a:1", "ftp://a:1", "http://", "http://a:0", "http://a:99999", "http://a:1/x", "http://a:1?x=1",
        "http://u:p@a:1", "http://a b:1", "HTTP//a", "http://[::1", "http://a:x",
    ],
)  # fmt: skip
def test_addresses_are_addresses(tmp_path: Path, url: str) -> None:
    assert list(complaints(tmp_path, [{"name": "a", "url": url}])) == ["machines[0].url"]


def test_two_are_not_alike_and_none_is_this_one(tmp_path: Path) -> None:
    named = [
        {"name": "a", "url": "http://a:1"},
        {"name": "A", "url": "http://b:1"},
        {"name": "c", "url": "http://A:1/"},
        {"name": "d", "url": "http://localhost:8010"},
    ]
    told = complaints(tmp_path, named, REN_PORT="8010")
    assert list(told) == ["machines[1].name", "machines[2].url", "machines[3].url"]
    assert told["machines[1].name"] == "'A' is also the name of machines[0]."
    assert "this very supervisor" in told["machines[3].url"]


@pytest.mark.parametrize("text", ["", "two words", "two\nlines", "ключ"])
def test_a_token_file_holds_one_token(tmp_path: Path, text: str) -> None:
    told = complaints(tmp_path, [{"name": "a", "url": "http://a:1", "token_file": token(tmp_path, text)}])
    assert list(told) == ["machines[0].token_file"]


def test_a_token_file_is_there_and_is_a_file(tmp_path: Path) -> None:
    for file in ("gone", ".", "a\0b"):
        told = complaints(tmp_path, [{"name": "a", "url": "http://a:1", "token_file": file}])
        assert list(told) == ["machines[0].token_file"], told


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_token_file_is_its_owners(tmp_path: Path, mode: int) -> None:
    told = complaints(tmp_path, [{"name": "a", "url": "http://a:1", "token_file": token(tmp_path, mode=mode)}])
    assert "chmod 600" in told["machines[0].token_file"]


@pytest.mark.parametrize(
    "given",
    [
        "nonsense", "{}", "1", [1], ["a"], [{}], [{"name": "a"}], [{"url": "http://a:1"}], [{"name": 1, "url": "http://a:1"}],
        [{"name": "a", "url": "http://a:1", "tokenfile": "x"}], [[[[]]]],
    ],
)  # fmt: skip
def test_what_is_no_list_of_machines_is_refused(tmp_path: Path, given: Any) -> None:
    assert list(complaints(tmp_path, given)) == ["environment machines"]


def test_so_many_and_no_more(tmp_path: Path) -> None:
    named = [{"name": f"m{number}", "url": f"http://m{number}:1"} for number in range(MAX_MACHINES + 1)]
    assert list(complaints(tmp_path, named)) == ["machines"]
    assert len(load(tmp_path, named[:-1]).machines) == MAX_MACHINES
