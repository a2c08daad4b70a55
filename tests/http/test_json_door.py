"""Bodies: only small, strict JSON objects get in, and what does not changes nothing (B-01 to B-15)."""

import gzip
import json

import pytest
from http_api import Api

OK = b'{"name": "x", "id": "never-made"'


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "INVALID_JSON"),
        (b"{", 400, "INVALID_JSON"),
        (b'{"name": "x",}', 400, "INVALID_JSON"),
        (b'{"name": "x"} // c', 400, "INVALID_JSON"),
        (b"{'name': 'x'}", 400, "INVALID_JSON"),
        (b'{"name": "x"}{"name": "y"}', 400, "INVALID_JSON"),
        (b"[]", 422, "INVALID_BODY"),
        (b"null", 422, "INVALID_BODY"),
        (b'"x"', 422, "INVALID_BODY"),
        (b"5", 422, "INVALID_BODY"),
        (OK + b', "n": NaN}', 400, "NON_FINITE_NUMBER"),
        (OK + b', "n": Infinity}', 400, "NON_FINITE_NUMBER"),
        (OK + b', "n": -Infinity}', 400, "NON_FINITE_NUMBER"),
        (OK + b', "n": 1e999}', 400, "NON_FINITE_NUMBER"),
        (OK + b', "n": 9223372036854775808}', 400, "NUMBER_OUT_OF_RANGE"),
        (OK + b', "n": -9223372036854775809}', 400, "NUMBER_OUT_OF_RANGE"),
        (OK + b', "n": ' + b"9" * 5000 + b"}", 400, "NUMBER_OUT_OF_RANGE"),
        (OK + b', "n": "\\ud800"}', 400, "INVALID_UNICODE"),
        (OK + b', "\\ud800": 1}', 400, "INVALID_UNICODE"),
        (OK + b', "n": "\xff"}', 400, "INVALID_UTF8"),
        (OK + b', "n": "\xc0\xaf"}', 400, "INVALID_UTF8"),
        (OK + b', "n": "\xe4\xbd"}', 400, "INVALID_UTF8"),
        ('{"name": "x"}'.encode("utf-16"), 400, "INVALID_UTF8"),
        (b"\xef\xbb\xbf" + OK + b"}", 400, "INVALID_UTF8"),
        (OK + b', "id": "again"}', 400, "DUPLICATE_KEY"),
        (OK + b', "n": ' + b"[" * 65 + b"]" * 65 + b"}", 400, "TOO_DEEP"),
        (OK + b', "n": ' + b"[" * 100_000, 400, "TOO_DEEP"),
        (b'{"' + b"k" * 300_000 + b'": 1}', 422, "KEY_TOO_LONG"),
        (OK + b', "nmae": 1}', 422, "INVALID_BODY"),
        (b'{"name": 5}', 422, "INVALID_BODY"),
        (b'{"name": null}', 422, "INVALID_BODY"),
        (b'{"name": ""}', 422, "INVALID_BODY"),
        (b'{"name": "a\\u0000b"}', 422, "INVALID_BODY"),
        (b'{"name": "' + b"x" * 201 + b'"}', 422, "INVALID_BODY"),
        (b'{"id": "x"}', 422, "INVALID_BODY"),
    ],
)
def test_what_is_no_strict_json_object_is_refused(api: Api, body: bytes, status: int, code: str):
    with api.unchanged():
        answer = api.post_bytes("/flows", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"]
    assert answer.json()["hint"]


def test_a_syntax_error_names_its_line_and_column(api: Api):
    assert "Line 2, column 3" in api.post_bytes("/flows", b"{\n  oops}").json()["detail"]


def test_every_wrong_field_is_told_at_once_with_the_nearest_right_word(api: Api):
    problems = api.post("/runs/start", {"flow": "x", "version": True, "input": [1]}).json()["problems"]
    assert {(each["pointer"], each["code"]) for each in problems} == {
        ("/flow_id", "MISSING_FIELD"),
        ("/flow", "UNKNOWN_FIELD"),
        ("/version", "WRONG_TYPE"),
        ("/input", "WRONG_TYPE"),
    }
    assert "Did you mean 'flow_id'?" in {each["hint"] for each in problems}


def test_an_array_is_told_to_be_no_object(api: Api):
    assert api.post_bytes("/runs/start", b"[]").json()["problems"][0]["code"] == "EXPECTED_OBJECT"


@pytest.mark.parametrize(
    ("path", "limit"), [("/flows", 1024 * 1024), ("/runs/start", 8 * 1024 * 1024), ("/runs/x/resume", 8 * 1024 * 1024)]
)
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_beyond_the_limit_is_refused_with_or_without_its_length(
    api: Api, path: str, limit: int, *, chunked: bool
):
    def pieces():
        yield b'{"x": "'
        yield b" " * (limit - 10)
        yield b'"} '

    whole = b"".join(pieces())
    with api.unchanged():
        fits = api.post_bytes(path, whole)
        over = api.client.post(
            path, content=(whole, b" ") if chunked else whole + b" ", headers={"Content-Type": "application/json"}
        )
    assert fits.status_code in {404, 422}
    assert (over.status_code, over.json()["code"]) == (413, "BODY_TOO_LARGE")


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "",
        "application/json; charset=utf-16",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "application/json, text/plain",
    ],
)
def test_only_json_is_taken(api: Api, kind: str):
    with api.unchanged():
        answer = api.client.post("/flows", content=OK + b"}", headers={"Content-Type": kind} if kind else {})
    assert (answer.status_code, answer.json()["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_a_form_without_a_body_cannot_command_either(api: Api):
    api.run("form-target")
    with api.unchanged():
        answer = api.client.post("/runs/form-target/cancel", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415


def test_utf8_may_be_said(api: Api):
    answer = api.post_bytes("/flows", b'{"name": "said"}', **{"Content-Type": "application/json; charset=UTF-8"})
    assert answer.status_code == 201


def test_compressed_bodies_are_not_taken(api: Api):
    with api.unchanged():
        answer = api.post_bytes("/flows", gzip.compress(OK + b"}"), **{"Content-Encoding": "gzip"})
    assert answer.status_code == 415


def test_many_keys_and_values_are_read_quickly(api: Api, stopwatch):
    api.flow("many")
    value = {f"key{n}": n for n in range(100_000)} | {"list": list(range(200_000))}
    answer = api.post_bytes("/runs/start", json.dumps({"flow_id": "many", "input": value}).encode())
    assert answer.status_code == 201
    assert stopwatch() < 15


def test_a_body_in_many_small_pieces_is_one_body(api: Api):
    def pieces():
        for byte in b'{"name": "pieces", "id": "pieces"}':
            yield bytes([byte])

    answer = api.client.post("/flows", content=pieces(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 201
