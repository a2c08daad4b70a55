"""A log from its end, around a line, and in figures: the same lines as from its beginning."""

import gzip
import random
import threading
from pathlib import Path
from typing import Any

import pytest

from support.api import Api
from support.log_lines import line, pages, text
from workflow_engine_supervisor.logs import level_counts


def write_parts(log: Path, *parts: bytes, compressed: bool = True) -> None:
    """Rotated parts, the last one the live file."""
    for number, part in enumerate(parts[:-1], 1):
        path = log.with_name(f"logs.{number}.jsonl" + (".gz" if compressed else ""))
        path.write_bytes(gzip.compress(part) if compressed else part)
    log.write_bytes(parts[-1])


def flat(found: list[list[dict[str, Any]]]) -> list[Any]:
    return [each["seq"] for page in found for each in page]


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("limit", [1, 4, 7, 1000])
def test_backwards_each_line_comes_once(api: Api, compressed: bool, limit: int):
    thread_id = f"back-{compressed}-{limit}"
    blocks = [text(*(line(n) for n in range(first, first + 8))) for first in (1, 9, 17)]
    write_parts(api.run(thread_id).log, *blocks, compressed=compressed)
    assert flat(pages(api, f"/runs/{thread_id}/logs", order="desc", limit=limit)) == list(range(24, 0, -1))


def test_backwards_it_is_the_same_lines_whatever_their_length(api: Api):
    dice = random.Random(5)
    log = api.run("lengths").log
    body = b""
    for n in range(1, 200):
        size = dice.choice([0, 10, 1000, 65_500, 65_536, 200_000])
        body += b"garbage %d\n" % n if n % 50 == 0 else text(line(n, "x" * size))
    body += b"\n" + text(line(200)) + b'{"seq": 201, "message": "half'
    log.write_bytes(body)
    forward = [each for page in pages(api, "/runs/lengths/logs", limit=30) for each in page]
    backward = [each for page in pages(api, "/runs/lengths/logs", limit=30, order="desc") for each in page]
    assert backward == forward[::-1]
    assert len(forward) == 201
    assert forward[49]["message"] == "garbage 50"


def test_backwards_filters_count_as_forwards(api: Api):
    levels = ("INFO", "ERROR", "WARNING", "DEBUG")
    api.run("filtered").log.write_bytes(text(*(line(n, level=levels[n % 4]) for n in range(1, 41))))
    found = flat(pages(api, "/runs/filtered/logs", order="desc", level="ERROR", limit=3))
    assert found == [n for n in range(40, 0, -1) if n % 4 == 1]


def test_from_the_newest_page_one_can_go_on_both_ways(api: Api):
    log = api.run("tailed").log
    log.write_bytes(text(*(line(n) for n in range(1, 11))))
    newest = api.get("/runs/tailed/logs", order="desc", limit=3).json()
    assert [each["seq"] for each in newest["items"]] == [10, 9, 8]
    with log.open("ab") as file:
        file.write(text(line(11)))
    later = api.get("/runs/tailed/logs", cursor=newest["position"]).json()
    older = api.get("/runs/tailed/logs", order="desc", limit=3, cursor=newest["next"]).json()
    assert [each["seq"] for each in later["items"]] == [11]
    assert ([each["seq"] for each in older["items"]], older["position"]) == ([7, 6, 5], None)


def test_backwards_a_cursor_survives_rotation_and_the_loss_of_its_part(api: Api):
    log = api.run("turned").log
    log.write_bytes(text(*(line(n) for n in range(1, 11))))
    cursor = api.get("/runs/turned/logs", order="desc", limit=4).json()["next"]
    write_parts(log, log.read_bytes(), text(line(11)))
    seqs = [6, 5, 4, 3, 2, 1]
    assert [each["seq"] for each in api.get("/runs/turned/logs", order="desc", cursor=cursor).json()["items"]] == seqs
    log.with_name("logs.1.jsonl.gz").unlink()
    log.write_bytes(text(*(line(n) for n in range(2, 12))))
    found = api.get("/runs/turned/logs", order="desc", cursor=cursor).json()["items"]
    assert [each["seq"] for each in found] == seqs[:-1]


def test_an_empty_log_has_no_end_to_begin_at(api: Api):
    api.run("nothing")
    page = api.get("/runs/nothing/logs", order="desc").json()
    assert (page["items"], page["next"], page["position"]) == ([], None, None)
    assert api.get("/runs/nothing/logs", around=5).json()["items"] == []


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("seq", [0, 1, 2, 499, 500, 501, 777, 1499, 1500, 1501, 99_999])
def test_a_line_stands_amid_its_context(api: Api, seq: int, compressed: bool):
    thread_id = f"amid-{compressed}"
    if api.get(f"/runs/{thread_id}").status_code == 404:
        blocks = [text(*(line(n, "x" * 300) for n in range(first, first + 500))) for first in (1, 501, 1001)]
        write_parts(api.run(thread_id).log, *blocks, compressed=compressed)
    page = api.get(f"/runs/{thread_id}/logs", around=seq, context=3).json()
    expected = [n for n in range(seq - 3, seq + 4) if 1 <= n <= 1500]
    if seq == 0:
        expected = [1, 2, 3, 4]  # the next one there is, as the hit
    if seq > 1500:
        expected = [1498, 1499, 1500]
    assert [each["seq"] for each in page["items"]] == expected
    if page["next"]:
        onward = api.get(f"/runs/{thread_id}/logs", cursor=page["next"], limit=1).json()["items"]
        assert [each["seq"] for each in onward] == [expected[-1] + 1]
    else:
        assert expected[-1] == 1500
    if page["previous"]:
        back = api.get(f"/runs/{thread_id}/logs", order="desc", cursor=page["previous"], limit=1).json()["items"]
        assert [each["seq"] for each in back] == ([expected[0] - 1] if expected[0] > 1 else [])


def test_a_line_in_a_large_log_is_found(api: Api):
    log = api.run("large-around").log
    with log.open("wb") as file:
        for n in range(1, 300_001):
            file.write(b'{"seq": %d, "message": "%s"}\n' % (n, b"x" * 60))
        file.write(b"damaged\n" * 1000)
    found = api.get("/runs/large-around/logs", around=123_456, context=1).json()
    assert [each["seq"] for each in found["items"]] == [123_455, 123_456, 123_457]
    newest = api.get("/runs/large-around/logs", order="desc", limit=2).json()["items"]
    assert [each["message"] for each in newest] == ["damaged", "damaged"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("around=abc", "?around"),
        ("around=-1", "?around"),
        ("around=1e3", "?around"),
        ("around=99999999999999999999", "?around"),
        ("around=", "?around"),
        ("around=1&context=501", "?context"),
        ("around=1&context=-1", "?context"),
        ("context=5", "?context"),
        ("around=1&level=ERROR", "?level"),
        ("around=1&q=x", "?q"),
        ("around=1&limit=5", "?limit"),
        ("around=1&order=desc", "?order"),
        ("around=1&download=1", "?around"),
        ("order=down", "?order"),
        ("order=", "?order"),
        ("order=desc&download=1", "?order"),
        ("order=desc&order=asc", "?order"),
    ],
)
def test_what_does_not_fit_together_is_refused(api: Api, query: str, pointer: str):
    if api.get("/runs/unfit").status_code == 404:
        api.run("unfit").log.write_bytes(text(line(1)))
    answer = api.get(f"/runs/unfit/logs?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_QUERY")
    assert answer.json()["problems"][0]["pointer"] == pointer


def test_a_cursor_leads_in_its_own_direction(api: Api):
    api.run("directed").log.write_bytes(text(*(line(n) for n in range(1, 9))))
    forward = api.get("/runs/directed/logs", limit=2).json()["next"]
    backward = api.get("/runs/directed/logs", limit=2, order="desc").json()["next"]
    assert api.get("/runs/directed/logs", order="desc", cursor=forward).json()["code"] == "BAD_CURSOR"
    assert api.get("/runs/directed/logs", cursor=backward).json()["code"] == "BAD_CURSOR"


def test_counts_are_of_the_whole_log_and_grow_with_it(api: Api):
    log = api.run("counted").log
    first = text(line(1, level="DEBUG"), line(2), line(3, level="ERROR"))
    second = text(line(4, level="CRITICAL"), line(5, level="NOTICE")) + b"damaged\n"
    write_parts(log, first, second + b'{"half')
    page = api.get("/runs/counted/logs", level="ERROR", limit=1).json()
    assert page["counts"] == {"DEBUG": 1, "INFO": 2, "WARNING": 0, "ERROR": 2, "CRITICAL": 1}
    assert page["counted"] is True
    log.write_bytes(second + text(line(6, level="WARNING")))
    assert api.get("/runs/counted/logs").json()["counts"]["WARNING"] == 1
    log.with_name("logs.2.jsonl.gz").write_bytes(gzip.compress(log.read_bytes()))
    log.write_bytes(text(line(7, level="WARNING")))
    for order in ("asc", "desc"):
        counts = api.get("/runs/counted/logs", order=order).json()["counts"]
        assert counts == {"DEBUG": 1, "INFO": 2, "WARNING": 2, "ERROR": 2, "CRITICAL": 1}


def test_a_long_log_is_counted_over_several_answers(api: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(level_counts, "BYTES_AN_ANSWER", 3000)
    blocks = [text(*(line(n) for n in range(first, first + 30))) for first in (1, 31, 61)]
    write_parts(api.run("slowly").log, *blocks)
    seen = []
    while not seen or not seen[-1]["counted"]:
        seen.append(api.get("/runs/slowly/logs", limit=1).json())
    totals = [page["counts"]["INFO"] for page in seen]
    assert totals == sorted(set(totals))
    assert totals[-1] == 90
    assert len(totals) > 3


def test_counts_do_not_wait_for_each_other(api: Api):
    log = api.run("together").log
    log.write_bytes(text(*(line(n) for n in range(1, 5001))))
    found: list[int] = []
    ask = lambda: found.append(api.get("/runs/together/logs").json()["counts"]["INFO"])  # noqa: E731
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [5000] * 8


def test_a_new_run_of_the_same_id_is_counted_anew(api: Api):
    api.run("recounted").log.write_bytes(text(line(1, level="ERROR")))
    assert api.get("/runs/recounted/logs").json()["counts"]["ERROR"] == 1
    api.post("/runs/recounted/cancel")
    with api.database.write() as con:
        con.execute("UPDATE runs SET status = 'cancelled', finished_at = created_at WHERE thread_id = 'recounted'")
    assert api.client.delete("/runs/recounted").status_code == 204
    api.run("recounted").log.write_bytes(text(line(1, "other")))
    assert api.get("/runs/recounted/logs").json()["counts"]["ERROR"] == 0
