"""The pure parts: values, texts, frames."""

import shlex
from pathlib import Path
from typing import Any

import pytest

from support.hand_clock import HandClock
from workflow_engine_shared.errors import RenError
from workflow_engine_shared.settings import Settings, load_settings
from workflow_engine_supervisor.cli.display import LineBudget
from workflow_engine_supervisor.cli.plain_lines import PlainLines
from workflow_engine_supervisor.cli.render import (
    clock_text,
    duration_text,
    log_line,
    progress_text,
    size_text,
    table,
    wait_lines,
)
from workflow_engine_supervisor.cli.run_report import (
    exit_code_of,
    headline,
    next_steps,
    report_json,
    report_text,
    result_lines,
    why_text,
)
from workflow_engine_supervisor.cli.terminal import clean, json_text, one_line
from workflow_engine_supervisor.cli.values import any_value, assignments
from workflow_engine_supervisor.client.event_stream import frames


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("plain 文字\n\tkept", "plain 文字\n\tkept"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPdevice\x1b\\after", "after"),
        ("\x1b]unfinished", "]unfinished"),
        ("a\rb\r\nc", "ab\nc"),
        ("\x00\x07\x08\x7f\x85", ""),
        ("\u202egnp.exe", "gnp.exe"),
    ],
)
def test_clean_leaves_nothing_a_terminal_obeys(text: str, left: str) -> None:
    assert clean(text) == left


def test_json_stays_json_and_harmless() -> None:
    assert json_text({"a": "中\x9b\x7f\x1b\u202e"}) == '{"a": "中\\u009b\\u007f\\u001b\\u202e"}'


def test_one_line_is_one_line() -> None:
    assert one_line("a\n b\t\tc\r\nd") == "a b c d"


def test_assignments_read_json_where_it_is_json() -> None:
    given = ["n=3", "f=1.5", "t=true", "z=null", "s=text", 'q="3"', "l=[1, 2]", "e=", "u=a=b", "x=NaN", "名=字"]
    assert assignments(given, "--set") == {
        "n": 3,
        "f": 1.5,
        "t": True,
        "z": None,
        "s": "text",
        "q": "3",
        "l": [1, 2],
        "e": "",
        "u": "a=b",
        "x": "NaN",
        "名": "字",
    }


def test_columns_fit_wide_characters() -> None:
    assert table(("A", "B"), [("商品", 1), ("x", None)]).splitlines() == ["A     B", "商品  1", "x"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"done": 3}, "3"),
        ({"done": 0, "total": 0}, "0/0"),
        ({"done": 1200, "total": 10000, "rate": 35.24, "eta_s": 3725.4}, "1,200/10,000  35.2/s  ETA 1:02:05"),
        ({"done": 1, "total": 2, "failed": 1, "message": "a\x1b[1m\nb"}, "1/2  1 failed  a b"),
        ({"done": 38, "total": 41, "skipped": 3, "rate": 2.0, "eta_s": 0.0}, "38/41  3 skipped  2.0/s"),
        ({}, "0"),
    ],
)
def test_progress_in_words(data: dict[str, object], text: str) -> None:
    assert progress_text(data) == text


FINISHED = {
    "thread_id": "r", "flow_id": "f", "version": 1, "status": "finished", "reason": None, "skipped": 0,
    "times": {"duration_s": 2.0},
}  # fmt: skip


def test_a_finished_run_that_skipped_something_says_so_and_how_to_try_it_again(tmp_path: Path) -> None:
    settings = load_settings({"home": str(tmp_path)}, {})
    lost = {**FINISHED, "skipped": 1200}
    assert headline(FINISHED) == "run r of f v1: finished after 2.00 s"
    assert headline(lost) == "run r of f v1: finished (skipped: 1,200) after 2.00 s"
    assert (exit_code_of(FINISHED), exit_code_of(lost)) == (0, 6)
    assert (report_json(FINISHED, settings)["skipped"], report_json(lost, settings)["skipped"]) == (0, 1200)
    heading, *steps = next_steps(FINISHED, settings, embedded=False)
    assert heading == "Next:"
    assert [step.split()[:3] for step in steps] == [["renflow", "show", "r"], ["renflow", "rerun", "r"]]
    words, command = next_steps(lost, settings, embedded=False)
    assert "keeps what was done" in words
    assert " retry " in command
    assert why_text({**lost, "reason": "x"}) == "x, skipped: 1,200"


def test_a_run_that_waits_says_for_what_and_what_brings_it(tmp_path: Path) -> None:
    settings = load_settings({"home": str(tmp_path)}, {})
    wait = {"ref": None, "correlation": None, "due_at": None, "title": None, "assignee": None}
    waits = [
        {**wait, "key": "a1", "kind": "timer", "node_id": "nap", "due_at": "2026-01-01T01:02:03.000Z"},
        {**wait, "key": "a2", "kind": "form", "node_id": "ask", "title": "Ship\x1b[1m\nit", "assignee": "Ada"},
        {**wait, "key": "a3", "kind": "message", "node_id": "paid", "ref": "payment", "correlation": {"order": "七"}},
        {**wait, "key": "a4", "kind": "child", "node_id": "sub", "ref": "run-2"},
    ]
    nodes = [{"id": "ask", "label": "Approve"}]
    view = {**FINISHED, "status": "interrupted", "reason": "waiting", "waits": waits, "nodes": nodes}
    assert wait_lines(view, "2026-01-01T00:00:00.000Z") == [
        "waits until 2026-01-01 01:02:03Z [nap], 1:02:03 left",
        "waits for a form [Approve (ask)]: Ship it (for Ada)",
        'waits for the message payment about {"order": "七"} [paid]',
        "waits for run run-2 [sub]",
    ]
    told = next_steps(view, settings, embedded=False)
    assert [line.split()[:4] for line in told[4:]] == [
        ["renflow", "answer", "r", "a2"],
        ["renflow", "message", "payment", "--run"],
    ]
    assert "goes on by itself" in next_steps(view, settings, embedded=True)[4]


def test_a_value_is_json_or_text_or_a_document(tmp_path: Path) -> None:
    path = tmp_path / "答.json"
    path.write_text("[1]", encoding="utf-8")
    assert [any_value(text, "--value") for text in ("yes", "2", '{"a": 1}', f"@{path}")] == ["yes", 2, {"a": 1}, [1]]
    for text in ("\udcff", "[" * 200, f"@{tmp_path}"):
        with pytest.raises(RenError):
            any_value(text, "--value")


def test_figures() -> None:
    assert [clock_text(s) for s in (0, 59.6, 3600)] == ["0:00", "1:00", "1:00:00"]
    assert [duration_text(s) for s in (None, 0.123, 12.34, 61)] == ["", "0.12 s", "12.3 s", "1:01"]
    assert [size_text(s) for s in (0, 1023, 1536, 5 * 2**30)] == ["0 B", "1023 B", "1.5 KiB", "5.0 GiB"]


def test_a_log_line_sets_further_lines_in() -> None:
    line = {"ts": "2026-01-02T03:04:05.678Z", "level": "ERROR", "node_id": "n", "message": "one\ntwo\n"}
    assert log_line(line) == "03:04:05.678 ERROR   [n] one\n    two"
    long = {**line, "message": "a\nb\nc\nd", "context": {"traceback": "e"}}
    assert log_line(long, most=2).splitlines()[1:] == ["    b", "    ... and 2 more; 'renflow logs' shows all"]
    assert log_line(long, with_traceback=True).endswith("    d\n    e")


def test_frames_are_cut_at_line_feeds_only_and_wherever_chunks_end() -> None:
    body = (
        'id: b-1\nevent: log\ndata: {"m": "a\u2028b\x85c"}\n\n: beat\n\nid: b-2\r\ndata: 1\r\ndata: 2\r\n\r\ndata: cut'
    )
    whole = body.encode()
    expected = [("b-1", '{"m": "a\u2028b\x85c"}'.encode()), ("b-2", b"1\n2")]
    for size in (1, 2, 7, len(whole)):
        chunks = [whole[at : at + size] for at in range(0, len(whole), size)]
        assert list(frames(chunks)) == expected


def test_a_flood_of_lines_is_counted_not_shown() -> None:
    clock, told = HandClock(), []
    budget = LineBudget(clock, told.append)
    assert sum(budget.allows() for _ in range(1000)) == 50
    clock.seconds = 1.5
    assert budget.allows()
    assert told == ["... 950 more lines; 'renflow logs' shows them all"]


def test_plain_progress_is_told_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    clock = HandClock()
    lines = PlainLines(clock)
    for done in range(101):
        clock.seconds += 0.05
        lines.event("progress", {"node": "n", "done": done, "total": 100})
    shown = capsys.readouterr().err.splitlines()
    assert len(shown) == 4
    assert shown[-1] == "n: 100/100"


def test_plain_lines_say_what_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    lines = PlainLines(HandClock())
    for status in ("running", "finished", "running", "failed"):
        lines.event("node", {"node": "n", "visit": 1, "status": status, "attempt": 1})
    lines.event("progress", {"node": "n", "done": 1})  # it has ended
    lines.event("node", {"node": "n", "visit": 1, "status": "running", "attempt": 2})
    lines.event("log", {"level": "DEBUG", "message": "no"})
    lines.event("progress", None)
    assert capsys.readouterr().err.splitlines() == ["n: running", "n: failed", "n: running (attempt 2)"]


def test_a_run_that_is_quicker_than_its_events_is_told_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    def view(**statuses: str) -> dict[str, Any]:
        nodes = [{"id": name, "status": status} for name, status in statuses.items()]
        return {"thread_id": "r", "status": "finished", "nodes": nodes}

    lines = PlainLines(HandClock())
    lines.run(view(before="finished", a="waiting", b="waiting", c="waiting"))
    lines.event("node", {"node": "a", "visit": 2, "status": "running", "attempt": 1})
    lines.run(view(before="finished", a="finished", b="finished", c="waiting"))
    lines.run(view(before="finished", a="finished", b="finished", c="waiting"))
    lines.event("node", {"node": "b", "visit": 3, "status": "running", "attempt": 1})
    assert capsys.readouterr().err.splitlines() == ["a: running", "b: running"]
    fresh = PlainLines(HandClock(), from_start=True)  # it was over before the first look
    fresh.event("node", {"node": "a", "visit": 1, "status": "running", "attempt": 1})
    fresh.run(view(a="finished", b="finished", c="waiting"))
    fresh.run(view(a="finished", b="finished", c="finished"))
    assert capsys.readouterr().err.splitlines() == ["a: running", "b: running", "c: running"]


@pytest.mark.parametrize(
    ("reason", "interrupt", "embedded", "steps"),
    [
        ("paused", None, False, ["  renflow resume r1 --home /h"]),
        (
            "paused",
            None,
            True,
            [f"  {'renflow serve --home /h':<40}  in another terminal", "  renflow resume r1 --home /h"],
        ),
        ("question", {"kind": "question", "value": "ok?"}, False, ["  renflow resume r1 --value ANSWER --home /h"]),
        ("shutdown", None, False, ["  renflow serve --home /h"]),
    ],
)
def test_an_interrupted_run_says_how_it_goes_on(
    reason: str, interrupt: object, embedded: bool, steps: list[str]
) -> None:
    view = {"thread_id": "r1", "flow_id": "f", "version": 1, "status": "interrupted", "reason": reason}
    text = report_text({**view, "interrupt": interrupt}, Settings(home="/h", flows="/f"), embedded=embedded)
    assert text.splitlines()[-len(steps) :] == steps


def test_what_a_run_left_is_said_in_its_order(tmp_path: Path) -> None:
    settings = load_settings({"home": str(tmp_path)}, {})
    result = {
        "files": [{"name": "products.xlsx", "size": 2048}, {"name": "a\x1b[31m.txt", "size": 1}],
        "folders": [{"name": "images", "files": 1900}],
        "more": 3,
        "state": {"text": "one\ntwo", "long": "x" * 500, "file": {"artifact": "a.csv", "sha256": "00"}, "list": [1]},
        "truncated": True,
        "items": {"total": 1944, "done": 1932, "failed": 0, "skipped": 12},
    }
    guard = {"refusals": 1003, "details": [f"list /home/me/{number}: no." for number in range(7)]}
    lines = result_lines({**FINISHED, "skipped": 13, "result": result, "file_guard": guard}, settings)
    assert lines == [
        "result:",
        "  text: one two",
        f"  long: {'x' * 200}...",
        "  file: the file a.csv",
        "  list: [1]",
        f"  ... in full: {shlex.join(['renflow', 'state', 'r', '--home', str(tmp_path)])}",
        f"outputs in {tmp_path / 'runs' / 'r' / 'outputs'}:",
        "  products.xlsx  2.0 KiB",
        "  a.txt  1 B",
        "  images/  1,900 files",
        "  ... and 3 more",
        "12 of 1,944 items skipped",
        "1 node skipped",
        "file_guard: 1,003 refusals",
        *(f"  list /home/me/{number}: no." for number in range(5)),
        "  ...",
    ]
    assert result_lines(FINISHED, settings) == []
