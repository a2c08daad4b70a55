"""Rows of the bad-input and threat tables as tests: each test's id begins with the id of its row."""

import json
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any, NamedTuple

import httpx
import pytest

from support.api import Api


class Answer(NamedTuple):
    """What came back, whoever sent the request."""

    status: int
    kind: str
    body: bytes

    @property
    def code(self) -> Any:
        return json.loads(self.body)["code"] if self.kind == "application/problem+json" else None


def of(response: httpx.Response) -> Answer:
    return Answer(response.status_code, response.headers.get("content-type", ""), response.content)


def of_bytes(answer: bytes) -> Answer:
    head, _, body = answer.partition(b"\r\n\r\n")
    kinds = [line.split(b": ")[1].decode() for line in head.split(b"\r\n") if line.lower().startswith(b"content-type:")]
    return Answer(int(head.split(b" ", 2)[1]), kinds[0] if kinds else "", body)


Send = Callable[[Api], Answer]


def post(path: str, body: bytes, **headers: str) -> Send:
    return lambda api: of(api.post_bytes(path, body, **headers))


def get(path: str, **headers: str) -> Send:
    return lambda api: of(api.client.get(path, headers=headers))


def raw(request: bytes) -> Send:
    return lambda api: of_bytes(api.raw(request))


def refused(row: str, what: str, send: Send, status: int | set[int], code: str | None) -> Any:
    """A request that is answered with one of these statuses and this code, and changes nothing."""
    statuses = {status} if isinstance(status, int) else status
    return pytest.param(send, statuses, code, id=f"{row} {what}")


def check_refused(api: Api, send: Send, statuses: set[int], code: str | None) -> None:
    with api.unchanged():
        answer = send(api)
    assert answer.status in statuses, answer
    assert answer.kind == "application/problem+json"
    body = json.loads(answer.body)
    assert {"type", "title", "status", "code", "detail", "hint"} <= set(body)
    assert body["status"] == answer.status
    assert body["detail"]
    assert body["hint"]
    if code is not None:
        found = {body["code"], *(each["code"] for each in body.get("problems", ()))}
        assert code in found


def row(*names: str) -> pytest.MarkDecorator:
    """For a test that is a row by itself: `row` is its parameter."""
    return pytest.mark.parametrize("row", [pytest.param(name, id=name) for name in names])


def ids_of(modules: Iterable[ModuleType]) -> set[str]:
    """The ids of all parameters of all tests in these modules."""
    found: set[str] = set()
    for module in modules:
        for name, test in vars(module).items():
            if name.startswith("test_"):
                for mark in getattr(test, "pytestmark", ()):
                    if mark.name == "parametrize":
                        found |= {str(each.id) for each in mark.args[1] if hasattr(each, "id")}
    return found
