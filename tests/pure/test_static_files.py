"""Which clients are sent packed files, and which none at all."""

import gzip
from pathlib import Path

import pytest

from workflow_engine_supervisor.http.security.head import Head
from workflow_engine_supervisor.http.static_files import StaticFiles, accepts_gzip, is_known


@pytest.mark.parametrize(
    ("values", "is_taken"),
    [
        ([], False),
        ([""], False),
        (["identity"], False),
        (["br, zstd"], False),
        (["gzip"], True),
        (["GZIP"], True),
        (["x-gzip"], True),
        (["br", "gzip"], True),
        (["br;q=1.0, gzip;q=0.5, *;q=0"], True),
        (["gzip;q=0"], False),
        (["gzip;q=0.000, *"], False),
        (["gzip; q=0"], False),
        (["*"], True),
        (["*;q=0"], False),
        (["gzip;q=odd"], False),
        (["gzipped"], False),
    ],
)
def test_who_takes_gzip(values: list[str], is_taken: bool) -> None:
    assert accepts_gzip(values) is is_taken


@pytest.mark.parametrize(
    ("values", "is_so"),
    [
        ([], False),
        (['"a"'], True),
        (['W/"a"'], True),
        (['"b", "a"'], True),
        (["*"], True),
        (['"a-gzip"'], False),
        (["a"], False),
    ],
)
def test_who_has_it_already(values: list[str], is_so: bool) -> None:
    assert is_known('"a"', values) is is_so


def head(**headers: str) -> Head:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Head(
        {"type": "http", "method": "GET", "path": "/console/x", "query_string": b"", "raw_path": b"", "headers": pairs}
    )


def test_a_file_that_was_replaced_is_read_anew(tmp_path: Path) -> None:
    file = tmp_path / "a.js"
    files = StaticFiles()
    tags = []
    for text in ("let a = 1;" * 100, "let b = 2;" * 200):
        file.write_text(text)
        answer = files.answer(file, "text/javascript", "no-cache", head(accept_encoding="gzip"))
        assert gzip.decompress(bytes(answer.body)).decode() == text
        tags.append(answer.headers["etag"])
    assert tags[0] != tags[1]
    assert files.answer(file, "text/javascript", "no-cache", head(if_none_match=tags[0])).status_code == 200


def test_what_packing_does_not_shrink_is_sent_as_it_is(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"x" * 5000)
    small = tmp_path / "a.txt"
    small.write_text("x")
    for file, varies in ((picture, False), (small, True)):
        answer = StaticFiles().answer(file, "x/y", "no-cache", head(accept_encoding="gzip"))
        assert "content-encoding" not in answer.headers
        assert ("vary" in answer.headers) is varies
