"""Floods of output: bounded in rate and size, counted exactly, and no line that had room is lost (F-34, B-75)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from support.fixtures import one_server
from support.run import Run, chain, node
from support.server import Server

MIB = 1024 * 1024


def every(run: Run) -> list[Any]:
    """All lines, as the log's download gives them."""
    text = run.server.client.get(f"/runs/{run.id}/logs?download=1").text
    return [json.loads(line) for line in text.split("\n") if line]


def test_a_thousand_lines_a_second_are_lossless(server: Server):
    run = server.run(node("paced", "paced", rate=1000, seconds=4))
    run.finished()

    assert [line["message"] for line in every(run) if line["node_id"] == "paced"] == [f"line {n}" for n in range(4000)]
    page = server.get(f"/runs/{run.id}/logs")
    assert (page["dropped"], page["removed"]) == (0, 0)


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Five hundred lines a second are allowed."""
    with one_server(Server, tmp_path_factory.mktemp("narrow"), log_max_lines_per_s=500) as made:
        yield made


def test_what_is_dropped_is_counted_exactly(narrow: Server):
    flood = node("flood", "floods", kind="lines", size=20_000)
    run = narrow.run(chain(flood, node("speak", "speaks")))
    run.finished()
    run.left()

    lines = every(run)
    written = [line for line in lines if line["node_id"] == "flood"]
    dropped = narrow.get(f"/runs/{run.id}/logs")["dropped"]
    assert 0 < len(written) < 20_000
    told = [line for line in lines if "dropped" in line]
    assert sum(line["dropped"] for line in told) == dropped
    assert f"{told[0]['dropped']:,} lines were dropped" in told[0]["message"]
    assert told[0]["level"] == "WARNING"
    said = [line["message"] for line in lines]
    # Two lines are the engine's, eight are what `speaks` says: of those, INFO may be dropped with the flood.
    assert len(lines) - len(told) + dropped == 20_000 + 2 + 8
    assert {"by stderr", "by the run's logger", "by exception", f"Run {run.id} is finished."} <= {*said}
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))


def test_the_count_survives_a_kill(narrow: Server):
    run = narrow.run(node("flood", "floods_then_dies", data={"args": {"mode": "floods_then_dies", "once": True}}))
    run.finished()
    run.left()

    lines = every(run)
    written = [line for line in lines if line["message"].startswith("flood ")]
    assert len(written) + sum(line.get("dropped", 0) for line in lines) == 5000
    assert narrow.get(f"/runs/{run.id}/logs")["dropped"] == 5000 - len(written)


def test_a_native_flood_is_counted_too(narrow: Server):
    run = narrow.run(node("flood", "native", lines=20_000))
    run.finished()
    run.left()

    lines = every(run)
    written = [line for line in lines if line["message"].startswith("native ")]
    # stderr lines are warnings: as many again as the limit
    assert 900 <= len(written) < 20_000
    assert len(written) + narrow.get(f"/runs/{run.id}/logs")["dropped"] == 20_000


@pytest.mark.parametrize(
    ("kind", "size", "message", "length"),
    [
        ("long", 100 * MIB, "x" * 65_536, 100 * MIB),
        ("endless", 16 * MIB, "y" * 65_536, 16 * MIB + len("after endless")),
        ("native endless", 16 * MIB, "z" * 65_536, 16 * MIB),
    ],
)
def test_of_a_line_without_end_the_beginning_is_kept(server: Server, kind: str, size: int, message: str, length: int):
    run = server.run(node("say", "says", kind=kind, size=size))
    run.finished()
    run.left()

    (cut,) = [line for line in every(run) if line.get("truncated")]
    assert (cut["message"], cut["length"]) == (message, length)
    assert run.paths.log.stat().st_size < MIB


@pytest.mark.parametrize(
    ("kind", "size", "messages"),
    [
        ("binary", 100_000, ["after binary", "\x00\x01\x1b[2J\u2028\x85"]),
        ("progress bar", 100_000, ["  done", "after progress bar"]),
        ("closed", 0, ["still heard", "and here", "and by logging", "after closed"]),
        ("surrogates", 0, ["name \\udcff", "\\ud800", "after surrogates"]),
    ],
)
def test_whatever_is_said_the_log_keeps_one_valid_line_of_it(server: Server, kind: str, size: int, messages: list[str]):
    run = server.run(chain(node("say", "says", kind=kind, size=size), node("speak", "speaks_python")))
    run.finished()
    run.left()

    raw = run.paths.log.read_bytes()
    lines = [json.loads(line) for line in raw.split(b"\n") if line]
    raw.decode("utf-8")
    said = [line["message"] for line in lines]
    assert set(messages) <= set(said)
    assert "by print" in said
    if kind == "progress bar":
        assert sum("of 100000" in text for text in said) == 0
    if kind == "closed":
        assert (run.paths.outputs / "mine.txt").read_text() == "kept"


def test_a_log_that_is_removed_is_begun_anew(server: Server):
    run = server.run(node("forget", "forgets_log"))
    run.began()
    run.paths.log.unlink()
    run.open_gate()
    run.finished()

    assert "after" in run.messages()
