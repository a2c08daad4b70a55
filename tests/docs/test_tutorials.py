"""The tutorials: "My first 10,000 items" is followed to its end, word for word; both languages show the same."""

import contextlib
import json
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from support.command_line import REPOSITORY
from support.pages import DOCS, Reader, named_files, snippets
from support.processes import SECONDS
from support.wait import patient, until

TUTORIALS = DOCS / "tutorials"
PAGE = (TUTORIALS / "first-10000-items.md").read_text(encoding="utf-8")


class Follower(Reader):
    """Somebody who follows the tutorial beside a server on a port of their own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.env |= {"REN_PORT": str(self.port), "BROWSER": "true", "REN_WARM_WORKERS": "1"}

    def types(self, words: str, code: int = 0) -> str:
        return super().types(words.replace(":8000/", f":{self.port}/"), code)

    def run(self, path: str = "") -> Any:
        return httpx.get(
            f"http://127.0.0.1:{self.port}/runs/first{path}", trust_env=False, timeout=patient(30), verify=False
        ).json()

    def done(self) -> int:
        loops = self.run("/steps").get("loops")  # not while there is no such run
        return loops[0]["done"] if loops else 0

    def serves(self, block: str) -> None:
        self.starts(f"exec {block}")
        until(self.answers, SECONDS, "the server", step=0.1)

    def answers(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return (
                httpx.get(
                    f"http://127.0.0.1:{self.port}/healthz", trust_env=False, timeout=patient(30), verify=False
                ).status_code
                == 200
            )
        return False


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Follower]:
    with contextlib.closing(Follower(tmp_path)) as made:
        yield made


@pytest.mark.skipif(os.name == "nt", reason="these lines are for bash")
def test_my_first_10000_items(reader: Follower) -> None:
    files = named_files(PAGE)
    assert set(files) == {"make_orders.py", "flows/orders/orders.py", "flows/orders/flow.json"}
    make, check, serve, run, kill, pause, resume, look, retry = snippets(PAGE, "bash")
    reader.writes(files)
    reader.types(make)
    assert "no problems" in reader.types(check)
    reader.serves(serve)
    # A fifth of the time that the page's reader has, and all that the order asks for.
    followed = reader.starts(run.strip() + " --input wait=0.004")
    until(lambda: reader.done() > 200, SECONDS, "some orders", step=0.1)
    reader.types(kill)
    until(lambda: len(reader.run()["attempts"]) == 2 and reader.done() > 1000, SECONDS, "another worker", step=0.1)
    reader.types(pause)
    said, _ = followed.communicate(timeout=SECONDS)
    assert followed.returncode == 5, said
    assert "SIGKILL" in said
    assert "renflow resume first" in said
    first, second = resume.strip().splitlines()
    reader.types(first + " --set wait=0")
    assert "25 of 10,000 items skipped" in reader.types(second, code=6)
    said = reader.types(look)
    assert "could not convert string to float" in said
    steps = reader.run("/steps")["loops"][0]
    assert (steps["done"], steps["skipped"], steps["rerun"]) == (9_975, 25, 0)
    assert reader.run("/state")["values"]["workers"] == 8

    mended = snippets(PAGE, "python")[-1]
    source = files["flows/orders/orders.py"]
    (wrong,) = re.findall(r"    return \{\"id\".*\n", source)
    reader.writes({"flows/orders/orders.py": source.replace(wrong, mended)})
    retry, listed = retry.strip().splitlines()
    (retried,) = re.findall(r"run (\S+) tries again", reader.types(retry))
    assert retried in reader.types(listed)
    said = reader.types(f"renflow watch {retried} --json")
    assert json.loads(said.splitlines()[-1])["result"]["items"]["skipped"] == 0
    assert "large_orders: 2440" in reader.types(f"renflow show {retried}")


@pytest.mark.parametrize("page", sorted(path.name for path in TUTORIALS.glob("*.zh-CN.md")))
def test_both_languages_show_the_same_commands_and_files(page: str) -> None:
    chinese = (TUTORIALS / page).read_text(encoding="utf-8")
    english = (TUTORIALS / page.replace(".zh-CN.md", ".md")).read_text(encoding="utf-8")
    for language in ("bash", "python", "json", "csv", "powershell"):
        assert snippets(chinese, language) == snippets(english, language)
    assert named_files(chinese) == named_files(english)
    assert len(re.findall(r"(?m)^#", chinese)) == len(re.findall(r"(?m)^#", english))


@pytest.mark.parametrize(("page", "language"), [("for-operators.md", "en"), ("for-operators.zh-CN.md", "zh")])
def test_what_operators_are_told_to_look_for_stands_on_the_screen(page: str, language: str) -> None:
    """Menus may say it with a word more."""
    folder = REPOSITORY / "console" / "src" / "i18n" / language
    shown = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.json"))
    bold = set(re.findall(r"\*\*(.+?)\*\*", (TUTORIALS / page).read_text(encoding="utf-8")))
    assert len(bold) > 20
    assert not [word for word in bold if f'"{word}' not in shown]
