"""Reading a run's log: pages, filters, downloads, rotation, damage (B-76 to B-79)."""

import gzip
import re
from pathlib import Path

import pytest

from support.api import Api
from support.log_lines import line, pages, text
from workflow_engine_supervisor.logs.pages import LEVELS


def test_a_run_without_a_log_has_an_empty_one(api: Api):
    api.run("silent")
    assert api.get("/runs/silent/logs").json() == {
        "items": [], "next": None, "position": None, "previous": None,
        "counts": dict.fromkeys(LEVELS, 0), "counted": True, "dropped": 0, "removed": 0,
    }  # fmt: skip
    assert api.get("/runs/silent/logs", download=1).content == b""
    api.run("touched").log.write_bytes(b"")
    assert api.get("/runs/touched/logs").json()["items"] == []


def test_pages_give_each_line_once_in_order(api: Api):
    lines = [line(n) for n in range(1, 24)]
    api.run("paged").log.write_bytes(text(*lines))
    found = pages(api, "/runs/paged/logs", limit=5)
    assert [len(page) for page in found] == [5, 5, 5, 5, 3]
    assert [each for page in found for each in page] == lines


def test_a_page_that_ends_with_the_log_has_no_next(api: Api):
    api.run("exact").log.write_bytes(text(*(line(n) for n in range(1, 11))))
    assert [len(page) for page in pages(api, "/runs/exact/logs", limit=5)] == [5, 5]


def test_the_position_leads_on_when_the_log_grew(api: Api):
    log = api.run("growing").log
    log.write_bytes(text(line(1)))
    position = api.get("/runs/growing/logs").json()["position"]
    page = api.get("/runs/growing/logs", cursor=position).json()
    assert (page["items"], page["next"], page["position"]) == ([], None, position)
    with log.open("ab") as file:
        file.write(text(line(2)))
    assert api.get("/runs/growing/logs", cursor=position).json()["items"] == [line(2)]


def _rotate(log: Path, number: int, *, compressed: bool = True) -> None:
    part = log.with_name(f"logs.{number}.jsonl")
    if compressed:
        part.with_name(part.name + ".gz").write_bytes(gzip.compress(log.read_bytes()))
    else:
        part.write_bytes(log.read_bytes())
    log.write_bytes(b"")


def test_rotated_parts_belong_to_the_log_in_the_order_of_their_numbers(api: Api):
    log = api.run("rotated").log
    expected = []
    for part in range(1, 13):
        lines = [line(part * 10 + n) for n in range(3)]
        expected += lines
        log.write_bytes(text(*lines))
        if part < 12:
            _rotate(log, part, compressed=part != 11)
    assert [each for page in pages(api, "/runs/rotated/logs", limit=4) for each in page] == expected
    assert api.get("/runs/rotated/logs", download=1).content == text(*expected)


def test_a_cursor_survives_rotation(api: Api):
    log = api.run("rotating").log
    log.write_bytes(text(*(line(n) for n in range(1, 11))))
    cursor = api.get("/runs/rotating/logs", limit=4).json()["next"]
    _rotate(log, 1)
    log.write_bytes(text(line(11)))
    found = api.get("/runs/rotating/logs", cursor=cursor).json()["items"]
    assert [each["seq"] for each in found] == [5, 6, 7, 8, 9, 10, 11]


def test_a_cursor_survives_the_loss_of_its_part(api: Api):
    log = api.run("lost-part").log
    log.write_bytes(text(line(1), line(2)))
    cursor = api.get("/runs/lost-part/logs").json()["position"]
    log.write_bytes(text(line(2), line(3)))
    assert [each["seq"] for each in api.get("/runs/lost-part/logs", cursor=cursor).json()["items"]] == [3]


def test_a_part_that_is_being_compressed_is_read_once(api: Api):
    log = api.run("compressing").log
    log.write_bytes(text(line(1)))
    _rotate(log, 1, compressed=False)
    log.with_name("logs.1.jsonl.gz").write_bytes(b"\x1f\x8b half")
    log.with_name("logs.1.jsonl.gz.tmp").write_bytes(b"x")
    log.write_bytes(text(line(2)))
    assert [each["seq"] for each in api.get("/runs/compressing/logs").json()["items"]] == [1, 2]


def test_a_broken_part_does_not_hide_the_others(api: Api):
    log = api.run("broken-part").log
    log.write_bytes(text(*(line(n, "x" * 100) for n in range(1, 1000))))
    whole = gzip.compress(log.read_bytes())
    log.with_name("logs.1.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    log.write_bytes(text(line(1000)))
    assert api.get("/runs/broken-part/logs", limit=1000, q="line 1000").json()["items"] == [line(1000)]


def test_half_a_last_line_waits_for_its_end(api: Api):
    log = api.run("half").log
    log.write_bytes(text(line(1)) + b'{"message": "ha')
    first = api.get("/runs/half/logs").json()
    assert first["items"] == [line(1)]
    with log.open("ab") as file:
        file.write(b'lf", "seq": 2}\n')
    assert api.get("/runs/half/logs", cursor=first["position"]).json()["items"] == [{"message": "half", "seq": 2}]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"no json at all", "no json at all"),
        (b'{"half": ', '{"half": '),
        (b"[1, 2]", "[1, 2]"),
        (b'{"no": "words"}', '{"no": "words"}'),
        (b"\xff\xfe bytes", "\\xff\\xfe bytes"),
        (b"", ""),
        (b"[" * 5000, "[" * 5000),
        (b'{"message": "\xff"}', '{"message": "\\xff"}'),
        (b"y" * 200_000, "y" * 65536),
        (b"z" * 3_000_000, "z" * 65536),
    ],
)
def test_a_garbage_line_is_shown_as_it_is(api: Api, raw: bytes, shown: str):
    api.flow("minimal") if api.get("/flows/minimal").status_code == 404 else None
    thread_id = api.post("/runs/start", {"flow_id": "minimal"}).json()["thread_id"]
    folder = api.home / "runs" / thread_id
    folder.mkdir()
    (folder / "logs.jsonl").write_bytes(text(line(1)) + raw + b"\n" + text(line(2)))
    found = api.get(f"/runs/{thread_id}/logs").json()["items"]
    assert found == [line(1), {"message": shown, "level": "ERROR", "damaged": True}, line(2)]


def test_halves_of_surrogate_pairs_and_nan_arrive_as_text(api: Api):
    log = api.run("surrogates").log
    log.write_bytes(b'{"message": "name \\udcff", "context": {"x": NaN}, "seq": 1}\n')
    assert api.get("/runs/surrogates/logs").json()["items"] == [
        {"message": "name \\udcff", "context": {"x": None}, "seq": 1}
    ]


def test_odd_but_valid_lines_pass_unchanged(api: Api):
    odd = {"message": {"a": 1}, "seq": "x", "_fields_set": 1, "self": None, "level": 5, "big": 2**64 - 1}
    api.run("odd").log.write_bytes(text(odd) + text(line(1)))
    assert api.get("/runs/odd/logs").json()["items"] == [odd, line(1)]


def test_filters_choose_by_level_node_and_words(api: Api):
    lines = [
        line(1, "Begin", "INFO", None),
        line(2, "Größe A", "WARNING", "a"),
        line(3, "b [x](y)", "ERROR", "b"),
        line(4, "(a+)+$ and .*", "CRITICAL", "a"),
        line(5, "debug", "DEBUG", "a"),
    ]
    api.run("filtered").log.write_bytes(text(*lines))

    def seqs(**filters: str) -> list[int]:
        return [each["seq"] for page in pages(api, "/runs/filtered/logs", limit=1, **filters) for each in page]

    assert seqs(level="DEBUG") == [1, 2, 3, 4, 5]
    assert seqs(level="INFO") == [1, 2, 3, 4]
    assert seqs(level="WARNING") == [2, 3, 4]
    assert seqs(level="CRITICAL") == [4]
    assert seqs(node="a") == [2, 4, 5]
    assert seqs(node="a", level="ERROR") == [4]
    assert seqs(q="GRÖSSE") == [2]
    assert seqs(q="(a+)+$") == [4]
    assert seqs(q=".*") == [4]
    assert seqs(q="nothing") == []
    assert api.get("/runs/filtered/logs", download=1, node="a", level="ERROR").content == text(lines[3])


@pytest.mark.parametrize(
    "query", ["level=LOUD", "level=info", "q=", "download=yes", "download=0", "limit=1001", "tail=5"]
)
def test_wrong_filters_are_refused(api: Api, query: str):
    if api.get("/runs/plain").status_code == 404:
        api.run("plain")
    answer = api.client.get(f"/runs/plain/logs?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_QUERY")


def test_a_download_has_no_pages(api: Api):
    if api.get("/runs/plain").status_code == 404:
        api.run("plain")
    answer = api.client.get("/runs/plain/logs?download=1&limit=5")
    assert answer.json()["problems"][0]["pointer"] == "?limit"


def test_a_download_is_a_file_of_its_own_name(api: Api):
    api.run("named").log.write_bytes(text(line(1)))
    answer = api.get("/runs/named/logs", download=1)
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert re.search(r'attachment; filename="named\.jsonl"', answer.headers["content-disposition"])


@pytest.mark.parametrize("ranges", ["bytes=5-2", "bytes=abc", "bytes=" + ",".join(f"{n}-{n}" for n in range(1000))])
def test_ranges_are_not_looked_at(api: Api, ranges: str):
    if api.get("/runs/ranged").status_code == 404:
        api.run("ranged").log.write_bytes(text(line(1)))
    answer = api.client.get("/runs/ranged/logs?download=1", headers={"Range": ranges})
    assert (answer.status_code, answer.content) == (200, text(line(1)))


def test_a_rare_word_in_a_long_log_is_found_page_by_page(api: Api):
    log = api.run("long").log
    with log.open("wb") as file:
        for n in range(1, 100_001):
            file.write(
                b'{"seq": %d, "message": "ordinary"}\n' % n if n % 50_000 else b'{"seq": %d, "message": "rare"}\n' % n
            )
    found = pages(api, "/runs/long/logs", q="rare")
    assert [each["seq"] for page in found for each in page] == [50_000, 100_000]
    assert len(found) >= 5
    last = api.get("/runs/long/logs", limit=1000, q="ordinary").json()
    assert len(last["items"]) == 1000
