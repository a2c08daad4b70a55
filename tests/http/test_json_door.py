"""Bodies: only small, strict JSON objects get in; test_rows_of_transport.py has what does not, row by row."""

import pytest

from support.api import Api


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


def test_a_form_without_a_body_cannot_command_either(api: Api):
    api.run("form-target")
    with api.unchanged():
        answer = api.client.post("/runs/form-target/cancel", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415


def test_utf8_may_be_said(api: Api):
    answer = api.post_bytes("/flows", b'{"name": "said"}', **{"Content-Type": "application/json; charset=UTF-8"})
    assert answer.status_code == 201


def test_a_body_in_many_small_pieces_is_one_body(api: Api):
    def pieces():
        for byte in b'{"name": "pieces", "id": "pieces"}':
            yield bytes([byte])

    answer = api.client.post("/flows", content=pieces(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 201
