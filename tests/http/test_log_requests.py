"""Odd requests to a run's log, and requests while it is rotated (B-76, B-78, B-79, F-47)."""

import json
import threading

import pytest

from support.api import Api
from support.log_lines import line, text
from workflow_engine_shared.logs.format import rotated_parts
from workflow_engine_shared.logs.writer import LogWriter
from workflow_engine_shared.logs.writer_state import WriterState
from workflow_engine_shared.protocol.messages import LogLimits
from workflow_engine_supervisor.views.cursor import make_cursor


@pytest.mark.parametrize(
    "query",
    [
        "tail=0",
        "tail=-1",
        "tail=1000000000",
        "offset=5",
        "limit=0",
        "limit=-1",
        "limit=1e3",
        "limit=",
        "level=unknown",
        "level=",
        "cursor=x",
        "cursor=",
        "around=1&around=2",
        "level=INFO&level=ERROR",
    ],
)
def test_what_is_no_query_is_refused(api: Api, query: str):
    if api.get("/runs/asked").status_code == 404:
        api.run("asked").log.write_bytes(text(line(1)))
    answer = api.client.get(f"/runs/asked/logs?{query}")
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] in {"BAD_QUERY", "BAD_CURSOR"}


@pytest.mark.parametrize("place", [["gone", 10**15, 5], ["", 0, 10**15], ["", 10**15, 0]])
def test_a_place_beyond_the_end_is_an_empty_page_or_the_rest(api: Api, place: list[object]):
    if api.get("/runs/beyond").status_code == 404:
        api.run("beyond").log.write_bytes(text(*(line(n) for n in range(1, 11))))
    answer = api.get("/runs/beyond/logs", cursor=make_cursor("logs", place))
    assert answer.status_code == 200
    behind = int(str(place[2]))
    assert [each["seq"] for each in answer.json()["items"]] == [n for n in range(1, 11) if n > behind]


@pytest.mark.parametrize("pattern", ["(a+)+$", "(.*)*", "[", "\\", "a{99999}", "(?i)A", "%", "' OR 1=1 --"])
def test_words_are_words_and_never_a_pattern(api: Api, pattern: str):
    if api.get("/runs/words").status_code == 404:
        api.run("words").log.write_bytes(text(*(line(n, "a" * 60_000 + "!") for n in range(1, 50))))
    log = api.home / "runs" / "words" / "logs.jsonl"
    with log.open("ab") as file:
        file.write(text(line(1000, f"here: {pattern}")))
    # A pattern that goes back would take for ever: longer than the client waits.
    found = api.get("/runs/words/logs", q=pattern).json()["items"]
    assert [each["message"] for each in found] == [f"here: {pattern}"]


def test_downloads_while_the_log_rotates_are_whole(api: Api):
    paths = api.run("rotating-download")
    log = LogWriter(paths, "rotating-download", LogLimits(max_bytes=65536, lines_per_s=10**9))
    for _ in range(500):
        log.write("INFO", "x" * 200, "n")
    over = threading.Event()
    troubles: list[object] = []

    def download() -> None:
        while not over.is_set():
            body = api.client.get("/runs/rotating-download/logs?download=1", headers={"Range": "bytes=5-2"}).text
            seqs = [json.loads(each)["seq"] for each in body.splitlines()]
            if seqs != list(range(1, len(seqs) + 1)) or len(seqs) < 500:
                troubles.append(seqs)

    readers = [threading.Thread(target=download) for _ in range(3)]
    for each in readers:
        each.start()
    for number in range(4000):
        log.write("INFO", "x" * 200, "n")
        if number % 50 == 0:
            log.tend("n")
    over.set()
    for each in readers:
        each.join()
    log.finish()
    log.close()
    assert not troubles
    assert len(rotated_parts(paths.log)) > 10
    assert [each["seq"] for each in api.get("/runs/rotating-download/logs", order="desc", limit=1).json()["items"]] == [
        4500
    ]


def test_what_is_gone_is_counted(api: Api):
    paths = api.run("gone")
    paths.log.write_bytes(text(*(line(n) for n in range(41, 51))))
    marks = WriterState(paths.log_marks)
    marks.drop(17)
    marks.close()
    page = api.get("/runs/gone/logs").json()
    assert (page["dropped"], page["removed"]) == (17, 40)
